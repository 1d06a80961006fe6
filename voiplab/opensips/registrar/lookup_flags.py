"""The flags of lookup(). Module documentation of OpenSIPS 3.2, "registrar", section lookup().

The flags g, y and Y count with clusters and measured pings, which are not simulated: they change nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from voiplab.opensips.log import LogLine, error, warning
from voiplab.opensips.patterns import Patience, bytewise, timed
from voiplab.opensips.posix import BadPattern, Unsupported, translate
from voiplab.text.place import NotSimulated, Place

_FLAG: Final = re.compile(r"u/([^/]*)/|y[0-9]*|(.)", re.DOTALL)
_ORIGIN: Final = "core:parse_lookup_flags"
_OF_EXTENDED: Final = frozenset("+?|(){}\\")
"""What means something else in a basic pattern."""


@dataclass(frozen=True, slots=True)
class AgentPattern:
    """`u/REGEXP/`: only contacts whose User-Agent matches."""

    pattern: str
    ignores_case: bool
    place: Place

    def matches(self, agent: str, patience: Patience) -> bool:
        options = regex.ASCII | regex.VERSION0 | regex.DOTALL | regex.POSIX
        if self.ignores_case:
            options |= regex.IGNORECASE
        try:
            compiled = regex.compile(translate(bytewise(self.pattern)), options)
            return timed(compiled, self.pattern, agent, self.place, patience) is not None
        except Unsupported as unsupported:
            raise NotSimulated(self.place, str(unsupported)) from unsupported


@dataclass(frozen=True, slots=True)
class LookupFlags:
    only_first: bool = False
    keeps_uri: bool = False
    with_branches: bool = False
    by_method: bool = False
    agent: AgentPattern | None = None
    log: Sequence[LogLine] = ()


class BadFlags(Exception):
    """lookup() returns -3."""

    def __init__(self, log: Sequence[LogLine]) -> None:
        super().__init__(log)
        self.log = log


def parse_lookup_flags(text: str, place: Place) -> LookupFlags:
    """Raises `BadFlags`, or `NotSimulated` for a pattern."""
    letters, pattern = "", None
    log: list[LogLine] = []
    for found in _FLAG.finditer(text):
        if found[1]:
            pattern = found[1]
        elif found[2] == "u":
            log.append(error(_ORIGIN, "no regexp start after 'u' flag"))
        elif found[2] is not None and found[2] not in "bBrmiegY":
            log.append(warning(_ORIGIN, f"unsupported flag {found[2]} "))
        letters += found[2] or ""
    agent = None
    if pattern is not None:
        agent = _agent(pattern, letters, place, log)
    return LookupFlags("b" in letters, "B" in letters, "r" in letters, "m" in letters, agent, tuple(log))


def _agent(pattern: str, letters: str, place: Place, log: list[LogLine]) -> AgentPattern:
    if "e" not in letters and _OF_EXTENDED & frozenset(pattern):
        raise NotSimulated(place, f"the basic regular expression {pattern}: write the flag e")
    try:
        translate(bytewise(pattern))
    except BadPattern:
        raise BadFlags([*log, error(_ORIGIN, f"bad regexp '{pattern}'")]) from None
    except Unsupported as unsupported:
        raise NotSimulated(place, str(unsupported)) from unsupported
    return AgentPattern(pattern, "i" in letters, place)
