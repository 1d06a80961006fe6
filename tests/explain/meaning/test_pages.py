"""Raw, why and compared: pages whose lines lead on."""

import re
from pathlib import Path

import pytest

from tests.explain.calls import prack_call
from tests.golden.trace_file import FREESWITCH, OPENSIPS, committed, load
from voiplab.explain.meaning.causes import causes
from voiplab.explain.meaning.compared import compared
from voiplab.explain.meaning.explained import explained
from voiplab.explain.meaning.headers import UNKNOWN, kind_of
from voiplab.explain.meaning.raw import raw
from voiplab.explain.meaning.session import session_page
from voiplab.explain.messages import Messages
from voiplab.explain.page import ToLine, ToMessage, Tone
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, Sent
from voiplab.recording.recording import Recording
from voiplab.sip.names import key_of
from voiplab.text.place import Place

OFFERED = ToLine("freeswitch", Place("sip_profiles/internal.xml", 12))


def test_a_header_leads_to_the_line_that_wrote_it() -> None:
    messages = Messages(prack_call())
    supported = next(
        found for found in explained(messages, messages[5]) if found.lines[0].text.startswith("Supported:")
    )
    assert supported.lead == OFFERED
    assert supported.lines[-1].text == "written by freeswitch: sip_profiles/internal.xml:12  enable-100rel=true"


def test_a_raw_message_is_the_message_line_by_line() -> None:
    messages = Messages(prack_call())
    page = raw(messages, messages[5])
    assert "\r\n".join(found.lines[0].text for found in page) + "\r\n" == messages[5].raw.decode()
    assert [found.lead for found in page if found.lead is not None] == [OFFERED]


def test_the_links_of_why_lead_to_messages_and_lines() -> None:
    messages = Messages(prack_call())
    leads = [found.lead for found in causes(messages, messages[5])]
    assert leads[1:4] == [
        ToLine("freeswitch", Place("dialplan/default.xml", 14)),
        ToMessage(4),
        ToMessage(2),
    ]
    assert leads[-1] == OFFERED


def test_two_messages_are_compared_header_by_header() -> None:
    messages = Messages(prack_call())
    said = [row for found in compared(messages[0], messages[3]) for row in found.lines]
    assert [row.text for row in said if row.tone is Tone.CAME] == [
        "+ Via: SIP/2.0/UDP 10.0.0.11;branch=z9hG4bKa-legINVITE2",
        "+ CSeq: 2 INVITE",
        '+ Proxy-Authorization: Digest username="1000"',
    ]
    assert [row.text for row in said if row.tone is Tone.WENT] == [
        "- Via: SIP/2.0/UDP 10.0.0.11;branch=z9hG4bKa-legINVITE1",
        "- CSeq: 1 INVITE",
    ]


def test_a_message_does_not_differ_from_itself() -> None:
    message = Messages(prack_call())[0]
    assert compared(message, message)[-1].lines[0].text == "no difference"


RECORDED = [*committed(FREESWITCH), *committed(OPENSIPS)]


def test_every_header_that_real_servers_and_telephones_wrote_is_explained() -> None:
    names = {
        name for path in RECORDED for name in re.findall(r"^\|([A-Za-z-]+):", path.read_text("utf-8"), re.MULTILINE)
    }
    assert sorted(name for name in names if kind_of(key_of(name)) is UNKNOWN) == []


@pytest.mark.parametrize("path", RECORDED[::12], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_whatever_was_recorded_can_be_explained(path: Path) -> None:
    """Also what a telephone or a test sent broken on purpose."""
    recording = Recording()
    for captured in load(path).messages:
        packet = Packet(Transport.UDP, captured.source, captured.target, captured.raw)
        sent = recording.append(captured.at, captured.source.ip, None, None, Sent(packet))
        recording.append(captured.at, captured.target.ip, sent, None, Arrived(packet, sent))
    messages = Messages(recording)
    for message in messages:
        assert explained(messages, message)
        assert session_page(messages, message)
