"""One INVITE, several callees: RFC 3261 sections 12.1.2 and 13.2.2.4."""

from voiplab.sip.dialog import State
from voiplab.sip.dialog_set import DialogSet
from voiplab.sip.message import Request, Response, parse

REST = (
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.net>;tag=1\r\nTo: <sip:b@example.net>{to}\r\n"
    "Call-ID: 1\r\nCSeq: 1 INVITE\r\nContact: <sip:b@{host}>\r\nContent-Length: 0\r\n\r\n"
)


def dialog_set() -> DialogSet:
    invite = parse(f"INVITE sip:b@example.net SIP/2.0\r\n{REST.format(to='', host='192.0.2.1')}".encode())
    assert isinstance(invite, Request)
    return DialogSet(invite)


def response(status: int, tag: str, host: str = "192.0.2.2") -> Response:
    to = f";tag={tag}" if tag else ""
    message = parse(f"SIP/2.0 {status} Whatever\r\n{REST.format(to=to, host=host)}".encode())
    assert isinstance(message, Response)
    return message


def states(dialogs: DialogSet) -> dict[str, State]:
    return {tag: dialog.state for tag, dialog in dialogs.dialogs.items()}


def test_a_fork_makes_an_early_dialog_for_each_to_tag() -> None:
    dialogs = dialog_set()
    desk, mobile = dialogs.receive(response(180, "desk")), dialogs.receive(response(183, "mobile"))
    assert desk is not mobile
    assert states(dialogs) == {"desk": State.EARLY, "mobile": State.EARLY}


def test_100_and_a_180_without_tag_make_none() -> None:
    dialogs = dialog_set()
    assert dialogs.receive(response(100, "desk")) is None
    assert dialogs.receive(response(180, "")) is None
    assert states(dialogs) == {}


def test_a_second_18x_of_the_same_callee_belongs_to_the_dialog_of_the_first() -> None:
    dialogs = dialog_set()
    first = dialogs.receive(response(180, "desk"))
    second = dialogs.receive(response(183, "desk", host="203.0.113.8"))
    assert first is second
    assert first is not None
    assert str(first.next_hop) == "sip:b@203.0.113.8"


def test_each_callee_counts_for_itself() -> None:
    dialogs = dialog_set()
    drafts = [
        dialog.request("PRACK")
        for tag in ("desk", "mobile")
        if (dialog := dialogs.receive(response(183, tag))) is not None
    ]
    assert [draft.value("CSeq") for draft in drafts] == ["2 PRACK", "2 PRACK"]


def test_the_2xx_confirms_its_own_dialog_and_the_others_end_when_no_more_can_come() -> None:
    dialogs = dialog_set()
    dialogs.receive(response(180, "desk"))
    mobile = dialogs.receive(response(180, "mobile"))
    dialogs.receive(response(200, "desk"))
    assert states(dialogs) == {"desk": State.CONFIRMED, "mobile": State.EARLY}
    assert dialogs.settle() == [mobile]
    assert states(dialogs) == {"desk": State.CONFIRMED, "mobile": State.TERMINATED}


def test_two_callees_that_answer_make_two_confirmed_dialogs() -> None:
    dialogs = dialog_set()
    dialogs.receive(response(200, "desk"))
    dialogs.receive(response(200, "mobile"))
    assert states(dialogs) == {"desk": State.CONFIRMED, "mobile": State.CONFIRMED}
    assert dialogs.settle() == []
