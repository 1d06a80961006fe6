"""A run as a capture: what `--pcap` writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voiplab.cli.screen import talk
from voiplab.course.saving import save
from voiplab.lab.run import Run

if TYPE_CHECKING:
    from voiplab.live.lab import LiveLab


def write_capture(run: Run, path: Path, *, with_media: bool) -> None:
    """All of a run, which is over."""
    from voiplab.live.run_capture import run_capture

    capture = run_capture(run, with_media=with_media)
    save(path, capture.content)
    for sentence in capture.left_out:
        talk(f"{path.name}: {sentence}")


@contextmanager
def live_capture(live: "LiveLab", path: Path | None, *, with_media: bool) -> Iterator[Callable[[], None]]:
    """While a lab is live, a capture grows; what comes back is called after each turn of its loop, since time goes on
    when nothing happens. Each packet is written at once, so that a kill leaves what there was."""
    if path is None:
        yield _nothing
        return
    from voiplab.capture.capture import Capture
    from voiplab.live.run_capture import scene

    with path.open("wb", buffering=0) as file:
        about = scene(live.run, "a live lab of voiplab; what is between simulated nodes was on no wire")
        capture = Capture(file, about, with_media=with_media, is_live=True)
        for event in live.recording:
            capture.tell(event)
        live.recording.observe(capture.tell)
        live.edge.media.tap = lambda *heard: capture.overhear(live.clock.now(), *heard)
        yield lambda: capture.settle(live.run.kernel.now)
        capture.close(live.run.kernel.now)
    for sentence in capture.left_out:
        talk(f"{path.name}: {sentence}")


def _nothing() -> None:
    """No capture is wanted."""
