"""bypass_media and proxy_media: what each telephone is told of the other, and which re-INVITEs go through."""

from functools import partial

import pytest

from tests.freeswitch.office import FILES, Office, rule, session
from voiplab.net.address import Address
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.text.place import Files, NotSimulated

SERVER = "127.0.0.20"
BYPASS = rule("set bypass_media=true", "bridge user/1001@127.0.0.20")
PROXY = rule("set proxy_media=true", "bridge user/1001@127.0.0.20")


def talking(files: Files) -> Office:
    """1000 has called 1001 by dialling 7, which has answered after 1 s."""
    office = Office(files=files).register("1001", "1002")
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("7")
    run_for(office, 1.5)
    return office


def run_for(office: Office, seconds: float) -> None:
    office.kernel.run_until(office.kernel.now + round(seconds * 1_000_000))


def body(office: Office, name: str, kind: str) -> list[str]:
    return office.last(name, kind).body.decode().splitlines()


def described(office: Office, name: str, kind: str) -> list[str]:
    """Where media is wanted: c= and m=."""
    return [line for line in body(office, name, kind) if line.startswith(("c=", "m="))]


def flows_of(office: Office, node: str) -> list[str]:
    packets = [event.what.packet for event in office.recording if event.node == node and isinstance(event.what, Sent)]
    return [f"{one.target.ip} {one.payload.content}" for one in packets if isinstance(one.payload, Flow)]


def test_with_bypass_media_the_telephones_are_told_of_each_other_and_the_server_opens_no_port() -> None:
    office = talking(BYPASS)
    assert described(office, "1001", "INVITE") == ["c=IN IP4 127.0.0.21", "m=audio 4000 RTP/AVP 0 8 101"]
    assert described(office, "1000", "200 INVITE") == ["c=IN IP4 127.0.0.22", "m=audio 4000 RTP/AVP 0 8 101"]
    assert not any(office.host.hears(Address(SERVER, port)) for port in range(16384, 16600))


def test_with_bypass_media_only_the_origin_is_the_servers() -> None:
    office = talking(BYPASS)
    user, number, version, *where = body(office, "1001", "INVITE")[1].split()
    assert (user, number, where) == ("o=1", "1", ["IN", "IP4", SERVER]) or (user, number) == ("o=-", "1")
    assert int(version) > 1_000_000
    assert body(office, "1001", "INVITE")[2] == "s=-"


def test_with_proxy_media_the_server_stands_between_but_keeps_the_codecs() -> None:
    office = talking(PROXY)
    for name, kind in (("1001", "INVITE"), ("1000", "200 INVITE")):
        address, media = described(office, name, kind)
        assert address == f"c=IN IP4 {SERVER}"
        assert media.split()[2:] == ["RTP/AVP", "0", "8", "101"]
        assert media.split()[1] != "4000"
        assert body(office, name, kind)[2] == "s=FreeSWITCH"


def test_with_proxy_media_what_one_says_the_other_hears() -> None:
    office = talking(PROXY)
    caller, called = office.switch.channels.values()
    caller.heard("voice:1000")
    called.heard("voice:1001")
    assert flows_of(office, "switch") == ["127.0.0.22 voice:1000", "127.0.0.21 voice:1001"]


def test_the_stack_writes_a_description_anew() -> None:
    """Direction after the codecs, sendrecv not at all, what is unknown last."""
    lines = ("v=0", "o=me 7 7 IN IP4 127.0.0.21", "s=call", "c=IN IP4 127.0.0.21", "t=0 0", "a=sendonly", "a=tool:x")
    media = ("m=audio 4000 RTP/AVP 8 0", "a=ptime:30", "a=rtpmap:0 PCMU/8000", "a=sendrecv", "a=rtpmap:8 PCMA/8000")
    second = ("m=audio 4002 RTP/AVP 0", "a=rtpmap:0 PCMU/8000")
    office = Office(files=BYPASS).register("1001")
    office["1000"].dial("7", body="\r\n".join([*lines, *media, *second, ""]).encode())
    office.run()
    assert body(office, "1001", "INVITE")[2:] == [
        "s=call", "c=IN IP4 127.0.0.21", "t=0 0", "a=tool:x",
        "m=audio 4000 RTP/AVP 8 0", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000", "a=ptime:30",
        "m=audio 4002 RTP/AVP 0", "a=rtpmap:0 PCMU/8000", "a=sendonly",
    ]  # fmt: skip


@pytest.mark.parametrize("files", [BYPASS, PROXY])
def test_a_reinvite_of_the_called_one_goes_to_the_caller(files: Files) -> None:
    office = talking(files)
    office["1001"].reinvite(session("127.0.0.22", "0"))
    run_for(office, 1)
    invite = office.last("1000", "INVITE")
    assert [line.split()[3:] for line in body(office, "1000", "INVITE") if line.startswith("m=")] == [["0"]]
    assert [invite.get(name) for name in ("Remote-Party-ID", "X-FS-Support", "Allow-Events")] == [None, None, None]
    assert office.told("1000", timed=False)[-1] == "ACK"
    assert office.told("1001", timed=False)[-2:] == ["100 INVITE", "200 INVITE"]


def test_what_the_other_one_refuses_is_refused_and_everything_stays() -> None:
    office = talking(BYPASS)
    before = described(office, "1001", "INVITE")
    office["1001"].refuses = 488
    office["1000"].reinvite(session("127.0.0.21", "0"))
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "488 INVITE"
    office["1001"].refuses = 0
    office["1000"].reinvite(session("127.0.0.21"))
    run_for(office, 1)
    assert described(office, "1001", "INVITE") == before
    assert office.told("1000", timed=False)[-1] == "200 INVITE"


def test_when_both_invite_at_once_one_has_to_wait() -> None:
    office = talking(BYPASS)
    office["1000"].reinvite(session("127.0.0.21", "0"))
    office.later(0.001, partial(office["1001"].reinvite, session("127.0.0.22", "0")))
    run_for(office, 2)
    assert office.told("1000", timed=False)[-4:] == ["100 INVITE", "491 INVITE", "INVITE", "ACK"]
    assert office.told("1001", timed=False)[-2:] == ["100 INVITE", "200 INVITE"]


def test_a_reinvite_without_offer_is_answered_with_what_was_said() -> None:
    office = talking(BYPASS)
    said = body(office, "1000", "200 INVITE")
    office["1000"].reinvite(b"")
    run_for(office, 1)
    assert body(office, "1000", "200 INVITE") == said
    assert "INVITE" not in office.told("1001", timed=False)[2:]


def test_of_several_it_is_the_one_who_answers_whose_media_the_caller_gets() -> None:
    office = Office(files=rule("set bypass_media=true", "bridge user/1001,user/1002")).register("1001", "1002")
    office["1001"].answers_with((0.01, 180))
    office["1002"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("7")
    run_for(office, 2)
    assert described(office, "1000", "200 INVITE")[0] == "c=IN IP4 127.0.0.23"


def test_a_caller_who_reached_nobody_talks_to_the_server() -> None:
    rules = ("set bypass_media=true", "set continue_on_fail=true", "bridge user/1001", "answer", "echo")
    office = Office(files=rule(*rules)).register("1001")
    office["1001"].answers_with((0.1, 486))
    office["1000"].dial("7")
    run_for(office, 2)
    assert described(office, "1000", "200 INVITE")[0] == f"c=IN IP4 {SERVER}"


@pytest.mark.parametrize(
    ("actions", "says"),
    [
        (("answer", "set bypass_media=true", "bridge user/1001"), "bypass_media for a call that has media of its own"),
        (("set proxy_media=true", "bridge user/1001", "echo"), "echo after a bridge with bypass_media or proxy_media"),
    ],
)
def test_media_that_would_have_to_change_hands_in_a_call_are_refused_by_name(
    actions: tuple[str, ...], says: str
) -> None:
    office = Office(files=rule(*actions)).register("1001")
    office["1001"].answers_with((0.1, 200))
    office["1000"].dial("7")
    office.later(2, office["1001"].hang_up)
    with pytest.raises(NotSimulated, match=says):
        office.run()


def test_a_transfer_of_such_a_call_is_refused() -> None:
    office = talking(BYPASS)
    office["1000"].send_in_call("REFER", fields={"Refer-To": "<sip:1002@127.0.0.20>"})
    run_for(office, 1)
    assert office.told("1000", timed=False)[-1] == "501 REFER"
    assert any("not simulated: the transfer of a call whose media are passed" in line for line in office.log)


def test_false_asks_for_nothing() -> None:
    office = talking(rule("set bypass_media=false", "bridge user/1001@127.0.0.20", files=FILES))
    assert described(office, "1001", "INVITE")[0] == f"c=IN IP4 {SERVER}"
