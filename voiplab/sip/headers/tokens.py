"""Lists of tokens: Require, Supported, Unsupported, Allow, Proxy-Require, Allow-Events; and Call-ID."""

import re
from functools import lru_cache
from typing import Final

from voiplab.sip.lists import read_list
from voiplab.sip.reader import WORD, Reader

CALL_ID: Final = re.compile(rf"{WORD.pattern}(?:@{WORD.pattern})?")
REMEMBERED_LENGTH: Final = 512


def parse_tokens(text: str) -> tuple[str, ...]:
    # What an element supports is written the same way every time.
    return _remembered(text) if len(text) <= REMEMBERED_LENGTH else _read(text)


def _read(text: str) -> tuple[str, ...]:
    #  [ token *( COMMA token ) ]: Allow and Supported may be empty (RFC 3261 sections 20.5, 20.37).
    return read_list(text, _token) if text else ()


def _token(reader: Reader) -> str:
    return reader.token("a token")


_remembered = lru_cache(maxsize=512)(_read)


def parse_call_id(text: str) -> str:
    #  callid = word [ "@" word ]
    if CALL_ID.fullmatch(text) is not None:
        return text
    reader = Reader(text)
    reader.take(WORD, "a Call-ID")
    if reader.skip("@"):
        reader.take(WORD, "the rest of the Call-ID")
    reader.end()
    return text
