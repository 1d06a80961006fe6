"""URIs of a script, read as the server reads them: with its complaints in the log."""

from voiplab.opensips.log import LogLine, error
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri

SHORTEST = 4


def parse_uri(text: str) -> Uri | LogLine:
    """The URI, or what the server says about it."""
    if len(text) < SHORTEST:
        return error("core:parse_uri", f"uri too short: <{text}> ({len(text)})")
    try:
        uri = Uri.parse(text)
    except Malformed as fault:
        done = text[: max(fault.column - 1, SHORTEST)]
        return _bad(text, done)
    return uri if uri.scheme in ("sip", "sips", "tel", "urn") else _bad(text, text[:SHORTEST])


def _bad(text: str, done: str) -> LogLine:
    return error("core:parse_uri", f"bad uri, state 0 parsed: <{done}> ({len(done)}) / <{text}> ({len(text)})")
