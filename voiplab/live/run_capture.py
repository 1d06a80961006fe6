"""A run as a capture: pcapng, with the names and causes that the run knows."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final, NamedTuple

from voiplab.capture.capture import Capture, Scene
from voiplab.lab.run import Run

MADE: Final = "made by voiplab, no packet of it was ever on a wire"


class RunCapture(NamedTuple):
    """`left_out`: what the format cannot hold, in sentences."""

    content: bytes
    left_out: Sequence[str]


def scene(run: Run, what: str = MADE) -> Scene:
    """What a capture says of the lab."""
    lab = run.lab
    title = f"{lab.name}, run {run.plan.name}, seed {run.seed}: {what}"
    kinds = {plan.host: plan.kind for plan in lab.nodes.values()}
    return Scene(title, lab.topology, lab.calendar, run.seed, kinds)


def run_capture(run: Run, *, with_media: bool) -> RunCapture:
    """All that has happened in it so far."""
    file = BytesIO()
    capture = Capture(file, scene(run), with_media=with_media)
    for event in run.recording:
        capture.tell(event)
    capture.close(run.kernel.now)
    return RunCapture(file.getvalue(), tuple(capture.left_out))
