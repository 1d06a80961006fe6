"""Parts of headers as a script sees them: as they are spelt, whatever a stricter reader would say."""

import re
from typing import Final

from voiplab.sip.uri import Uri

_BRACKETED: Final = re.compile(r"<([^>]*)>")
_NAME: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^<"]*?)\s*<')


def uri_text(value: str) -> str:
    found = _BRACKETED.search(value)
    return found[1] if found else value.split(";", 1)[0].strip()


def display_name(value: str) -> str | None:
    """With its quotes."""
    found = _NAME.match(value)
    return (found[1] or None) if found else None


def after_uri(value: str) -> str:
    """The parameters of the header, without the first semicolon."""
    rest = value[value.index(">") + 1 :] if ">" in value else value.partition(";")[2]
    return rest.strip().removeprefix(";").strip()


def user_of(uri: Uri) -> str | None:
    return uri.user or None


def split_list(value: str) -> list[str]:
    """At commas outside of quotes and angle brackets."""
    parts, depth, quoted, begin = [], 0, False, 0
    for at, letter in enumerate(value):
        if letter == '"' and value[at - 1 : at] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (letter == "<") - (letter == ">")
            if letter == "," and depth <= 0:
                parts.append(value[begin:at].strip())
                begin = at + 1
    return [*parts, value[begin:].strip()]
