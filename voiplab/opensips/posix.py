r"""POSIX extended regular expressions, as glibc has them, for the `regex` library.

OpenSIPS compiles patterns with regcomp(3), without regard to case. They look like Perl's and are not: `\d` is no digit, a
backslash in brackets is a backslash, there is no `(?:`, and a `*` with nothing before it is refused. Of all matches that
begin first, the longest counts. Left out: collating elements of more than one character, which the C locale does not have.
"""

import re
from collections.abc import Mapping
from typing import Final

DEEPEST: Final = 200
LONGEST: Final = 10_000
LONGEST_OUT: Final = 200_000
"""With each `{n}` and `+` written out, as the library does it: a character takes it 300 bytes of memory."""

MOST: Final = 0x7FFF
"""RE_DUP_MAX: how often a part may be asked for."""

_CLASSES: Final[Mapping[str, str]] = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r" \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_ESCAPES: Final[Mapping[str, str]] = {
    "w": "[0-9A-Za-z_]",
    "W": "[^0-9A-Za-z_]",
    "s": r"[ \t-\r]",
    "S": r"[^ \t-\r]",
}
_ANCHORS: Final[Mapping[str, str]] = {
    "b": r"\b",
    "B": r"\B",
    "<": r"\b(?=\w)",
    ">": r"\b(?<=\w)",
    "`": r"\A",
    "'": r"\Z",
}
_INTERVAL: Final = re.compile(r"\{([0-9]*)(?:(,)([0-9]*))?\}")


class BadPattern(Exception):
    """regcomp(3) refuses it; the server says no more than `bad re`."""


class Unsupported(Exception):
    """regcomp(3) would take it; what of it is not simulated."""


def translate(pattern: str, lines: bool = False) -> str:
    """The same pattern for the `regex` library; with `lines`, REG_NEWLINE. `pattern` has one character per byte."""
    if len(pattern) > LONGEST:
        raise Unsupported(f"a pattern of more than {LONGEST:,} characters")
    return _Translation(pattern, lines).whole()


class _Translation:
    def __init__(self, pattern: str, lines: bool) -> None:
        self.pattern = pattern
        self.lines = lines
        self.at = 0
        self.done: list[str] = []
        self.sizes: list[int] = []
        """Of each part in `done`, with its repetitions written out."""
        self.size = 0
        """Of all of them."""
        self.heights: list[int] = []
        """Of each part in `done`: how many groups and repetitions it is inside of."""
        self.atom: int | None = None
        """Where in `done` the part begins that a repetition would repeat."""
        self.open: list[tuple[int, int]] = []
        """Of each open group: where in `done` it begins, and its number."""
        self.groups = 0
        self.closed: list[int] = []

    def whole(self) -> str:
        while self.at < len(self.pattern):
            self.piece(self.pattern[self.at])
        if self.open:
            raise BadPattern("unmatched (")
        return "".join(self.done)

    def piece(self, letter: str) -> None:
        match letter:
            case "\\":
                self.escape()
            case "[":
                self.brackets()
            case "(":
                self.open_group()
            case ")" if self.open:
                self.close_group()
            case "*" | "+" | "?":
                self.signs()
            case "{":
                self.interval()
            case "|":
                self.take(letter, "|", repeatable=False)
            case "^":
                self.take(letter, "(?m:^)" if self.lines else r"\A", repeatable=False)
            case "$":
                self.take(letter, r"(?=\n|\Z)" if self.lines else r"\Z", repeatable=False)
            case ".":
                self.take(letter, r"[^\x00\n]" if self.lines else r"[^\x00]")
            case _:
                self.take(letter, regex_escape(letter))

    def take(self, source: str, written: str, repeatable: bool = True) -> None:
        self.atom = len(self.done) if repeatable else None
        self.at += len(source)
        self.done.append(written)
        self.sizes.append(len(source))
        self.heights.append(0)
        self.size += len(source)

    def escape(self) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if not letter:
            raise BadPattern("trailing backslash")
        if letter in _ANCHORS:
            self.take("\\" + letter, f"(?:{_ANCHORS[letter]})", repeatable=False)
        elif "1" <= letter <= "9":
            if int(letter) not in self.closed:
                raise BadPattern("invalid back reference")
            self.take("\\" + letter, f"(?:\\{letter})")
        elif letter in _ESCAPES:
            self.take("\\" + letter, _ESCAPES[letter])
        elif "a" <= letter <= "z":
            # Without regard to case glibc compares capitals, and a letter behind a backslash it leaves as it is.
            self.take("\\" + letter, "(?!)")
        else:
            self.take("\\" + letter, regex_escape(letter))

    def open_group(self) -> None:
        if len(self.open) >= DEEPEST:
            raise Unsupported(f"a pattern with more than {DEEPEST} groups inside of each other")
        self.groups += 1
        self.open.append((len(self.done), self.groups))
        self.take("(", "(", repeatable=False)

    def close_group(self) -> None:
        begin, number = self.open.pop()
        self.closed.append(number)
        self.take(")", ")")
        self.atom = begin
        self.enclose(begin)

    def signs(self) -> None:
        """All that follow each other, as the one that they come to: `a+?` is `a*`."""
        end = self.at
        while end < len(self.pattern) and self.pattern[end] in "*+?":
            end += 1
        source = self.pattern[self.at : end]
        sign = source[0] if len(set(source)) == 1 else "*"
        self.repeat(source, sign, 2 if sign == "+" else 1)

    def interval(self) -> None:
        bounds = _INTERVAL.match(self.pattern, self.at)
        if self.atom is None or bounds is None or not (bounds[1] or bounds[2]):
            raise BadPattern("invalid preceding regular expression, or content of {}")
        low = int(bounds[1][:6] or "0")
        high = (int(bounds[3][:6]) if bounds[3] else None) if bounds[2] else low
        if low > MOST or (high is not None and (high > MOST or low > high)):
            raise BadPattern("invalid content of {}")
        self.repeat(bounds[0], f"{{{low},{'' if high is None else high}}}", low if low == high else low + 1)

    def repeat(self, source: str, written: str, times: int = 1) -> None:
        if self.atom is None:
            raise BadPattern("invalid preceding regular expression")
        begin = self.atom
        # Two repetitions in a row are one of the other; for the library the second would make the first lazy or possessive.
        self.done[begin:] = ["(?:", *self.done[begin:], written, ")"]
        more = sum(self.sizes[begin:]) * max(times - 1, 0)
        self.sizes[begin:] = [0, *self.sizes[begin:], more, 0]
        self.heights[begin:] = [0, *self.heights[begin:], 0, 0]
        self.enclose(begin)
        self.size += more
        if self.size > LONGEST_OUT:
            raise Unsupported(f"a pattern of more than {LONGEST_OUT:,} characters with its repetitions written out")
        self.at += len(source)

    def enclose(self, begin: int) -> None:
        """The library goes down one level more for whatever is inside of something."""
        height = max(self.heights[begin:]) + 1
        if height > DEEPEST:
            raise Unsupported(f"a pattern with more than {DEEPEST} groups and repetitions inside of each other")
        self.heights[begin:] = [height] * (len(self.heights) - begin)

    def brackets(self) -> None:
        begin = self.at
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        first, members = self.at, [r"\n"] if negated and self.lines else []
        while not self.pattern.startswith("]", self.at) or self.at == first:
            members.append(self.member())
        self.at += 1
        source = self.pattern[begin : self.at]
        self.at = begin
        self.take(source, f"[{'^' if negated else ''}{''.join(members)}]")

    def member(self) -> str:
        low = self.element()
        if len(low) > 1:
            return low
        rest = self.pattern[self.at : self.at + 2]
        if rest[:1] != "-" or rest in ("-", "-]"):
            return regex_escape(low)
        self.at += 1
        high = self.element()
        if len(high) > 1 or high < low:
            raise BadPattern("invalid range end")
        return f"{regex_escape(low)}-{regex_escape(high)}"

    def element(self) -> str:
        """One character, or the translated form of a class."""
        letter = self.pattern[self.at : self.at + 1]
        if not letter:
            raise BadPattern("unmatched [")
        kind = self.pattern[self.at + 1 : self.at + 2]
        if letter != "[" or kind not in (":", ".", "="):
            self.at += 1
            return letter
        end = self.pattern.find(kind + "]", self.at + 2)
        if end < 0:
            if kind == ":":  # as glibc reads it: then it is a bracket and a colon
                self.at += 1
                return letter
            raise BadPattern("unmatched [")
        name = self.pattern[self.at + 2 : end]
        self.at = end + 2
        if kind == ":":
            if name not in _CLASSES:
                raise BadPattern("invalid character class name")
            return _CLASSES[name]
        if len(name) != 1:
            raise BadPattern("invalid collation character")
        return name


def regex_escape(letter: str) -> str:
    """The character itself, inside of brackets or outside."""
    return letter if letter.isalnum() and letter.isascii() else f"\\x{ord(letter):02x}"
