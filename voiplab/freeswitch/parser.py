"""FreeSWITCH's own XML: the merged text becomes a tree, or the one error that the server would print.

The server's parser forgives much: a bare `&` or `<` in an attribute, an attribute without quotes (it is empty then), two
attributes of one name (the first counts), text after the last tag. It stops only for the errors named here. Its line numbers
count lines of the merged text, less the line ends that it has overwritten on its way: between the parts of a tag and
inside of a quoted value. Left out: what a `<!DOCTYPE ... [ ]>` declares.
"""

import re
import sys
from bisect import bisect_left
from typing import Final

from voiplab.freeswitch.preprocess import Merged
from voiplab.freeswitch.tree import Node
from voiplab.text.place import ConfigError, NotSimulated

DEEPEST: Final = 200
"""Tags inside of tags. The server has no limit; a lab needs one."""

_NAME: Final = re.compile(r"[^\t\r\n />]*")
_ATTRIBUTE: Final = re.compile(r"[^\t\r\n =/>]*")
_CLOSING_NAME: Final = re.compile(r"[^\t\r\n >]*")
_BLANKS: Final = re.compile(r"[\t\r\n\v\f ]*")
_EQUALS: Final = re.compile(r"[\t\r\n =]*")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7});|#x([0-9A-Fa-f]{1,6});|(lt|gt|quot|apos|amp);)")
_WHITE: Final = re.compile(r"\r\n|[\t\r\n\v\f]")
_DOCTYPE_STOP: Final = re.compile(r"[\[>]")
_ENTITIES: Final = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}


class Unreadable(ConfigError):
    """The server cannot read the configuration. `says` is its own message, with the line of the merged text."""


def parse(merged: Merged) -> Node:
    return _Parser(merged).document()


class _Parser:
    def __init__(self, merged: Merged) -> None:
        text = merged.text
        # The server puts a zero over the last character and remembers what it was: only a > makes a difference.
        self.text = text[:-1]
        self.ends_with_tag = text.endswith(">")
        self.merged = merged
        self.overwritten: list[int] = []
        """Where line ends stood that the server does not count any more."""
        self.root: Node | None = None
        self.open: list[Node] = []
        self.contents: list[list[str]] = []
        self.written: list[int] = []
        """How much character content each open tag has so far."""

    def document(self) -> Node:
        here = self.text.find("<")
        if here < 0:
            raise self.error(len(self.text), "root tag missing")
        begins = here + 1
        while (here := self.markup(begins)) < len(self.text):
            begins = here + 1
            here = self.text.find("<", begins)
            if here < 0:
                break
            self.characters(begins, here)
            begins = here + 1
        if self.root is None:
            raise self.error(begins, "root tag missing")
        if self.open:
            raise self.error(begins, f"unclosed tag <{self.open[-1].name}>")
        return self.root

    def markup(self, at: int) -> int:
        """What follows a `<`. The answer is where its `>` stands, or the end of the text."""
        letter = self.text[at : at + 1]
        if letter.isalpha() or letter in {"_", ":"} or letter > "\x7f":
            return self.tag(at)
        if letter == "/":
            return self.closing_tag(at + 1)
        if self.text.startswith("!--", at):
            return self.comment(at)
        if self.text.startswith("![CDATA[", at):
            return self.verbatim(at)
        if self.text.startswith("!DOCTYPE", at):
            return self.doctype(at)
        if letter == "?":
            return self.instruction(at)
        raise self.error(at, "unexpected <")

    def tag(self, at: int) -> int:
        if self.root is not None and not self.open:
            raise self.error(at, "markup outside of root element")
        end = self.end_of(_NAME, at)
        node = Node(self.text[at:end], self.merged.place(at), {})
        here = self.end_of(_BLANKS, end)
        self.overwrite(end, here)
        attributes: dict[str, str] = {}
        while here < len(self.text) and self.text[here] not in "/>":
            here = self.attribute(at, here, attributes)
        node.attributes = attributes
        self.open_tag(node, at)
        if self.text.startswith("/", here):
            here += 1
            self.close()
        if not self.is_end(here):
            raise self.error(at, "missing >")
        return here

    def attribute(self, tag: int, at: int, attributes: dict[str, str]) -> int:
        end = self.end_of(_ATTRIBUTE, at)
        name, value = self.text[at:end], ""
        here = end
        if end < len(self.text) and self.text[end] not in "/>":
            self.overwrite(end, end + 1)
            here = self.end_of(_EQUALS, end + 1)
            quote = self.text[here : here + 1]
            if quote in ("'", '"'):
                closed = self.text.find(quote, here + 1)
                if closed < 0:
                    raise self.error(tag, f"missing {quote}")
                self.overwrite(here, closed)
                # As in XML: a line end in an attribute is a blank, but one that is written as &#10; stays what it is.
                value = _decoded(_WHITE.sub(" ", self.text[here + 1 : closed]))
                here = closed + 1
        attributes.setdefault(name, value)
        return self.end_of(_BLANKS, here)

    def closing_tag(self, at: int) -> int:
        end = self.end_of(_CLOSING_NAME, at)
        if end >= len(self.text) and not self.ends_with_tag:
            raise self.error(at, "missing >")
        name = self.text[at:end]
        if not self.open or self.open[-1].name != name:
            raise self.error(end, f"unexpected closing tag </{name}>")
        self.close()
        return self.end_of(_BLANKS, end)

    def comment(self, at: int) -> int:
        dashes = self.text.find("--", at + 3)
        if dashes < 0 or not self.is_end(dashes + 2):
            raise self.error(at, "unclosed <!--")
        return dashes + 2

    def verbatim(self, at: int) -> int:
        brackets = self.text.find("]]>", at)
        if brackets < 0:
            raise self.error(at, "unclosed <![CDATA[")
        if self.open:
            self.write(self.text[at + len("![CDATA[") : brackets].replace("\r\n", "\n"))
        return brackets + 2

    def doctype(self, at: int) -> int:
        stop = _DOCTYPE_STOP.search(self.text, at)
        if stop is None:
            if self.ends_with_tag:
                return len(self.text)
            raise self.error(at, "unclosed <!DOCTYPE")
        if stop[0] == "[":
            raise NotSimulated(self.merged.place(at), "declarations inside of <!DOCTYPE [ ]>")
        return stop.start()

    def instruction(self, at: int) -> int:
        end = self.text.find("?>", at)
        if end < 0:
            raise self.error(at, "unclosed <?")
        return end + 1

    def characters(self, begin: int, end: int) -> None:
        if self.open and end > begin:
            self.write(_decoded(self.text[begin:end].replace("\r\n", "\n")))

    def write(self, text: str) -> None:
        self.contents[-1].append(text)
        self.written[-1] += len(text)

    def open_tag(self, node: Node, at: int) -> None:
        if self.root is None:
            self.root = node
        else:
            self.open[-1].children.append(node)
            node.offset = self.written[-1]
        self.open.append(node)
        self.contents.append([])
        self.written.append(0)
        if len(self.open) > DEEPEST:
            raise NotSimulated(self.merged.place(at), f"tags inside of tags, more than {DEEPEST} deep")

    def close(self) -> None:
        self.open.pop().text = "".join(self.contents.pop())
        self.written.pop()

    def is_end(self, at: int) -> bool:
        """Whether a `>` stands there; the last one of the text is the one that the server has put its zero over."""
        return self.text.startswith(">", at) if at < len(self.text) else self.ends_with_tag

    def end_of(self, pattern: re.Pattern[str], at: int) -> int:
        matched = pattern.match(self.text, at)
        return matched.end() if matched else at

    def overwrite(self, begin: int, end: int) -> None:
        self.overwritten += (at for at in range(begin, end) if self.text[at] == "\n")

    def error(self, at: int, says: str) -> Unreadable:
        line = self.merged.line(at) - bisect_left(self.overwritten, at)
        return Unreadable(self.merged.place(at), f"[error near line {line}]: {says}")


def _decoded(text: str) -> str:
    """Character and entity references; what is none stays as it is."""
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _ENTITIES[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number < sys.maxunicode else reference[0]
