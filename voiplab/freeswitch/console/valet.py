"""valet_info: who waits in which slot of which lot (mod_valet_parking.c)."""

from collections.abc import Iterator
from typing import Final

from voiplab.freeswitch.lots import Lot
from voiplab.freeswitch.switch import Switch

USAGE: Final = "[<lot name>]"


def valet_info(switch: Switch, argument: str) -> str:
    wanted = argument.strip().lower()
    lots = [lot for lot in switch.lots.listed if wanted in ("", lot.name.lower())]
    lines = ["<lots>", *(line for lot in lots for line in _shown(lot)), "</lots>"]
    return "".join(f"{line}\n" for line in lines)


def _shown(lot: Lot) -> Iterator[str]:
    yield f'  <lot name="{lot.name}">'
    for slot in lot.taken:
        yield f'    <extension uuid="{slot.ticket}">{slot.number}</extension>'
    yield "  </lot>"
