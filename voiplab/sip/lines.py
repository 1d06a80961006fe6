"""The lines of a message: start line, folded headers, the length of the body. RFC 3261 sections 7 and 25.1.

Lines end with CRLF and with nothing else: a bare CR or LF, which some stacks take for a line end and others do not, is refused.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from voiplab.sip.errors import Malformed
from voiplab.sip.names import NAME
from voiplab.sip.reader import DIGITS, Reader

URI: Final = re.compile(r'[^\x00-\x20\x7f<>"]+')
VERSION: Final = re.compile(r"SIP/[0-9]+\.[0-9]+", re.IGNORECASE)
CODE: Final = re.compile(r"[1-6][0-9]{2}(?![0-9])")
PHRASE: Final = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")
STRAY: Final = re.compile(r"[\r\n]")
ENOUGH_DIGITS: Final = 9
REMEMBERED_LENGTH: Final = 256


def read_request_line(line: str) -> tuple[str, str, str]:
    """Method, Request-URI, version. A version other than 2.0 passes: it is answered with 505, not 400."""
    return _known_request_line(line) if len(line) <= REMEMBERED_LENGTH else _read_request_line(line)


def _read_request_line(line: str) -> tuple[str, str, str]:
    #  Request-Line = Method SP Request-URI SP SIP-Version CRLF
    reader = Reader(line)
    method = reader.token("a method")
    reader.literal(" ", "one space")
    uri = reader.take(URI, "a Request-URI")
    reader.literal(" ", "one space before the version")
    version = reader.take(VERSION, "SIP/2.0")
    _end_at_once(reader)
    return method, uri, version


def find_target(line: str) -> tuple[str, str, int]:
    """The Request-URI, the request line around it, and where it begins there."""
    method, uri, _ = read_request_line(line)
    return uri, line, len(method) + 1


def read_status_line(line: str) -> tuple[int, str]:
    """Status code and reason phrase."""
    return _known_status_line(line) if len(line) <= REMEMBERED_LENGTH else _read_status_line(line)


def _read_status_line(line: str) -> tuple[int, str]:
    #  Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF
    reader = Reader(line)
    reader.literal("SIP/2.0", "SIP/2.0")
    reader.literal(" ", "one space")
    code = int(reader.take(CODE, "a status code from 100 to 699"))
    # Some leave out the space before an empty phrase.
    phrase = reader.take(PHRASE, "a reason phrase") if reader.skip(" ") else ""
    _end_at_once(reader)
    return code, phrase


def _end_at_once(reader: Reader) -> None:
    if reader.at < len(reader.text):
        reader.fail("the end of the line")


_known_request_line = lru_cache(maxsize=1024)(_read_request_line)
_known_status_line = lru_cache(maxsize=256)(_read_status_line)
"""Start lines repeat from call to call."""


def split_head(data: bytes) -> tuple[str, bytes]:
    """The header section without the empty line that ends it, and the body."""
    # RFC 3261 section 7.5: line ends before a message are skipped.
    head, blank, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    text = head.decode("utf-8", "surrogateescape")
    if not blank:
        # The end of a datagram may stand for the empty line, as in messages printed in RFCs; half a line is no header.
        if not text.endswith("\r\n"):
            last = text.rpartition("\r\n")[2]
            raise Malformed(last, len(last) + 1, "the end of the line")
        text = text.removesuffix("\r\n")
    return text, body


def read_headers(lines: Sequence[str]) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    """The headers, each with the lines that continue it; their names; their values, unfolded."""
    headers: list[list[str]] = []
    for line in lines:
        stray = STRAY.search(line)
        if stray is not None:
            raise Malformed(line, stray.start() + 1, "CR and LF together")
        if line.startswith((" ", "\t")) and headers:
            headers[-1].append(line)
        else:
            headers.append([line])
    cut = [_cut(parts) for parts in headers]
    return (
        ["\r\n".join(parts) for parts in headers],
        tuple([name for name, _ in cut]),
        tuple([value for _, value in cut]),
    )


def _cut(parts: Sequence[str]) -> tuple[str, str]:
    #  message-header = name HCOLON value CRLF;  HCOLON = *( SP / HTAB ) ":" SWS
    reader = Reader(parts[0])
    name = reader.take(NAME, "a header name")
    reader.literal(":", "a colon")
    first = parts[0][reader.at :]
    return name, first if len(parts) == 1 else " ".join([piece.strip(" \t") for piece in (first, *parts[1:])])


def read_length(line: str, value: str, there: int) -> int:
    """Content-Length, where at most `there` bytes can be meant."""
    digits = value.strip(" \t")
    if DIGITS.fullmatch(digits) is None:
        raise Malformed(line, len(line) - len(value.lstrip(" \t")) + 1, "a number")
    digits = digits.lstrip("0")
    length = int(digits or "0") if len(digits) <= ENOUGH_DIGITS else there + 1
    if length > there:
        raise Malformed(line, len(line) - len(value.lstrip(" \t")) + 1, f"a length of at most {there}")
    return length
