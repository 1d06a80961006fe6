"""RTP of a live lab: telephones that nobody simulates talk with simulated ones, with the server, and through it."""

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.rtp_program import RtpProgram
from tests.live.softphone import MEDIA_PORT, Softphone
from tests.live.stage import Stage
from voiplab.live.ear import QUIET
from voiplab.live.limits import MOST_VOICES
from voiplab.recording.events import Heard
from voiplab.rtp.g711 import MU_LAW
from voiplab.rtp.packet import RtpPacket
from voiplab.rtp.sound import samples
from voiplab.sip.message import Request

SERVER = 20
CAROL = 13


def registered(stage: Stage, own: Block, user: str) -> Softphone:
    phone = Softphone.by_udp(stage, user, own.at(int(user) - 970), own.at(SERVER))
    phone.register()
    return phone


def media(stage: Stage, phone: Softphone) -> RtpProgram:
    return RtpProgram(stage, phone.at._replace(port=MEDIA_PORT), ssrc=int(phone.user))


def speech(text: str) -> list[bytes]:
    """A packet for each letter."""
    return [letter.encode() * 160 for letter in text]


def letters(packets: list[RtpPacket]) -> str:
    return "".join(chr(packet.payload[0]) for packet in packets)


def counted(stage: Stage) -> list[str]:
    """How many packets each report speaks of."""
    return [line.split(": ")[1].split(" ")[0] for line in stage.log() if line.startswith("heard")]


def test_the_echo_gives_back_what_was_said(opened: Open, own: Block) -> None:
    stage = opened("office")
    caller = registered(stage, own, "1000")
    voice = media(stage, caller)
    caller.dial("9196")
    server = caller.media_of(caller.talk())
    for letter in "abcd":
        voice.say(server, *speech(letter))
        stage.go_on(20_000)
    stage.until(lambda: letters(voice.heard).endswith("bcd"))  # an echo begins when it has heard something
    assert {packet.payload_type for packet in voice.heard} == {0}
    assert len({packet.ssrc for packet in voice.heard}) == 1


def test_two_telephones_out_there_hear_each_other_through_the_server(opened: Open, own: Block) -> None:
    stage = opened("office")
    caller, callee = registered(stage, own, "1000"), registered(stage, own, "1001")
    one, other = media(stage, caller), media(stage, callee)
    caller.dial("1001")
    to_one_leg = caller.media_of(caller.talk())
    invite = next(message for message in callee.got if isinstance(message, Request) and message.method == "INVITE")
    to_other_leg = callee.media_of(invite)
    assert to_one_leg != to_other_leg
    for turn in range(3):
        one.say(to_one_leg, *speech("xyz"))
        other.say(to_other_leg, *speech("123"))
        stage.go_on(20_000 * (turn + 1))
    stage.until(lambda: letters(other.heard).endswith("xyz") and letters(one.heard).endswith("123"))
    assert set(letters(one.heard)) == set("123")
    assert set(letters(other.heard)) == set("xyz")


def called_carol(stage: Stage, own: Block) -> tuple[Softphone, RtpProgram]:
    """A call from out there straight to a simulated telephone, answered."""
    caller = Softphone.by_udp(stage, "1000", own.at(30), own.at(CAROL))
    voice = media(stage, caller)
    uri = f"sip:1002@{own[CAROL]}"
    caller.write(caller.request("INVITE", uri, 1, "call", f"<{uri}>", body=caller.sdp))
    caller.wait_for("180 INVITE")
    stage.ask("carol", "answer")
    return caller, voice


def test_a_simulated_telephone_speaks_and_says_in_the_end_how_it_heard(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones", "carol")
    told: list[tuple[str, str]] = []
    stage.live.edge.report = lambda node, text: told.append((node, text))
    caller, voice = called_carol(stage, own)
    ok = caller.talk()
    carol = caller.media_of(ok)
    voice.say(carol, *speech("ab"))
    voice.skip(1)
    voice.say(carol, *speech("cd"))
    voice.press(carol, "7")
    stage.until(lambda: len(voice.heard) >= 3)
    caller.hang_up(ok)
    reports = [line for line in stage.log() if line.startswith("heard")]
    assert told == [("carol", reports[0])]
    assert reports[0].startswith(f"heard {own.at(30, MEDIA_PORT)} at port {carol.port}: 12 packets, 1 lost, jitter ")
    assert reports[0].endswith(", keys 7")
    assert [packet.marker for packet in voice.heard][:2] == [True, False]
    assert {packet.payload_type for packet in voice.heard} == {0}


def test_a_real_telephone_and_a_simulated_one_hear_each_other_through_the_server(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones")
    stage.until(lambda: len(stage.sent()) == 8)  # Carol and Dave have registered
    caller = registered(stage, own, "1000")
    voice = media(stage, caller)
    caller.dial("1002")
    caller.wait_for("180 INVITE")
    stage.ask("carol", "answer")
    server = caller.media_of(caller.talk())
    stage.until(lambda: len(voice.heard) >= 3)
    voice.say(server, *speech("a"))
    stage.until(lambda: people_heard(stage, "carol")[-1] == f"voice:{own.at(30, MEDIA_PORT)}")
    assert b"".join(packet.payload for packet in voice.heard[:3]) == MU_LAW.encode(samples("voice:carol", 0, 480))


def people_heard(stage: Stage, person: str) -> list[str]:
    return [
        event.what.content
        for event in stage.live.recording
        if isinstance(event.what, Heard) and event.what.person == person
    ]


def test_a_person_hears_when_somebody_out_there_begins_and_falls_silent(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones", "carol")
    caller, voice = called_carol(stage, own)
    carol = caller.media_of(caller.talk())
    voice.say(carol, *speech("a"))
    source = f"voice:{own.at(30, MEDIA_PORT)}"
    stage.until(lambda: people_heard(stage, "carol")[-1] == source)
    stage.hurry(QUIET)
    stage.until(lambda: people_heard(stage, "carol")[-1] == "silence")


def test_what_is_no_rtp_is_passed_over(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones", "carol")
    caller, voice = called_carol(stage, own)
    ok = caller.talk()
    carol = caller.media_of(ok)
    rtcp = b"\x80\xc8\x00\x06" + bytes(24)
    for junk in (b"", b"\x80", b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12), rtcp, rtcp):
        voice.write(junk, carol)
    voice.say(carol, *speech("a"))
    source = f"voice:{own.at(30, MEDIA_PORT)}"
    stage.until(lambda: people_heard(stage, "carol")[-1] == source)
    caller.hang_up(ok)
    assert counted(stage) == ["1"]


def test_a_port_listens_to_a_bounded_number_of_sources(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones", "carol")
    caller, voice = called_carol(stage, own)
    ok = caller.talk()
    carol = caller.media_of(ok)
    crowd = [RtpProgram(stage, own.at(100, 7000 + number), ssrc=number) for number in range(MOST_VOICES + 10)]
    for one in crowd:
        one.say(carol, *speech("a"))
    voice.say(carol, *speech("a"))
    stage.go_on(50_000)
    caller.hang_up(ok)
    assert counted(stage) == ["1"] * MOST_VOICES


def test_one_packet_of_another_source_number_ends_no_stream_and_two_do(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones", "carol")
    caller, voice = called_carol(stage, own)
    ok = caller.talk()
    carol = caller.media_of(ok)
    voice.say(carol, *speech("abc"))
    for number in range(5000, 5050):  # nobody's stream: each with a source of its own
        voice.write(RtpPacket(0, 5, 160, number, bytes(160)).encode(), carol)
    for sequence in (8, 9, 10):
        voice.write(RtpPacket(0, sequence, 160 * sequence, 5, bytes(160)).encode(), carol)
    stage.go_on(50_000)
    caller.hang_up(ok)
    assert counted(stage) == ["3", "2"]


def test_a_key_pressed_out_there_reaches_the_other_leg(opened: Open, own: Block) -> None:
    stage = opened("office")
    caller, callee = registered(stage, own, "1000"), registered(stage, own, "1001")
    one, other = media(stage, caller), media(stage, callee)
    caller.dial("1001")
    one.press(caller.media_of(caller.talk()), "5")
    stage.until(lambda: len(other.heard) >= 8)
    assert {packet.payload_type for packet in other.heard} == {101}
