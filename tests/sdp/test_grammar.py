"""The usual form of a line, and what is remembered of it, is what the grammar makes of it: the same values, the same errors."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.mutation import mutant
from tests.fuzz.sdp_targets import TARGETS
from tests.golden.trace_file import FREESWITCH, load
from tests.sdp.grammar import strictly
from tests.sdp.test_session import PHONE
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.sip.message import parse

USUAL = (
    "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0 101\na=rtpmap:101 a/8000\n"
)


def recorded() -> list[bytes]:
    """Of the calls with a real FreeSWITCH."""
    found: dict[bytes, None] = {}
    for path in sorted(FREESWITCH.rglob("*.trace")):
        for message in load(path).messages:
            body = parse(message.raw).body
            if body.startswith(b"v=0"):
                found[body] = None
    return list(found)


def negotiated() -> list[bytes]:
    """Of RFC 3264, RFC 4317 and the tests of pjproject."""
    path = Path(__file__).parent.parent / "vectors" / "sdp_offer_answer.json"
    steps = [step for case in json.loads(path.read_text(encoding="utf-8"))["cases"] for step in case["steps"]]
    return [text.encode() for step in steps for text in step.values() if str(text).startswith("v=0")]


def outcome(read: Callable[[bytes], Session], body: bytes) -> Session | tuple[str, int, str]:
    try:
        return read(body)
    except Malformed as fault:
        return (fault.text, fault.column, fault.expected)


SEEDS = (*TARGETS[0].seeds, PHONE.encode(), USUAL.encode())


def test_every_recorded_body_is_read_as_the_grammar_reads_it() -> None:
    bodies = recorded()
    assert len(bodies) > 100
    assert [body for body in bodies if Session.parse(body) != strictly(body)] == []


@pytest.mark.parametrize("body", [*negotiated(), *SEEDS])
def test_every_body_of_the_corpus_is_read_as_the_grammar_reads_it(body: bytes) -> None:
    assert outcome(Session.parse, body) == outcome(strictly, body)


def test_every_mutant_is_read_as_the_grammar_reads_it() -> None:
    random = Random(1)
    for _ in range(4_000):
        body = mutant(random, SEEDS)
        assert outcome(Session.parse, body) == outcome(strictly, body), body


LINES = [
    *("o=- 1 1  IN IP4 h", "o=- 1 1 IN IP4 h ", "o= 1 1 IN IP4 h", "o=- 01 1 IN IP4 h", "o=- 1 1 IN IP4 h\to"),
    *("o=- 99999999999999999999 1 IN IP4 h", "o=- 999999999999999999999 1 IN IP4 h", "o=- 1 1 IN IP5 h", "o=- 1 1 in IP4 h"),
    *("t=0 0", "t=0  0", "t=0 0 ", "t=00 0", "t=0", "t=1 0 0", "t= 0 0"),
    *("c=IN IP4 h", "c=IN IP4 h ", "c=IN  IP6 ::", "c=IN IP4", "c=IN IP4 h" + " " * 200, "c=IN IP4 h" + "h" * 200),
    *("m=audio 4000 RTP/AVP 0", "m=audio 4000 RTP/AVP 00", "m=audio 4000 RTP/AVP 0 ", "m=audio 4000 RTP/AVP 0  8"),
    *("m=audio 65535 RTP/AVP 127", "m=audio 65536 RTP/AVP 0", "m=audio 04000 RTP/AVP 0", "m=audio 4000 RTP/AVP 128"),
    *("m=audio 4000 /RTP/AVP 0", "m=audio 4000/2 RTP/AVP 0", "m=audio 4000 UDP/TLS/RTP/SAVPF 0", "m=audio 4000 rtp/avp 0"),
    *("m=audio 4000 RTP/ 0", "m=audio 4000 xRTP/AVP x", "m=image 4000 udptl t38", "m= audio 4 RTP/AVP 0", "m=audio 4 RTP/AVP"),
    *("a=rtpmap:101 b/8000", "a=rtpmap:0 x/8000", "a=rtpmap:0", "a=fmtp:101 0-16", "a=fmtp:101", "a=fmtp:101 " + "x" * 2000),
    *("a=inactive", "a=inactive ", "\r", "", "x", "s=a\rb", "s=\N{LINE SEPARATOR}\x85\x0b\x0c\x1c", "s=\0"),
]  # fmt: skip
PLACES = range(len(USUAL.split("\n")))


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_unusual_line_anywhere_is_read_as_the_grammar_reads_it(line: str, end: str) -> None:
    lines = USUAL.split("\n")
    for place in PLACES:
        added = end.join([*lines[:place], line, *lines[place:]]).encode()
        assert outcome(Session.parse, added) == outcome(strictly, added)
        instead = end.join([*lines[:place], line, *lines[place + 1 :]]).encode()
        assert outcome(Session.parse, instead) == outcome(strictly, instead)
