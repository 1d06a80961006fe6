"""What nodes wrote into their logs as errors. It is told beside the ladder: no message says it."""

from collections.abc import Iterable
from typing import Final

from voiplab.cli.screen import talk
from voiplab.recording.events import Event, Logged
from voiplab.sim.moment import Moment
from voiplab.text.harmless import harmless

MOST: Final = 5
LONGEST: Final = 300
_ERRORS: Final = ("err", "error", "crit", "alert")


def tell_errors(recording: Iterable[Event]) -> None:
    """Each of them once, with the first moment."""
    first: dict[tuple[str, str], Moment] = {}
    for event in recording:
        if isinstance(event.what, Logged) and event.what.level in _ERRORS:
            first.setdefault((event.node, event.what.text.partition("\n")[0]), event.at)
    for (node, text), at in list(first.items())[:MOST]:
        talk(harmless(f"{at / 1_000_000:.3f} s, log of {node}: {text}", LONGEST))
    if len(first) > MOST:
        talk(f"and {len(first) - MOST} more errors: `voiplab run --json` has all that was logged")
