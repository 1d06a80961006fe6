"""Reading a pattern; the grammar stands in `matching`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from voiplab.sip.condition import RELATIONS, Captures, Condition, Fate, Holds, Stands
from voiplab.sip.field import Field

LONGEST: Final = 2_000

_TOKEN: Final = r"[A-Za-z0-9.!%*_+`'~-]+"
_KIND: Final = re.compile(r"[1-6](?:\d\d|\dx|xx)|request|response|message|[A-Z]+")
_CLAUSE: Final = re.compile(r'(?:"[^"]*"|[^",])+')
_CAPTURE: Final = re.compile(rf"(?P<field>{_TOKEN})\s+as\s+\$(?P<name>[a-z_]\w*)")
_STANDS: Final = re.compile(rf"(?P<word>with|without)\s+(?P<field>{_TOKEN})")
_FATE: Final = re.compile(r"(?P<no>not\s+)?(?P<word>again|lost)")
_HOLDS: Final = re.compile(
    rf"(?P<field>{_TOKEN})\s+(?P<relation>{'|'.join(map(re.escape, RELATIONS))})(?![\w=])\s*(?P<value>.+)",
    re.DOTALL,
)


class PatternError(ValueError):
    """A pattern that cannot be read: its text, the column where reading stopped (from 1), and what was expected there."""

    def __init__(self, text: str, column: int, expected: str) -> None:
        super().__init__(f"{text!r}, column {column}: expected {expected}")
        self.text = text
        self.column = column
        self.expected = expected


class Clause(NamedTuple):
    """What stands between two commas, and where it begins (from 0)."""

    text: str
    begins: int


class Parts(NamedTuple):
    """What a pattern is made of; its fields are those of `matching.Pattern`."""

    kinds: tuple[str, ...]
    method: str | None
    source: str | None
    target: str | None
    conditions: tuple[Condition, ...]


def read(text: str) -> Parts:
    if len(text) > LONGEST:
        raise PatternError(text[:40] + " ..", LONGEST, f"a pattern of at most {LONGEST} characters")
    first, *rest = _clauses(text)
    kinds, words = _kinds(text, first)
    roles = _roles(text, words)
    return Parts(
        kinds=kinds,
        method=roles.get("for"),
        source=roles.get("from"),
        target=roles.get("to"),
        conditions=tuple(_condition(text, clause) for clause in rest),
    )


def _clauses(text: str) -> list[Clause]:
    clauses: list[Clause] = []
    at = 0
    while True:
        found = _CLAUSE.match(text, at)
        if found is None or not found[0].strip():
            raise PatternError(text, at + 1, "a condition" if clauses else "a method, a status or `message`")
        blanks = len(found[0]) - len(found[0].lstrip())
        clauses.append(Clause(found[0].strip(), at + blanks))
        at = found.end()
        if at == len(text):
            return clauses
        if text[at] != ",":
            raise PatternError(text, at + 1, "the closing quotation mark")
        at += 1


def _words(clause: Clause) -> Iterator[Clause]:
    for found in re.finditer(r"[^\s|]+|\|", clause.text):
        yield Clause(found[0], clause.begins + found.start())


def _kinds(text: str, clause: Clause) -> tuple[tuple[str, ...], Sequence[Clause]]:
    """`180|183`, and the words behind it."""
    words = list(_words(clause))
    kinds: list[str] = []
    while words:
        word = words.pop(0)
        if not _KIND.fullmatch(word.text):
            raise PatternError(text, word.begins + 1, "a method, a status (`180`, `18x`, `4xx`) or `message`")
        kinds.append(word.text)
        if not words or words[0].text != "|":
            return tuple(kinds), words
        words.pop(0)
    raise PatternError(text, len(text) + 1, "a method or a status after `|`")


def _roles(text: str, words: Sequence[Clause]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for place in range(0, len(words), 2):
        word = words[place]
        if word.text not in ("for", "from", "to") or word.text in roles:
            raise PatternError(text, word.begins + 1, "`for`, `from`, `to` (each once) or a comma")
        if place + 1 == len(words):
            raise PatternError(text, len(text) + 1, "a method" if word.text == "for" else "the name of a node")
        roles[word.text] = words[place + 1].text
    return roles


def _condition(text: str, clause: Clause) -> Condition:
    if found := _FATE.fullmatch(clause.text):
        return Fate(found["word"], found["no"] is None)
    if found := _STANDS.fullmatch(clause.text):
        return Stands(Field.parse(found["field"]), found["word"] == "with")
    if found := _CAPTURE.fullmatch(clause.text):
        return Captures(Field.parse(found["field"]), found["name"])
    if found := _HOLDS.fullmatch(clause.text):
        return Holds(Field.parse(found["field"]), found["relation"], _unquoted(found["value"]))
    relations = ", ".join(f"`{word}`" for word in RELATIONS)
    expected = f"`with FIELD`, `without FIELD`, `FIELD as $name`, `again`, `lost`, or FIELD and one of {relations}"
    raise PatternError(text, clause.begins + 1, expected)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


KEYS: Final = ("message", "method", "status", "for", "from", "to", "where")


def sentence(given: Mapping[str, object]) -> str:
    """The text of a pattern that was written as a mapping."""
    for key in given:
        if key not in KEYS:
            raise PatternError(str(dict(given)), 1, f"only the keys {', '.join(KEYS)}, not {key!r}")
    kinds = [str(given[key]) for key in ("message", "method", "status") if key in given]
    if len(kinds) > 1:
        raise PatternError(str(dict(given)), 1, "one of `message`, `method` and `status`")
    head = [kinds[0] if kinds else "message"]
    head += [f"{key} {given[key]}" for key in ("for", "from", "to") if key in given]
    where = given.get("where", ())
    conditions = [where] if isinstance(where, str) else where
    if not isinstance(conditions, Sequence):
        raise PatternError(str(dict(given)), 1, "a list of conditions under `where`")
    return ", ".join([" ".join(head), *(str(condition) for condition in conditions)])
