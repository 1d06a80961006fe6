"""What is said of the files that are played: first what would end the run, afterwards what the products read past."""

from collections.abc import Sequence
from typing import Final

from voiplab.cli.screen import talk
from voiplab.text.harmless import harmless
from voiplab.text.remark import Effect, Remark

MOST: Final = 12
"""A configuration that was made for a real server has many such lines."""
LONGEST: Final = 500


def warn(remarks: Sequence[Remark]) -> None:
    """Before anything is played: a run that comes to such a line ends there, and nothing else is said then."""
    refused = [remark for remark in remarks if remark.effect is Effect.NOT_SIMULATED]
    if not refused:
        return
    talk("What voiplab does not simulate; a run that comes to one of these lines ends there:")
    for remark in refused[:MOST]:
        talk(harmless(f"  {remark.place}: {remark.says}", LONGEST))
    if len(refused) > MOST:
        talk(f"  and {len(refused) - MOST} more: `voiplab config explain FILE` tells of every line")
    talk()


def others(remarks: Sequence[Remark]) -> Sequence[Remark]:
    """Those that nobody was warned of."""
    return [remark for remark in remarks if remark.effect is not Effect.NOT_SIMULATED]


def tell(remarks: Sequence[Remark]) -> None:
    """Beside the ladder."""
    for remark in others(remarks):
        talk(harmless(str(remark), LONGEST))
