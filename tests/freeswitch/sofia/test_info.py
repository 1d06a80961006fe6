"""Keys in INFO, and keys that go from one leg of a bridge to the other."""

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office, rule
from voiplab.freeswitch.keys import Key
from voiplab.freeswitch.sofia.info import pressed, told
from voiplab.net.address import Address
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request, parse
from voiplab.text.place import Files

RELAY = "application/dtmf-relay"
PLAIN = "application/dtmf"


def info(kind: str, body: str) -> Request:
    request = parse(
        f"INFO sip:a@b SIP/2.0\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    assert isinstance(request, Request)
    return request


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        (RELAY, "Signal=1\r\nDuration=160\r\n", Key("1", 1280)),
        (RELAY, "Signal=#\r\nDuration=250\r\n", Key("#", 2000)),
        (RELAY, "signal= 5\nduration=0\n", Key("5", 1280)),
        (RELAY, "Signal=10\r\n", Key("*", 1280)),
        (RELAY, "Signal=D", Key("D", 1280)),
        (RELAY, "Signal=99", None),
        (RELAY, "Duration=160", None),
        (PLAIN, "11", Key("#", 1280)),
        (PLAIN, "7\r\n", Key("7", 1280)),
        ("application/media_control+xml", "Signal=1", None),
    ],
)
def test_a_key_is_read_as_the_server_reads_it(kind: str, body: str, key: Key | None) -> None:
    assert pressed(info(kind, body)) == key


def test_a_key_is_told_with_its_length() -> None:
    draft = told(Draft("INFO sip:a@b SIP/2.0"), Key("*", 1280))
    assert (draft.value("Content-Type"), draft.body) == (RELAY, b"Signal=*\r\nDuration=160\r\n")


def by_info(files: Files = FILES) -> Files:
    return changed(
        files, "sip_profiles/internal.xml", "</settings>", '<param name="dtmf-type" value="info"/></settings>'
    )


def talking(files: Files) -> Office:
    office = Office(files=files).register("1001")
    office["1001"].answers_with((0.1, 200))
    office["1000"].dial("1001")
    office.kernel.run_until(office.kernel.now + 1_000_000)
    return office


def digits_to(office: Office, ip: str) -> list[str]:
    packets = [event.what.packet for event in office.recording if isinstance(event.what, Sent)]
    flows = [one.payload for one in packets if one.target.ip == ip and isinstance(one.payload, Flow)]
    return [flow.digit for flow in flows if flow.digit]


def test_a_key_of_one_leg_of_a_bridge_is_pressed_on_the_other() -> None:
    office = talking(FILES)
    caller, called = office.switch.channels.values()
    caller.press(Key("5"))
    called.press(Key("6"))
    assert (digits_to(office, "127.0.0.22"), digits_to(office, "127.0.0.21")) == (["5"], ["6"])


def test_a_profile_with_dtmf_type_info_tells_keys_in_info_and_offers_no_events() -> None:
    office = talking(by_info())
    assert b"telephone-event" not in office.last("1001", "INVITE").body
    caller, _ = office.switch.channels.values()
    caller.press(Key("5"))
    office.kernel.run_until(office.kernel.now + 100_000)
    assert office.last("1001", "INFO").body == b"Signal=5\r\nDuration=160\r\n"
    assert digits_to(office, "127.0.0.22") == []


READS = rule("answer", "read 1 1 silence d 5000 #", "log INFO [${d}]")


@pytest.mark.parametrize(("files", "is_taken"), [(READS, False), (by_info(READS), True)])
def test_a_key_in_info_is_taken_only_where_the_profile_says_so(files: Files, is_taken: bool) -> None:
    office = Office(files=files)
    office["1000"].dial("7")
    fields = {"Content-Type": RELAY}
    office.later(1, lambda: office["1000"].send_in_call("INFO", b"Signal=4\r\nDuration=160\r\n", fields))
    office.run()
    assert "200 INFO" in office.told("1000", timed=False)
    assert ("[INFO] [4]" in office.log) is is_taken
    ignored = "[WARNING] IGNORE INFO DTMF(4) (This channel was not configured to use INFO DTMF!)"
    assert (ignored in office.log) is not is_taken


def test_a_key_in_the_media_counts_when_it_is_over() -> None:
    office = Office(files=READS)
    office["1000"].dial("7")
    office.kernel.run_until(office.kernel.now + 1_000_000)
    answer = office.last("1000", "200 INVITE").body
    port = int(answer.partition(b"m=audio ")[2].split()[0])
    phone = office["1000"].host
    media = phone.media(Address(phone.ips[0], 4000), lambda _flow, _source: None)
    media.send(Flow("telephone-event", 101, 1, "digit:9"), Address("127.0.0.20", port))
    before = office.kernel.now
    office.run()
    assert "[INFO] [9]" in office.log
    [at] = [event.at for event in office.recording if "[9]" in str(event.what) and event.node == "switch"][-1:]
    assert at - before >= 180_000
