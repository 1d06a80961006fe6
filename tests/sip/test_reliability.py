"""Reliable or plain: RFC 3262 section 3, and what FreeSWITCH, pjsip and the OBi do."""

from itertools import product

import pytest

from voiplab.sip.message import Request, parse
from voiplab.sip.reliability import WAYS, Caller, Habit, Way, way


def invite(fields: str) -> Request:
    message = parse(
        "INVITE sip:b@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@x.example>;tag=1\r\n"
        f"To: <sip:b@x.example>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n{fields}Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Request)
    return message


@pytest.mark.parametrize(
    ("fields", "caller"),
    [
        ("", Caller.SILENT),
        ("Supported: timer, path\r\n", Caller.SILENT),
        ("Supported: replaces, 100rel\r\n", Caller.SUPPORTS),
        ("k: 100REL\r\n", Caller.SUPPORTS),
        ("Require: 100rel\r\n", Caller.REQUIRES),
        ("Supported: 100rel\r\nRequire: timer\r\nRequire: 100rel\r\n", Caller.REQUIRES),
    ],
)
def test_what_an_invite_says_about_100rel(fields: str, caller: Caller) -> None:
    assert Caller.of(invite(fields)) is caller


def test_freeswitch_sends_a_183_reliably_and_a_180_plainly_to_a_caller_that_supports_it() -> None:
    # FreeSWITCH 1.10.12 with enable-100rel: recorded.
    assert way(Habit.WITH_SESSION, Caller.SUPPORTS, has_session=False) is Way.PLAIN
    assert way(Habit.WITH_SESSION, Caller.SUPPORTS, has_session=True) is Way.RELIABLE


def test_freeswitch_sends_even_a_180_reliably_to_a_caller_that_requires_it() -> None:
    assert way(Habit.WITH_SESSION, Caller.REQUIRES, has_session=False) is Way.RELIABLE


def test_a_callee_without_100rel_refuses_a_caller_that_requires_it_with_420() -> None:
    assert way(Habit.OFF, Caller.REQUIRES, has_session=False) is Way.UNSUPPORTED
    assert way(Habit.OFF, Caller.SUPPORTS, has_session=True) is Way.PLAIN


def test_a_callee_that_insists_refuses_a_caller_without_100rel_with_421() -> None:
    assert way(Habit.INSISTS, Caller.SILENT, has_session=False) is Way.EXTENSION_REQUIRED
    assert way(Habit.INSISTS, Caller.SUPPORTS, has_session=False) is Way.RELIABLE


def test_pjsip_waits_to_be_asked() -> None:
    assert way(Habit.ON_DEMAND, Caller.SUPPORTS, has_session=True) is Way.PLAIN
    assert way(Habit.ON_DEMAND, Caller.REQUIRES, has_session=False) is Way.RELIABLE


@pytest.mark.parametrize(("habit", "caller"), list(product(Habit, Caller)))
def test_nothing_is_sent_reliably_to_a_caller_that_does_not_know_it_nor_plainly_to_one_that_requires_it(
    habit: Habit, caller: Caller
) -> None:
    ways = WAYS[habit][caller]
    assert caller is not Caller.SILENT or Way.RELIABLE not in ways
    assert caller is not Caller.REQUIRES or Way.PLAIN not in ways
