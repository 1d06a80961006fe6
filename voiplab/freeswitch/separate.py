"""How FreeSWITCH takes a text apart at a delimiter: quotes protect it, a backslash escapes it, blanks around are dropped."""

from collections.abc import Iterator, Sequence
from typing import Final

_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "s": " "}


def separate(text: str, delimiter: str, most: int | None = None) -> Sequence[str]:
    """The parts; the last of `most` parts keeps all the rest. An empty text has none."""
    if not text:
        return []
    if delimiter != " " and "\\" not in text and "'" not in text:
        return [part.strip(" ") for part in text.split(delimiter, -1 if most is None else most - 1)]
    cut = _cut_at_blanks if delimiter == " " else _cut
    return [_clean(part, delimiter) for part in cut(text, delimiter, most)]


def _cut(text: str, delimiter: str, most: int | None) -> Iterator[str]:
    begin, here, quoted, found = 0, 0, False, 1
    last_quote = text.rfind("'")
    while here < len(text) and found != most:
        letter = text[here]
        if letter == "\\":
            here += 1
        elif letter == "'" and (quoted or here < last_quote):
            quoted = not quoted
        elif letter == delimiter and not quoted:
            yield text[begin:here]
            begin = here + 1
            found += 1
        here += 1
    yield text[begin:]


def _cut_at_blanks(text: str, delimiter: str, most: int | None) -> Iterator[str]:
    """Blanks in a row count as one, those at the beginning as none."""
    rest = text.lstrip(delimiter)
    found = 0
    while rest:
        found += 1
        part = next(iter(_cut(rest, delimiter, 2)), "") if found != most else rest
        yield part
        rest = rest[len(part) :].lstrip(delimiter)


def _clean(part: str, delimiter: str) -> str:
    """Without its quotes, its escapes, and the blanks around that were not quoted."""
    part = part.lstrip(" ")
    done: list[str] = []
    kept = 0
    quoted, here = False, 0
    last_quote = part.rfind("'")
    while here < len(part):
        letter = part[here]
        escaped = _unescaped(part[here + 1 : here + 2], delimiter) if letter == "\\" else None
        if escaped is not None:
            done.append(escaped)
            kept = len(done)
            here += 1
        elif letter == "'" and (quoted or here < last_quote):
            quoted = not quoted
            kept = len(done) if quoted else kept
        else:
            done.append(letter)
            kept = len(done) if letter != " " or quoted else kept
        here += 1
    return "".join(done[:kept])


def _unescaped(letter: str, delimiter: str) -> str | None:
    if letter and letter in ("'", '"', "\\", delimiter):
        return letter
    return _ESCAPED.get(letter)
