"""Lists of tokens: Require, Supported, Unsupported, Allow, Proxy-Require, Allow-Events; and Call-ID."""

from typing import Final

from voiplab.sip.reader import WORD, Reader

EVENTS: Final = "an event package"


def parse_tokens(text: str) -> tuple[str, ...]:
    #  [ token *( COMMA token ) ]: Allow and Supported may be empty (RFC 3261 sections 20.5, 20.37).
    if not text:
        return ()
    reader = Reader(text)
    found = [reader.token("a token")]
    while reader.separator(","):
        found.append(reader.token("a token"))
    reader.end("a comma, or nothing more")
    return tuple(found)


def parse_call_id(text: str) -> str:
    #  callid = word [ "@" word ]
    reader = Reader(text)
    reader.take(WORD, "a Call-ID")
    if reader.skip("@"):
        reader.take(WORD, "the rest of the Call-ID")
    reader.end()
    return text
