from tests.explain.calls import lost_180_call, prack_call
from tests.explain.exchange import IPS, Exchange
from tests.explain.exchange import Leg as Dialog
from voiplab.explain.legs import Leg
from voiplab.explain.messages import Delivered, Messages, UnderWay, Unreadable, Vanished
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Lost, Sent
from voiplab.recording.window import Window
from voiplab.sim.moment import ms


def test_messages_are_numbered_from_one_in_the_order_of_sending() -> None:
    messages = Messages(prack_call())
    assert [message.n for message in messages] == list(range(1, 19))
    assert messages.number(8) is messages[7]
    assert (messages.number(0), messages.number(19)) == (None, None)


def test_a_message_knows_its_nodes_and_its_arrival() -> None:
    invite = Messages(prack_call())[0]
    assert (invite.source, invite.target, invite.summary) == ("alice", "freeswitch", "INVITE sip:1001@10.0.0.2")
    assert isinstance(invite.fate, Delivered)
    assert invite.fate.at == ms(1)


def test_the_legs_that_were_tied_are_one_call() -> None:
    legs = {message.leg for message in Messages(prack_call())}
    assert legs == {Leg("a-leg", call=1, number=1), Leg("b-leg", call=1, number=2)}


def test_a_repetition_knows_of_which_message_it_is_one_and_which_timer_made_it() -> None:
    ringing = [message for message in Messages(lost_180_call()) if message.summary == "180 Ringing"]
    assert [(message.first, message.copies_before, message.timer) for message in ringing] == [
        (4, 0, None),
        (4, 1, "reliable 180"),
        (4, 2, "reliable 180"),
        (9, 0, None),
    ]


def test_what_was_lost_says_why() -> None:
    ringing = Messages(lost_180_call())[3]
    assert ringing.fate == Vanished(ms(30), "lost by the script of this run (180 from bob)")
    assert ringing.target == "freeswitch"


def test_a_message_to_nobody_goes_to_its_address_unless_the_owner_is_told() -> None:
    go = Exchange()
    packet = Packet(Transport.UDP, Address(IPS["alice"], 5060), Address("10.0.0.99", 5060), b"OPTIONS")
    go.note(0, "alice", Sent(packet))
    assert Messages(go.recording)[0].target == "10.0.0.99:5060"
    assert Messages(go.recording, {"10.0.0.99": "ghost"})[0].target == "ghost"


def test_bytes_that_are_no_message_are_shown_as_such_and_keep_alives_not_at_all() -> None:
    go = Exchange()
    way = (Transport.UDP, Address(IPS["alice"], 5060), Address(IPS["bob"], 5060))
    go.note(0, "alice", Sent(Packet(*way, b"\r\n\r\n")))
    go.note(0, "alice", Sent(Packet(*way, b"hello")))
    (message,) = Messages(go.recording)
    assert isinstance(message.content, Unreadable)
    assert message.fate == UnderWay()
    assert message.summary == "(not SIP)"


def test_an_invite_its_responses_and_the_ack_to_a_failure_are_one_transaction() -> None:
    messages = Messages(prack_call())
    assert len({message.transaction for message in messages[:3]}) == 1
    assert messages[3].transaction != messages[0].transaction


def test_a_message_is_found_by_the_event_of_its_arrival() -> None:
    messages = Messages(prack_call())
    fate = messages[4].fate
    assert isinstance(fate, Delivered)
    assert messages.of(fate.events[0]) is messages[4]


def test_a_message_that_was_lost_at_a_closed_port_went_to_the_host_of_that_port() -> None:
    go = Exchange()
    packet = Packet(Transport.UDP, Address(IPS["alice"], 5060), Address("10.0.0.99", 5060), b"OPTIONS")
    sent = go.note(0, "alice", Sent(packet))
    go.note(ms(1), "ghost", Lost(packet, sent, "nothing listens there"), cause=sent)
    assert Messages(go.recording)[0].target == "ghost"


def test_of_a_window_there_are_the_messages_that_it_has_kept() -> None:
    window = Window(32)
    go = Exchange(window)
    for number in range(100):
        go.send(ms(number), "alice > bob", Dialog("leg", "1000", "1001").request("INFO", cseq=number))
    messages = Messages(window)
    assert [message.n for message in messages] == list(range(1, len(messages) + 1))
    assert 16 <= len(messages) <= 17
    assert messages[-1].at == ms(99)
