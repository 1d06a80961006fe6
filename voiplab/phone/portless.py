"""From and To without ports, as pjsip writes them: RFC 3261 table 1 allows none there, so it drops even those it was sent."""

import re
from collections.abc import Sequence
from typing import Final

from voiplab.sip.layout import Layout

SHORTENED: Final = ("From", "To")

_PORT = re.compile(r"(<?sips?:(?:[^<>@;?]*@)?(?:\[[^\]]*\]|[^<>@:;?\[\]]+)):[0-9]+")


class PortlessLayout(Layout):
    """A layout that takes the ports out of From and To."""

    __slots__ = ()

    def spelt(self, names: tuple[str, ...], values: tuple[str, ...]) -> Sequence[str]:
        return [without_port(value) if name in SHORTENED else value for name, value in zip(names, values, strict=True)]


def without_port(address: str) -> str:
    """`"A" <sip:1@10.0.0.1:5060;ob>;tag=x` without its `:5060`; a display name is not looked into."""
    display, quotes, rest = address.rpartition('"')
    port = _PORT.search(rest)
    return address if port is None else f"{display}{quotes}{rest[: port.start()]}{port[1]}{rest[port.end() :]}"
