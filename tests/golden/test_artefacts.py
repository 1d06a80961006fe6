"""Excuses excuse what they name, and nothing beside it."""

from dataclasses import replace

import pytest

from tests.golden.artefacts import ARTEFACTS, Artefact, excuse
from tests.golden.difference import Difference, Kind
from tests.golden.outcome import outcome
from tests.golden.trace import Message, Trace
from tests.golden.trace_file import FREESWITCH, load
from voiplab.sim.moment import Duration, ms

FORK = load(FREESWITCH / "b-calls/fork_two_one_answers.trace")

STAND_IN = b"IN IP4 192.0.2.2\r\n"


def with_own_address(trace: Trace, address: bytes = b"IN IP4 127.0.0.20\r\n") -> list[Message]:
    """As a server on a normal network would have written it; the Content-Length grows with it."""
    grown = len(address) - len(STAND_IN)
    messages: list[Message] = []
    for message in trace.messages:
        raw = message.raw.replace(STAND_IN, address)
        if raw != message.raw:
            length = len(message.raw.partition(b"\r\n\r\n")[2])
            raw = raw.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + grown))
        messages.append(message._replace(raw=raw))
    return messages


def swapped(trace: Trace, one: int, other: int) -> list[Message]:
    """Two neighbours in the other order, each at the time of the other."""
    messages = list(trace.messages)
    first, second = messages[one - 1], messages[other - 1]
    messages[one - 1], messages[other - 1] = (
        second._replace(number=one, at=first.at),
        first._replace(number=other, at=second.at),
    )
    return messages


def test_the_address_of_the_recording_machine_is_excused_and_counted() -> None:
    found = outcome(FORK, with_own_address(FORK))
    assert found.differences == ()
    assert [one.artefact.name for one in found.excused] == ["origin-address"]
    assert found.identical == found.messages


def test_a_third_address_there_is_not_excused() -> None:
    found = outcome(FORK, with_own_address(FORK, b"IN IP4 127.0.0.99\r\n"))
    assert [one.kind for one in found.differences] == [Kind.BODY_LINE]


def test_another_name_there_is_not_excused() -> None:
    changed = [one._replace(raw=one.raw.replace(b"o=FreeSWITCH", b"o=freeswitch")) for one in with_own_address(FORK)]
    assert Kind.BODY_LINE in [one.kind for one in outcome(FORK, changed).differences]


def test_messages_to_two_phones_at_the_same_time_may_change_places() -> None:
    """The CANCEL to the loser and the 200 to the caller, 2 ms apart."""
    found = outcome(FORK, swapped(FORK, 13, 14))
    assert found.differences == ()
    assert [one.artefact.name for one in found.excused] == ["simultaneous"]


def crossing(by: Duration, where: str) -> Difference:
    return Difference(Kind.MESSAGE_ORDER, 7, where, "after message 6", "the other way round", by)


@pytest.mark.parametrize(
    ("difference", "remains"),
    [
        (crossing(ms(30), "x, across phones"), False),
        (crossing(ms(31), "x, across phones"), True),
        (crossing(ms(1), "x, among its own"), True),
    ],
)
def test_only_what_was_simultaneous_and_to_different_phones_is_excused(difference: Difference, remains: bool) -> None:
    remaining, _ = excuse(FORK, [difference])
    assert (remaining == (difference,)) is remains


def test_a_response_without_a_request_may_be_missing() -> None:
    stray = Message(
        1,
        0,
        FORK.messages[1].source,
        FORK.messages[1].target,
        FORK.messages[1].raw.replace(b"Call-ID: ", b"Call-ID: x"),
    )
    later = tuple(one._replace(number=one.number + 1) for one in FORK.messages)
    trace = replace(FORK, messages=(stray, *later), artefacts=(*FORK.artefacts, "stray-response"))
    found = outcome(trace, FORK.messages)
    assert found.differences == ()
    assert [one.artefact.name for one in found.excused] == ["stray-response"]


def test_what_a_trace_does_not_name_is_not_excused() -> None:
    found = outcome(replace(FORK, artefacts=()), with_own_address(FORK))
    assert [one.kind for one in found.differences] == [Kind.BODY_LINE]


@pytest.mark.parametrize("artefact", ARTEFACTS, ids=lambda artefact: artefact.name)
def test_a_missing_message_of_a_call_is_excused_by_no_artefact(artefact: Artefact) -> None:
    last = [one for one in FORK.messages if FORK.is_from_server(one)][-1]
    kept = [one for one in FORK.messages if one is not last]
    found = outcome(replace(FORK, artefacts=(artefact.name,)), kept)
    assert (Kind.MESSAGE_MISSING, last.number) in [(one.kind, one.message) for one in found.differences]
