"""Perl-compatible patterns for the `regex` library: checked in PCRE's words, written down in the library's.

FreeSWITCH uses PCRE 8 without its Unicode mode, which looks at bytes. What the library does not do as PCRE does (verbs,
recursion, conditions, options that change in the middle) is not simulated.
"""

import re
from typing import Final

DEEPEST: Final = 250  # PCRE's own limit of parentheses
LONGEST: Final = 10_000
LONGEST_OUT: Final = 200_000
"""With each `{n}` and `+` written out, as the library does it: a character takes it 300 bytes of memory."""

_QUANTIFIER: Final = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_OPTIONS: Final = re.compile(r"\?[imsx]+\)")
_GROUPS: Final = re.compile(r"\?(?::|=|!|>|<=|<!|P<(\w+)>|<(\w+)>|'(\w+)')")
_POSIX: Final = re.compile(r"\[:\^?([a-z]+):\]")
_POSIX_NAMES: Final = frozenset(
    (
        "alnum",
        "alpha",
        "ascii",
        "blank",
        "cntrl",
        "digit",
        "graph",
        "lower",
        "print",
        "punct",
        "space",
        "upper",
        "word",
        "xdigit",
    )
)
_HEX: Final = re.compile(r"x\{([0-9a-fA-F]{1,2})\}|x([0-9a-fA-F]{0,2})")
_NOT_REPEATABLE: Final = frozenset("AGKBbZz")
_ESCAPES: Final = {
    "Z": r"(?=\n?\Z)",
    "z": r"\Z",
    "h": r"[\t \xa0]",
    "H": r"[^\t \xa0]",
    "v": r"[\n\x0b\f\r\x85]",
    "V": r"[^\n\x0b\f\r\x85]",
    "R": r"(?>\r\n|[\n\x0b\f\r\x85])",
    "N": r"[^\n]",
    "e": r"\x1b",
}
_IN_CLASS: Final = {"h": r"\t \xa0", "v": r"\n\x0b\f\r\x85", "e": r"\x1b", "b": r"\x08"}
_KNOWN: Final = frozenset("aAbBdDfGKnrsStwW")
_SPECIAL_IN_CLASS: Final = frozenset("[&~|")


class BadPattern(Exception):
    """PCRE would not compile it: its message, and the offset that it prints."""

    def __init__(self, offset: int, says: str) -> None:
        super().__init__(f"{offset} [{says}]")
        self.offset = offset
        self.says = says


class Unsupported(Exception):
    """PCRE would take it; what of it is not simulated."""


def translate(pattern: str) -> str:
    """The same pattern for the `regex` library. `pattern` has one character per byte."""
    if len(pattern) > LONGEST:
        raise Unsupported(f"a pattern of more than {LONGEST:,} characters")
    return _Translation(pattern).whole()


class _Translation:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.done: list[str] = []
        self.open: list[int] = []
        """Where `done` stood when each group was opened; negative for a lookbehind, whose length must be fixed."""
        self.variable: list[bool] = []
        """For each open group, whether something in it may be of several lengths."""
        self.written_out = [0]
        """How long the pattern and each open group are with each `{n}` written out; `last` is what would be repeated."""
        self.last = 0
        self.repeatable = False

    def whole(self) -> str:
        while self.at < len(self.pattern):
            self.piece(self.pattern[self.at])
        if self.open:
            raise BadPattern(len(self.pattern), "missing )")
        return "".join(self.done)

    def piece(self, letter: str) -> None:
        match letter:
            case "\\":
                self.escape()
            case "[":
                self.character_class()
            case "(":
                self.open_group()
            case ")":
                self.close_group()
            case "*" | "+" | "?":
                self.write_out(2 if letter == "+" else 1)
                self.quantifier(letter, self.at + 1, is_fixed=False)
            case "{":
                self.brace()
            case "|" | "^" | "$":
                self.take(letter, letter, repeatable=False)
            case _:
                self.take(letter, letter)

    def take(self, source: str, written: str, repeatable: bool = True) -> None:
        self.at += len(source)
        self.done.append(written)
        self.written_out[-1] += len(source)
        self.last = len(source)
        self.repeatable = repeatable

    def escape(self) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if not letter:
            raise BadPattern(len(self.pattern), "\\ at end of pattern")
        if letter == "Q":
            self.quoted()
        elif letter == "x" and (digits := _HEX.match(self.pattern, self.at + 1)):
            self.take("\\" + digits[0], f"\\x{int(digits[1] or digits[2] or '0', 16):02x}")
        elif letter in "gkpPXcCEuUlL":
            raise Unsupported(f"\\{letter} in a pattern")
        elif letter in _ESCAPES:
            self.take("\\" + letter, _ESCAPES[letter], letter not in _NOT_REPEATABLE)
        elif letter in _KNOWN or letter.isdigit():
            self.take("\\" + letter, "\\" + letter, letter not in _NOT_REPEATABLE)
        else:
            self.take("\\" + letter, re.escape(letter))

    def quoted(self) -> None:
        end = self.pattern.find("\\E", self.at)
        text = self.pattern[self.at + 2 : end if end >= 0 else None]
        self.take("\\Q" + text + ("\\E" if end >= 0 else ""), re.escape(text), repeatable=bool(text))

    def character_class(self) -> None:
        before = self.written_out[-1]
        self.at += 1
        self.done.append("[")
        if self.pattern.startswith("^", self.at):
            self.take("^", "^")
        first = self.at
        while not self.pattern.startswith("]", self.at) or self.at == first:
            self.class_member()
        self.take("]", "]")
        self.last = self.written_out[-1] - before

    def class_member(self) -> None:
        begin = self.at
        self.class_atom()
        if self.pattern[self.at : self.at + 1] != "-" or self.pattern[self.at + 1 : self.at + 2] in ("", "]"):
            return
        self.take("-", "-")
        end = self.at
        self.class_atom()
        # Only plain characters are compared; a range with a class at one end is taken literally by PCRE.
        low, high = self.pattern[begin], self.pattern[end]
        if "\\" not in (low, high) and "[" not in (low, high) and low > high:
            raise BadPattern(end, "range out of order in character class")

    def class_atom(self) -> None:
        letter = self.pattern[self.at : self.at + 1]
        if not letter:
            raise BadPattern(len(self.pattern), "missing terminating ] for character class")
        if letter == "\\":
            self.class_escape()
        elif letter == "[" and (named := _POSIX.match(self.pattern, self.at)):
            if named[1] not in _POSIX_NAMES:
                raise BadPattern(self.at, "unknown POSIX class name")
            self.take(named[0], named[0])
        elif letter in _SPECIAL_IN_CLASS or letter == "]":
            self.take(letter, "\\" + letter)
        else:
            self.take(letter, letter)

    def class_escape(self) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if not letter:
            raise BadPattern(len(self.pattern), "missing terminating ] for character class")
        if letter == "x" and (digits := _HEX.match(self.pattern, self.at + 1)):
            self.take("\\" + digits[0], f"\\x{int(digits[1] or digits[2] or '0', 16):02x}")
        elif letter in "pPQEcHVgk":
            raise Unsupported(f"\\{letter} in a character class")
        elif letter in _IN_CLASS:
            self.take("\\" + letter, _IN_CLASS[letter])
        elif letter in "adDfnrsStwW" or letter.isdigit():
            self.take("\\" + letter, "\\" + letter)
        else:
            self.take("\\" + letter, re.escape(letter))

    def open_group(self) -> None:
        if len(self.open) >= DEEPEST:
            raise BadPattern(self.at, "parentheses are too deeply nested")
        if self.pattern.startswith("(*", self.at):
            raise Unsupported("(*...) in a pattern")
        if self.pattern.startswith("(?#", self.at):
            self.comment()
        elif _OPTIONS.match(self.pattern, self.at + 1):
            self.options()
        elif self.pattern.startswith("(?", self.at):
            self.special_group()
        else:
            self.begin_group("(", "(")

    def comment(self) -> None:
        end = self.pattern.find(")", self.at)
        if end < 0:
            raise BadPattern(len(self.pattern), "missing ) after comment")
        self.at = end + 1

    def options(self) -> None:
        if self.at:
            raise Unsupported("options in the middle of a pattern")
        end = self.pattern.index(")") + 1
        self.take(self.pattern[:end], self.pattern[:end], repeatable=False)

    def special_group(self) -> None:
        opening = _GROUPS.match(self.pattern, self.at + 1)
        if opening is None:
            letter = self.pattern[self.at + 2 : self.at + 3]
            if letter in {"R", "(", "|", "&", "+", "-", "P", "C"} or letter.isdigit() or letter in "imsxJUX":
                raise Unsupported(f"(?{letter} in a pattern")
            raise BadPattern(self.at + 2, "unrecognized character after (? or (?-")
        name = opening[1] or opening[2] or opening[3]
        self.begin_group("(" + opening[0], f"(?P<{name}>" if name else "(" + opening[0])

    def begin_group(self, source: str, written: str) -> None:
        self.open.append(self.at)
        self.variable.append(False)
        self.take(source, written, repeatable=False)
        self.written_out.append(0)

    def close_group(self) -> None:
        if not self.open:
            raise BadPattern(self.at, "unmatched parentheses")
        begin, is_variable = self.open.pop(), self.variable.pop()
        if is_variable and self.pattern.startswith(("(?<=", "(?<!"), begin):
            raise BadPattern(self.at, "lookbehind assertion is not fixed length")
        if is_variable and self.variable:
            self.variable[-1] = True
        self.take(")", ")")
        self.last = self.written_out.pop()
        self.written_out[-1] += self.last

    def brace(self) -> None:
        bounds = _QUANTIFIER.match(self.pattern, self.at)
        if bounds is None:
            # A brace that is no quantifier stands for itself; the library would read {e} and its like in its own way.
            self.take("{", "\\{")
            return
        last = bounds.end() - 1
        low, high = int(bounds[1][:6]), int(bounds[3][:6]) if bounds[3] else None
        if low > 65535 or (high or 0) > 65535:
            raise BadPattern(last, "number too big in {} quantifier")
        if high is not None and low > high:
            raise BadPattern(last, "numbers out of order in {} quantifier")
        is_fixed = bounds[2] is None or low == high
        self.write_out(low if is_fixed else low + 1)
        self.quantifier(bounds[0], last, is_fixed)

    def write_out(self, times: int) -> None:
        """PCRE has a limit of this kind too, in bytes of its own code: "regular expression is too large"."""
        self.written_out[-1] += self.last * max(times - 1, 0)
        self.last *= max(times, 1)
        if self.written_out[-1] > LONGEST_OUT:
            raise Unsupported(f"a pattern of more than {LONGEST_OUT:,} characters with its repetitions written out")

    def quantifier(self, text: str, error_at: int, is_fixed: bool) -> None:
        if not self.repeatable:
            raise BadPattern(error_at if len(text) > 1 else self.at, "nothing to repeat")
        if self.variable and not is_fixed:
            self.variable[-1] = True
        self.take(text, text, repeatable=False)
        if self.pattern[self.at : self.at + 1] in ("?", "+"):
            self.take(self.pattern[self.at], self.pattern[self.at], repeatable=False)
