"""A run as a capture: what `--pcap` writes."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from voiplab.cli.screen import talk
from voiplab.course.saving import save
from voiplab.lab.run import Run

if TYPE_CHECKING:
    from voiplab.capture.capture import Scene


def scene(run: Run) -> "Scene":
    """What a capture says of the lab."""
    from voiplab.capture.capture import Scene

    lab = run.lab
    title = f"{lab.name}, run {run.plan.name}, seed {run.seed}: made by voiplab, no packet of it was ever on a wire"
    kinds = {plan.host: plan.kind for plan in lab.nodes.values()}
    return Scene(title, lab.topology, lab.calendar, run.seed, kinds)


def write_capture(run: Run, path: Path, *, with_media: bool) -> None:
    """All of a run, which is over."""
    from voiplab.capture.capture import Capture

    file = BytesIO()
    capture = Capture(file, scene(run), with_media=with_media)
    for event in run.recording:
        capture.tell(event)
    capture.close(run.kernel.now)
    save(path, file.getvalue())
    for sentence in capture.left_out:
        talk(f"{path.name}: {sentence}")
