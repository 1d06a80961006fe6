"""The dialogs that messages make: both ends agree on what is in them."""

import pytest

from tests.explain.standing import Lesson
from voiplab.explain.dialogs import dialogs
from voiplab.explain.messages import Delivered, SipMessage
from voiplab.sip.dialog import Dialog, Role, State


def seen(lesson: Lesson, node: str, message: SipMessage, later: int = 0) -> list[Dialog]:
    return list(dialogs(lesson.calls.of(message.leg.call_id), node, message.at + later))


@pytest.fixture(scope="module")
def proxied() -> Lesson:
    return Lesson("first-proxy")


def test_both_ends_of_a_call_see_each_other_s_tags(proxied: Lesson) -> None:
    ack = proxied.the("ACK", "alice")
    [caller], [callee] = seen(proxied, "alice", ack), seen(proxied, "bob", ack)
    assert (caller.role, callee.role) == (Role.UAC, Role.UAS)
    assert (caller.local_tag, caller.remote_tag) == (callee.remote_tag, callee.local_tag)
    assert caller.state is callee.state is State.CONFIRMED


def test_the_proxy_stands_in_the_route_set_of_both(proxied: Lesson) -> None:
    ack = proxied.the("ACK", "alice")
    for node in ("alice", "bob"):
        [dialog] = seen(proxied, node, ack)
        assert [route.uri.host for route in dialog.route_set] == ["192.168.20.10"]


def test_before_the_180_arrives_the_caller_has_no_dialog(proxied: Lesson) -> None:
    ringing = proxied.the("180", "opensips")
    assert seen(proxied, "alice", ringing) == []
    [early] = seen(proxied, "alice", ringing, later=100_000)
    assert early.state is State.EARLY


def test_a_bye_ends_the_dialog_of_whoever_has_it(proxied: Lesson) -> None:
    bye = proxied.the("BYE", "alice")
    assert seen(proxied, "alice", bye) == []
    assert len(seen(proxied, "bob", bye)) == 1
    assert seen(proxied, "bob", bye, later=100_000) == []


def test_each_request_in_a_dialog_has_the_next_number() -> None:
    lesson = Lesson("prack-enable")
    prack = lesson.the("PRACK", "freeswitch")
    assert prack.request is not None
    [dialog] = seen(lesson, "freeswitch", prack)
    assert dialog.local_number == prack.request.cseq.number
    assert dialog.remote_number is None


def test_a_refusal_ends_the_early_dialogs_of_its_invite() -> None:
    lesson = Lesson("intercom-opensips")
    refusal = lesson.the("487", "opensips")
    assert isinstance(refusal.fate, Delivered)
    assert seen(lesson, "alice", refusal) != []
    assert seen(lesson, "alice", refusal, later=refusal.fate.at - refusal.at) == []


def test_a_transaction_is_found_by_the_name_of_its_machine(proxied: Lesson) -> None:
    invite = proxied.the("INVITE")
    assert invite.request is not None
    first = proxied.calls.first_of(f"INVITE {invite.request.branch}")
    assert first is not None
    assert first.n == invite.n
    assert proxied.calls.first_of("INVITE z9hG4bKnobody") is None
