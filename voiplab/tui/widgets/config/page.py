"""A file as an editor shows it, and the bytes of what the editor made of it: no file is changed by being looked at."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

MOST_OCTETS: Final = 1_048_576
LONGEST_LINE: Final = 20_000

_ENDS: Final = re.compile(r"\r\n|\r|\n")
_OTHER_ENDS: Final = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Where Python, and with it the editor, begins a new line, and no server and no telephone does."""


class Coding(Enum):
    """How the bytes of a file say their text; the value is its byte order mark."""

    UTF8 = b""
    UTF8_MARKED = b"\xef\xbb\xbf"
    UTF16 = b"\xff\xfe"

    __hash__ = object.__hash__

    def encoded(self, text: str) -> bytes:
        return self.value + text.encode("utf-16-le" if self is Coding.UTF16 else "utf-8", "surrogatepass")


class NoText(ValueError):
    """The file cannot be shown as text; the message says why."""


@dataclass(frozen=True)
class Page:
    """`locked`: why it can be read only; nothing when it can be edited."""

    text: str
    coding: Coding = Coding.UTF8
    locked: str = ""


def page_of(content: bytes) -> Page:
    """NoText."""
    if len(content) > MOST_OCTETS:
        raise NoText(f"It has {len(content):,} bytes; files up to {MOST_OCTETS:,} are opened here.")
    coding = next((one for one in (Coding.UTF16, Coding.UTF8_MARKED) if content.startswith(one.value)), Coding.UTF8)
    body = content[len(coding.value) :]
    if b"\0" in body and coding is not Coding.UTF16:
        raise NoText("It is no text: it has bytes that are zero.")
    page = _decoded(body, coding)
    longest = max(map(len, _ENDS.split(page.text)))
    if longest > LONGEST_LINE:
        raise NoText(f"It has a line of {longest:,} characters; lines up to {LONGEST_LINE:,} are shown here.")
    return page


def _decoded(body: bytes, coding: Coding) -> Page:
    try:
        text = body.decode("utf-16-le" if coding is Coding.UTF16 else "utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        text = _plain(body.decode("utf-16-le" if coding is Coding.UTF16 else "utf-8", "replace"))
        return Page(text, coding, f"line {line} is not UTF-{16 if coding is Coding.UTF16 else 8}")
    if found := _OTHER_ENDS.search(text):
        return Page(_plain(text), coding, f"it has the control character U+{ord(found[0]):04X}")
    if len({end[0] for end in _ENDS.finditer(text)}) > 1:
        return Page(text, coding, "its lines end in different ways (CR LF, and LF alone)")
    return Page(text, coding)


def _plain(text: str) -> str:
    """With as many lines as others see in it."""
    return _OTHER_ENDS.sub("?", text)
