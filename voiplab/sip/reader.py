"""A cursor over one header value: the basic rules of RFC 3261 section 25.1, each as one step that takes or fails.

Every step is a single compiled pattern without nesting, so that no text costs more than its length.
"""

import re
from typing import Final, NoReturn

from voiplab.sip.errors import Malformed

TOKEN: Final = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]++")
WORD: Final = re.compile(r"""[A-Za-z0-9\-.!%*_+`'~()<>:\\"/\[\]?{}]++""")
LWS: Final = re.compile(r"(?:[ \t]++|\r\n[ \t])*+")
SEPARATORS: Final = {sign: re.compile(rf"{LWS.pattern}{sign}{LWS.pattern}") for sign in ";,=/:"}
QUOTED: Final = re.compile(r'"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]++|\r\n[ \t]|\\[^\r\n])*+"')
PLAIN_TEXT: Final = r'[^"\\\x00-\x08\x0a-\x1f\x7f]*+'
PLAIN_QUOTED: Final = f'"{PLAIN_TEXT}"'
"""A quoted string without escapes and folding."""
COMMENT: Final = re.compile(r"[()]|(?:[^()\\\x00-\x08\x0a-\x1f\x7f]++|\\[^\r\n])+")
DIGITS: Final = re.compile(r"[0-9]+")
ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
FOLD: Final = re.compile(r"\r\n[ \t]+")
UNQUOTABLE: Final = re.compile(r"[\r\n]+")
TO_ESCAPE: Final = re.compile(r'[\\"\x00-\x08\x0b\x0c\x0e-\x1f\x7f]')
NOTHING_TO_ESCAPE: Final = re.compile(PLAIN_TEXT)

U31: Final = 2**31 - 1
U32: Final = 2**32 - 1


class Reader:
    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, expected: str) -> NoReturn:
        raise Malformed(self.text, self.at + 1, expected)

    def take(self, pattern: re.Pattern[str], expected: str) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            self.fail(expected)
        self.at = found.end()
        return found.group()

    def found(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what the pattern matches, if it matches here."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def skip(self, sign: str) -> bool:
        """Go past `sign` if it stands here."""
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def literal(self, sign: str, expected: str = "") -> None:
        if not self.skip(sign):
            self.fail(expected or repr(sign))

    def peek(self) -> str:
        """The character that stands here, or nothing at the end."""
        return self.text[self.at : self.at + 1]

    def lws(self) -> bool:
        """Go past white space, if any, and say whether there was some."""
        begin = self.at
        found = LWS.match(self.text, begin)
        self.at = found.end() if found else begin
        return self.at > begin

    def separator(self, sign: str) -> bool:
        """Go past `sign` with white space on both sides (SEMI, COMMA, SLASH, ...), if it stands here."""
        found = SEPARATORS[sign].match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return True

    def token(self, expected: str) -> str:
        return self.take(TOKEN, expected)

    def quoted(self, expected: str = "a quoted string") -> str:
        """A quoted string as it is spelt, with its quotes."""
        return self.take(QUOTED, expected)

    def comment(self) -> str:
        """A comment, which may hold others, without its outer parentheses."""
        begin = self.at
        depth = 0
        while True:
            piece = self.take(COMMENT, "the end of the comment")
            depth += {"(": 1, ")": -1}.get(piece, 0)
            if depth == 0:
                return self.text[begin + 1 : self.at - 1]

    def number(self, expected: str, limit: int = U32) -> int:
        begin = self.at
        digits = self.take(DIGITS, expected).lstrip("0")
        # Compared by length first: `int` refuses thousands of digits with an error that is not ours.
        if len(digits) > len(str(limit)) or int(digits or "0") > limit:
            self.at = begin
            self.fail(f"{expected} of at most {limit}")
        return int(digits or "0")

    def end(self, expected: str = "nothing more") -> None:
        self.lws()
        if self.at < len(self.text):
            self.fail(expected)


def quote(text: str) -> str:
    """`text` as a quoted string. A line break cannot be quoted (RFC 3261 section 25.1): it becomes a space."""
    if NOTHING_TO_ESCAPE.fullmatch(text) is not None:
        return f'"{text}"'
    return '"' + TO_ESCAPE.sub(lambda found: "\\" + found.group(), UNQUOTABLE.sub(" ", text)) + '"'


def unquote(spelt: str) -> str:
    """What a quoted string says, folds as spaces; any other text as it is."""
    if len(spelt) < 2 or not spelt.startswith('"'):
        return spelt
    inner = spelt[1:-1]
    if "\r" in inner:
        inner = FOLD.sub(" ", inner)
    return ESCAPED.sub(r"\1", inner) if "\\" in inner else inner
