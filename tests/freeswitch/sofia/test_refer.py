"""REFER in a call: who is sent where, what the one who transfers is told, and who is hung up."""

import pytest

from tests.freeswitch.office import FILES, Extension, Office, rule
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.sip.message import Request
from voiplab.text.place import Files


def talking(files: Files = FILES, dialled: str = "1001") -> Office:
    """1000 has called 1001; 1002 and 1003 are registered and answer after a while."""
    office = Office(files=files).register("1001", "1002", "1003")
    for name in ("1001", "1002", "1003"):
        office[name].answers_with((0.1, 180), (0.5, 200))
    office["1000"].dial(dialled)
    office.kernel.run_until(office.kernel.now + 1_000_000)
    return office


def refer(phone: Extension, to: str, by: str = "<sip:1000@127.0.0.20>") -> None:
    phone.send_in_call("REFER", fields={"Refer-To": to, **({"Referred-By": by} if by else {})})


def run_for(office: Office, seconds: float) -> None:
    office.kernel.run_until(office.kernel.now + round(seconds * 1_000_000))


def report(office: Office, name: str) -> str:
    notify = office.last(name, "NOTIFY")
    assert notify.get("Subscription-State") == "terminated;reason=noresource"
    return notify.body.decode()


def heard(office: Office) -> list[tuple[str, str]]:
    """What the switch has said, and to whom."""
    packets = [event.what.packet for event in office.recording if isinstance(event.what, Sent)]
    return [(packet.target.ip, packet.payload.content) for packet in packets if isinstance(packet.payload, Flow)]


def test_a_blind_transfer_by_the_caller_sends_the_called_one_to_the_target() -> None:
    office = talking()
    refer(office["1000"], "<sip:1002@127.0.0.20>")
    run_for(office, 2)
    assert office.told("1000", timed=False)[-3:] == ["202 REFER", "NOTIFY", "BYE"]
    assert report(office, "1000") == "SIP/2.0 200 OK\r\n"
    assert office.told("1002", timed=False) == ["INVITE", "ACK"]
    invite = office.last("1002", "INVITE")
    assert (invite.get("Referred-By"), invite.from_.uri.user) == ("<sip:1000@127.0.0.20>", "1001")
    assert invite.max_forwards == 67
    assert office.told("1001", timed=False) == ["INVITE", "ACK"]
    office["1001"].hang_up()
    office.run()
    assert office.told("1002", timed=False)[-1] == "BYE"
    assert office.switch.leftovers() == []


def test_a_blind_transfer_by_the_called_one_sends_the_caller_to_the_target() -> None:
    office = talking()
    refer(office["1001"], "<sip:1002@127.0.0.20>", by="")
    run_for(office, 2)
    assert office.told("1001", timed=False)[-3:] == ["202 REFER", "NOTIFY", "BYE"]
    assert office.last("1002", "INVITE").get("Referred-By") is None
    assert office.told("1000", timed=False)[-1] == "200 INVITE"
    office["1002"].hang_up()
    office.run()
    assert office.told("1000", timed=False)[-1] == "BYE"
    assert office.switch.leftovers() == []


def test_who_is_transferred_hears_the_target_and_the_other_way_round() -> None:
    office = talking()
    refer(office["1000"], "<sip:1002@127.0.0.20>")
    run_for(office, 2)
    moved, target = list(office.switch.channels.values())
    assert (moved.name, target.name) == ("sofia/internal/1001@127.0.0.22:5060", "sofia/internal/1002@127.0.0.23:5060")
    assert (moved.partner, target.partner) == (target, moved)
    moved.heard("voice:1001")
    assert ("127.0.0.23", "voice:1001") in heard(office)
    target.heard("voice:1002")
    assert ("127.0.0.22", "voice:1002") in heard(office)


def test_the_notify_says_ok_even_when_nobody_is_there() -> None:
    office = talking(rule("hangup UNALLOCATED_NUMBER", number="404"))
    refer(office["1000"], "<sip:404@127.0.0.20>")
    office.run()
    assert report(office, "1000") == "SIP/2.0 200 OK\r\n"
    assert office.last("1001", "BYE").get("Reason") == 'Q.850;cause=1;text="UNALLOCATED_NUMBER"'


def test_what_follows_the_bridge_is_still_done_for_the_caller_who_has_transferred() -> None:
    office = talking(rule("bridge user/1001@127.0.0.20", "playback silence_stream://2000"), "7")
    refer(office["1000"], "<sip:1002@127.0.0.20>")
    office.later(3, office["1001"].hang_up)
    office.run()
    times = {line.split(" ", 1)[1]: float(line.split()[0]) for line in office.told("1000")}
    assert times["BYE"] - times["NOTIFY"] == pytest.approx(2.021, abs=0.001)


def test_a_caller_who_is_sent_elsewhere_leaves_its_dialplan() -> None:
    office = talking(rule("bridge user/1001@127.0.0.20", "log INFO never"), "7")
    refer(office["1001"], "<sip:1002@127.0.0.20>")
    office.later(3, office["1000"].hang_up)
    office.run()
    assert "[INFO] never" not in office.log


def test_a_call_that_is_no_bridge_cannot_be_transferred() -> None:
    office = talking(rule("answer", "echo"), "7")
    refer(office["1000"], "<sip:1002@127.0.0.20>")
    run_for(office, 1)
    assert office.told("1000", timed=False)[-2:] == ["202 REFER", "NOTIFY"]
    assert report(office, "1000") == "SIP/2.0 403 Forbidden\r\n"
    assert "[ERR] Cannot Blind Transfer 1 Legged calls" in office.log


def test_a_refer_without_a_target_is_a_bad_request() -> None:
    office = talking()
    office["1000"].send_in_call("REFER")
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "400 REFER"


def attended(office: Office, second: str) -> None:
    """1000 dials once more, and joins the other sides of its two calls."""
    phone = office["1000"]
    first = phone.outgoing.dialog
    assert first is not None
    phone.dial(second)
    run_for(office, 1)
    replaces = f"{first.call_id}%3Bto-tag%3D{first.id.remote_tag}%3Bfrom-tag%3D{first.id.local_tag}"
    refer(phone, f"<sip:1001@127.0.0.20?Replaces={replaces}>")


def test_an_attended_transfer_connects_the_other_sides_without_a_message_to_them() -> None:
    office = talking()
    attended(office, "1002")
    run_for(office, 1)
    assert report(office, "1000") == "SIP/2.0 200 OK\r\n"
    assert [office.told(name, timed=False) for name in ("1001", "1002")] == [["INVITE", "ACK"], ["INVITE", "ACK"]]
    one, other = [channel for channel in office.switch.channels.values() if channel.partner]
    assert {one.profile.chan_name[15:19], other.profile.chan_name[15:19]} == {"1001", "1002"}
    office.later(3, office["1002"].hang_up)
    office.run()
    assert office.told("1001", timed=False)[-1] == "BYE"
    assert office.switch.leftovers() == []


def test_both_calls_of_the_one_who_has_transferred_end_and_the_replaced_one_says_why() -> None:
    office = talking()
    attended(office, "1002")
    office.later(3, office["1002"].hang_up)
    office.run()
    reasons = [message.get("Reason") for _, message, to in office.sent if _is_bye(message) and to.ip == "127.0.0.21"]
    assert reasons == ['Q.850;cause=16;text="NORMAL_CLEARING"', 'SIP;cause=801;text="ATTENDED_TRANSFER"']


def test_the_replaced_call_may_be_hung_up_before_its_time() -> None:
    office = talking()
    first = office["1000"].outgoing
    attended(office, "1002")
    run_for(office, 0.1)
    first.hang_up(first.draft("BYE"))
    office.later(3, office["1002"].hang_up)
    office.run()
    assert office.told("1000", timed=False).count("BYE") == 1
    assert office.switch.leftovers() == []


def test_the_other_side_takes_the_place_of_a_call_to_an_application() -> None:
    office = talking(rule("answer", "playback silence_stream://60000", number="8"))
    attended(office, "8")
    run_for(office, 1)
    assert report(office, "1000") == "SIP/2.0 200 OK\r\n"
    assert "[NOTICE] Transfer sofia/internal/1001@127.0.0.22:5060 to XML[8@default]" in office.log
    assert office.told("1000", timed=False).count("BYE") == 2
    assert [channel.name for channel in office.switch.channels.values()] == ["sofia/internal/1001@127.0.0.22:5060"]


def test_two_calls_to_applications_cannot_be_joined() -> None:
    office = talking(rule("answer", "echo"), "7")
    attended(office, "7")
    run_for(office, 1)
    assert report(office, "1000") == "SIP/2.0 403 Forbidden\r\n"
    assert "[WARNING] Cannot transfer channels that are not in a bridge." in office.log


def test_replacing_a_call_that_the_server_does_not_have_is_refused_by_name() -> None:
    office = talking()
    refer(office["1000"], "<sip:1002@127.0.0.20?Replaces=elsewhere%3Bto-tag%3D1%3Bfrom-tag%3D2>")
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "501 REFER"
    assert "[ERR] not simulated: a transfer that replaces elsewhere, which is no call of two here" in office.log


def test_a_call_that_ends_while_it_is_transferred_ends_once() -> None:
    office = talking()
    refer(office["1000"], "<sip:1002@127.0.0.20>")
    office.later(0.012, office["1000"].hang_up)
    office.later(2, office["1001"].hang_up)
    office.run()
    assert "BYE" not in office.told("1000", timed=False)
    assert office.switch.leftovers() == []


def _is_bye(message: object) -> bool:
    return isinstance(message, Request) and message.method == "BYE"
