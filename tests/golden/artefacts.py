"""Traits of the machines that were recorded, not of the servers: excused by name, and each use is counted.

The first and the last are named in the sheet that came with the recordings.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tests.golden.difference import Difference, Kind
from tests.golden.trace import Message, Trace
from tests.golden.wire_text import read
from voiplab.sim.moment import ms


@dataclass(frozen=True, slots=True)
class Artefact:
    """`shows_in`: whether a recording has it at all; `excuses`: whether a difference is nothing but this."""

    name: str
    why: str
    shows_in: Callable[[Trace], bool]
    excuses: Callable[[Trace, Difference], bool]


class Excused(NamedTuple):
    difference: Difference
    artefact: Artefact


# The address in o=

_ORIGIN: Final = re.compile(r"o=(\S+) \d+ \d+ IN IP4 (\S+)\r\n")
_STAND_IN: Final = "192.0.2.2"


def _has_stand_in(trace: Trace) -> bool:
    return any(f"IN IP4 {_STAND_IN}\r\n".encode() in message.raw for message in _of_server(trace))


def _is_stand_in(trace: Trace, difference: Difference) -> bool:
    recorded, produced = _ORIGIN.fullmatch(difference.recorded), _ORIGIN.fullmatch(difference.produced)
    if difference.kind is not Kind.BODY_LINE or recorded is None or produced is None:
        return False
    return (recorded[1], recorded[2], produced[2]) == (produced[1], _STAND_IN, trace.server)


# Messages at the same time


def _has_two_phones(trace: Trace) -> bool:
    return len({message.target for message in _of_server(trace)}) > 1


def _is_simultaneous(_: Trace, difference: Difference) -> bool:
    across = difference.where.endswith("across phones")
    return difference.kind is Kind.MESSAGE_ORDER and across and difference.by <= ms(30)


# Left over from the case before


def _has_stray(trace: Trace) -> bool:
    return any(_is_stray(trace, message) for message in _of_server(trace))


def _is_missing_stray(trace: Trace, difference: Difference) -> bool:
    if difference.kind is not Kind.MESSAGE_MISSING:
        return False
    return any(_is_stray(trace, message) for message in trace.messages if message.number == difference.message)


def _is_stray(trace: Trace, message: Message) -> bool:
    text = read(message.raw)
    calls = [read(other.raw).first("Call-ID") for other in trace.messages if read(other.raw).is_request]
    return not text.is_request and text.first("Call-ID") not in calls


# Two processes


def _has_two_processes(trace: Trace) -> bool:
    return bool(trace.configuration)


def _is_side_by_side(trace: Trace, difference: Difference) -> bool:
    """Messages of different transactions; within one the order is no chance."""
    if difference.kind is not Kind.MESSAGE_ORDER or difference.by > ms(1):
        return False
    raws = {message.number: message.raw for message in trace.messages}
    crossed = read(raws[int(difference.recorded.rpartition(" ")[2])])
    moved = read(raws[difference.message])
    return (crossed.first("CSeq"), crossed.first("Call-ID")) != (moved.first("CSeq"), moved.first("Call-ID"))


def _of_server(trace: Trace) -> Sequence[Message]:
    return [message for message in trace.messages if trace.is_from_server(message)]


ARTEFACTS: Final = (
    Artefact(
        "origin-address",
        f"o= of SDP answers shows {_STAND_IN}, an address of the recording machine: sofia refuses a loopback address there",
        _has_stand_in,
        _is_stand_in,
    ),
    Artefact(
        "simultaneous",
        "two sessions of the server work side by side; which one's message leaves first within 30 ms is chance",
        _has_two_phones,
        _is_simultaneous,
    ),
    Artefact(
        "processes",
        "two processes of OpenSIPS read one socket; which transaction's message leaves first within 1 ms is chance",
        _has_two_processes,
        _is_side_by_side,
    ),
    Artefact(
        "stray-response",
        "a response repeated from the case before: its Call-ID has no request in the recording",
        _has_stray,
        _is_missing_stray,
    ),
)

BY_NAME: Final = {artefact.name: artefact for artefact in ARTEFACTS}


def excuse(trace: Trace, differences: Iterable[Difference]) -> tuple[tuple[Difference, ...], tuple[Excused, ...]]:
    """What remains, and what is excused by an artefact that the trace names."""
    remaining: list[Difference] = []
    excused: list[Excused] = []
    for difference in differences:
        named = (BY_NAME[name] for name in trace.artefacts)
        artefact = next((one for one in named if one.excuses(trace, difference)), None)
        if artefact is None:
            remaining.append(difference)
        else:
            excused.append(Excused(difference, artefact))
    return tuple(remaining), tuple(excused)
