"""What two runs of the same server never have in common: the one table of what is not compared as it stands, with reasons."""

import re
from dataclasses import dataclass
from enum import Enum
from re import Pattern
from typing import Final


class Rule(Enum):
    """What still holds for a token whose value is ignored."""

    SAME = "the same value wherever the recording has the same one"
    STEP = "starts anywhere, then goes up by the recorded steps"
    FORM = "has the recorded form"
    LENGTH = "counts the body correctly"


@dataclass(frozen=True, slots=True)
class Ignored:
    """`places` are header names in small letters, `o=` and the like for lines of a body, `*` for everywhere."""

    name: str
    places: tuple[str, ...]
    pattern: Pattern[str]  # each group is a token
    rule: Rule
    why: str


def _row(name: str, places: str, pattern: str, rule: Rule, why: str) -> Ignored:
    return Ignored(name, tuple(places.split()), re.compile(pattern), rule, why)


_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _base64(size: int) -> str:
    padding = -size % 3
    return f"[A-Za-z0-9+/]{{{(size + padding) // 3 * 4 - padding}}}={{{padding}}}"


SESSION: Final = "SDP session"
PORT: Final = "RTP port"

IGNORED: Final = (
    _row("tag", "from to", r";tag=([^\s;>]+)", Rule.SAME, "random (RFC 3261 section 19.3)"),
    _row("branch", "via", r";branch=([^\s;,]+)", Rule.SAME, "random after the cookie (section 8.1.1.7)"),
    _row("Call-ID", "call-id", r"^:\s*(\S+)$", Rule.SAME, "random; FreeSWITCH: time and hardware address of its machine"),
    _row("Call-ID", "replaces", r"^:\s*([^;\s]+)", Rule.SAME, "the dialog's (RFC 3891)"),
    _row("Call-ID", "refer-to", r"[?&]Replaces=([^&>%;]+)", Rule.SAME, "the dialog's"),
    _row("tag", "replaces refer-to", r"(?:;|%3B)(?:to|from)-tag(?:=|%3D)([^;%&>\s]+)", Rule.SAME, "the dialog's"),
    _row("tag", "record-route route", r";ftag=([^\s;>]+)", Rule.SAME, "the caller's"),
    _row("did", "record-route route", r";did=([^\s;>]+)", Rule.SAME, "of a dialog: a hash of its Call-ID, and a random number"),
    _row("CSeq", "cseq", r"^:\s*(\d+)", Rule.STEP, "a server's first one follows its clock; numbered per dialog and side"),
    _row("CSeq", "rack", r"^:\s*\d+\s+(\d+)", Rule.STEP, "the CSeq of the INVITE once more"),
    _row("RSeq", "rseq rack", r"^:\s*(\d+)", Rule.STEP, "random start (RFC 3262 section 3)"),
    _row("nonce", "www-authenticate proxy-authenticate", r'\bnonce="([^"]+)"', Rule.SAME, "random"),
    _row("nonce", "authorization proxy-authorization", r'\bnonce="([^"]+)"', Rule.SAME, "the challenge's"),
    _row("cnonce", "authorization proxy-authorization", r'\bcnonce="([^"]+)"', Rule.SAME, "random, or the nonce's hash"),
    _row("response", "authorization proxy-authorization", r'\bresponse="([^"]+)"', Rule.FORM, "follows from the nonce"),
    _row("entity tag", "sip-etag sip-if-match", r"^:\s*(\S+)$", Rule.SAME, "random (RFC 3903)"),
    _row("Date", "date", r"^:\s*(.+)$", Rule.FORM, "the wall clock"),
    _row("Content-Length", "content-length", r"^:\s*(\d+)", Rule.LENGTH, "ids and ports in the body differ in length"),
    _row(SESSION, "o=", r"^o=\S+ (\d+) (\d+) ", Rule.STEP, "from the clock; the steps of the version are kept"),
    _row(PORT, "m=", r"^m=\w+ ([1-9]\d*)", Rule.SAME, "random; even stays even"),
    _row(PORT, "a=", r"^a=rtcp:(\d+)", Rule.SAME, "the port above"),
    _row("SRTP key", "a=", r"^a=crypto:\d+ \S+ inline:(\S+)", Rule.FORM, "random (RFC 4568 section 6.1)"),
    _row("UUID", "*", rf"({_UUID})", Rule.SAME, "random: channels, dialog-info"),
)  # fmt: skip

FORMS: Final = (
    ("UUID version 1", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")),
    ("UUID version 4", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")),
    ("32 hexadecimal digits", re.compile(r"[0-9a-f]{32}")),
    ("hash of OpenSIPS's core", re.compile(r"\d{6,10}")),
    ("even", re.compile(r"\d*[02468]")),
    ("odd", re.compile(r"\d*[13579]")),
    *((f"{size} bytes in base64", re.compile(_base64(size))) for size in (28, 30, 38, 44, 46)),
    ("date", re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")),
    *(
        (f"branch {number} of OpenSIPS", re.compile(rf"z9hG4bK[0-9a-f]{{1,4}}\.[0-9a-f]{{1,8}}\.{number}"))
        for number in range(6)
    ),
    ("tag of OpenSIPS's sl", re.compile(r"60ca\.[0-9a-f]{32}")),
    ("tag of OpenSIPS's tm", re.compile(r"4837-[0-9a-f]{32}")),
    ("dialog of OpenSIPS", re.compile(r"[0-9a-f]{1,3}\.[0-9a-f]{1,8}")),
    ("cookie and 13 letters and digits", re.compile(r"z9hG4bK[0-9A-Za-z]{12,13}")),
    ("13 letters and digits", re.compile(r"[0-9A-Za-z]{12,13}")),  # of sofia; 12 occur
    ("text", re.compile(r".*", re.DOTALL)),
)
