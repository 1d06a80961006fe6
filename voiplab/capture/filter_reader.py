"""Reading a filter; the grammar stands in `filter`."""

import re
from typing import Final

from voiplab.capture.filter import AllOf, AnyOf, Compared, Filter, Not, Relation
from voiplab.sip.pattern_reader import PatternError

LONGEST: Final = 2_000
DEEPEST: Final = 50

BLANK: Final = re.compile(r"\s*")
WORD: Final = re.compile(r"(?:and|or|not)(?![^\s()])", re.IGNORECASE)
FIELD: Final = re.compile(r"[A-Za-z0-9.%*_+`'-]+")
RELATION: Final = re.compile("|".join(re.escape(relation.value) for relation in (*Relation,)[::-1]))
VALUE: Final = re.compile(r'"([^"]*)"|([^\s()"]+)')


def read_filter(text: str) -> Filter:
    """PatternError."""
    if len(text) > LONGEST:
        raise PatternError(text[:40] + " ..", LONGEST, f"a filter of at most {LONGEST} characters")
    reader = _Reader(text)
    found = reader.any(0)
    reader.blank()
    if reader.at < len(text):
        reader.fail("`and`, `or`, or the end")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def any(self, depth: int) -> Filter:
        parts = [self._all(depth)]
        while self._word("or"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def blank(self) -> None:
        self._match(BLANK)

    def fail(self, expected: str) -> None:
        raise PatternError(self.text, self.at + 1, expected)

    def _all(self, depth: int) -> Filter:
        parts = [self._one(depth)]
        while self._word("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one(self, depth: int) -> Filter:
        if depth > DEEPEST:
            self.fail(f"at most {DEEPEST} things inside of each other")
        if self._word("not"):
            return Not(self._one(depth + 1))
        if self._sign("("):
            inner = self.any(depth + 1)
            if not self._sign(")"):
                self.fail("`)`")
            return inner
        return self._comparison()

    def _comparison(self) -> Compared:
        self.blank()
        if WORD.match(self.text, self.at):
            self.fail("a field")
        field = self._take(FIELD, "a field: method, status, from, to, src, dst, or a header")
        self.blank()
        relation = self._take(RELATION, "=, !=, ~ or !~")
        self.blank()
        value = self._take(VALUE, "a value")
        return Compared(field[0], Relation(relation[0]), value[2] if value[1] is None else value[1])

    def _word(self, word: str) -> bool:
        self.blank()
        found = WORD.match(self.text, self.at)
        if found is None or found[0].lower() != word:
            return False
        self.at = found.end()
        return True

    def _sign(self, sign: str) -> bool:
        self.blank()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def _take(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        found = self._match(pattern)
        if found is None:
            raise PatternError(self.text, self.at + 1, expected)
        return found

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found
