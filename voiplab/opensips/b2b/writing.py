"""Requests of a back-to-back user agent."""

from collections.abc import Sequence
from typing import NamedTuple

from voiplab.opensips.b2b.leg import Leg
from voiplab.opensips.configuration import Listener
from voiplab.opensips.tm import within
from voiplab.opensips.tm.within import Within


class Asked(NamedTuple):
    """`more`: header lines that belong to it alone."""

    method: str
    more: Sequence[str] = ()
    body: bytes = b""
    max_forwards: int = 70


def written(asked: Asked, leg: Leg, cseq: int, listener: Listener, branch: str, signature: str) -> bytes:
    method, more, body, hops = asked
    from_ = f"<{leg.own}>;tag={leg.own_tag}"
    request = Within(method, leg.target, leg.to, from_, cseq, leg.call_id, leg.routes, _with_own(more, leg), body, hops)
    return within.written(request, listener, branch, signature)


def _with_own(lines: Sequence[str], leg: Leg) -> Sequence[str]:
    """The headers of the leg come before its Contact."""
    place = next((number for number, line in enumerate(lines) if line.startswith("Contact:")), len(lines))
    return [*lines[:place], *leg.headers, *lines[place:]]
