"""A bounded reader of XML files through lxml: the phones' own formats, where every element and attribute knows its line.

No document type, no entities beyond XML's five, no network, UTF-8 only. FreeSWITCH's dialect of XML has a reader of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml import etree

from voiplab.text.place import ConfigError, Place
from voiplab.text.utf8 import text_of


class Limits(NamedTuple):
    octets: int = 1_048_576
    depth: int = 32
    elements: int = 50_000
    attributes: int = 256  # of one element; lxml's work grows with the square of them


_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Element:
    """`text` is all that stands directly inside, children left out. `places` are those of the attributes."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple["Element", ...]
    place: Place
    places: Mapping[str, Place]

    def child(self, name: str) -> "Element | None":
        return next((one for one in self.children if one.name == name), None)

    def place_of(self, attribute: str) -> Place:
        return self.places.get(attribute, self.place)

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def read(file: str, content: bytes, limits: Limits = _LIMITS) -> Element:
    """The root element."""
    text = text_of(file, content, limits.octets)
    _refuse_document_type(file, text)
    root = _parsed(file, text)
    return _Builder(file, text, limits).element(root, 1)


#  The prolog: blanks, comments and processing instructions in any number; possessive, so that a long one is read once.
_PROLOG = re.compile(r"(?>\s|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)


def _refuse_document_type(file: str, text: str) -> None:
    """XML 1.0 section 2.8 allows it in the prolog only; it is where entities, and so bombs and foreign files, are declared."""
    prolog = _PROLOG.match(text)
    begins = prolog.end() if prolog else 0
    if text.startswith("<!DOCTYPE", begins):
        raise ConfigError(Place(file, text.count("\n", 0, begins) + 1), "XML without <!DOCTYPE> is expected")


def _parsed(file: str, text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",  # wins over what the file declares
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise ConfigError(Place(file, max(line or 1, 1), max(column, 1)), _words(error)) from None


def _words(error: etree.XMLSyntaxError) -> str:
    """libxml2's own words, without the name of its function, its options and the line, which stands before them already."""
    says = (error.msg or "XML is expected").rsplit(", line ", 1)[0]
    return re.sub(r"^xmlParse\w+ ?: |, use XML_PARSE_HUGE option.*", "", says)


class _Builder:
    """Turns lxml's tree into ours. lxml knows only the line where a start tag ends, so the lines come from the text itself."""

    def __init__(self, file: str, text: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        tags = list(islice(_start_tags(file, text), limits.elements + 1))
        if len(tags) > limits.elements:
            raise ConfigError(tags[-1].place, f"at most {limits.elements} elements are expected in one file")
        self.tags = iter(tags)

    def element(self, node: etree._Element, depth: int) -> Element:
        tag = next(self.tags)
        if depth > self.limits.depth:
            raise ConfigError(tag.place, f"at most {self.limits.depth} elements inside each other are expected")
        if len(tag.attributes) > self.limits.attributes:
            raise ConfigError(tag.place, f"at most {self.limits.attributes} attributes of one element are expected")
        texts = [node.text or ""]
        children: list[Element] = []
        for child in node:
            children.append(self.element(child, depth + 1))
            texts.append(child.tail or "")
        attributes = {str(name): str(value) for name, value in node.attrib.items()}
        return Element(str(node.tag), attributes, "".join(texts), tuple(children), tag.place, tag.attributes)


class _StartTag(NamedTuple):
    place: Place
    attributes: Mapping[str, Place]


#  Only for text that lxml has found well-formed: no < in an attribute, quotes closed. Possessive, so nothing is read twice.
_MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</|<([^\s/>]++)((?:[^\"'>]|\"[^\"]*+\"|'[^']*+')*+)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([^\s=]++)\s*=\s*(?:\"[^\"]*+\"|'[^']*+')")


def _start_tags(file: str, text: str) -> Iterator[_StartTag]:
    """Where each start tag and its attributes stand, in the order of the file."""
    places = _Places(file, text)
    for markup in _MARKUP.finditer(text):
        if markup[1] is not None:
            attributes = {one[1]: places.at(one.start()) for one in _ATTRIBUTE.finditer(text, *markup.span(2))}
            yield _StartTag(places.at(markup.start()), attributes)


class _Places:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.begins = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def at(self, offset: int) -> Place:
        line = bisect_right(self.begins, offset)
        return Place(self.file, line, offset - self.begins[line - 1] + 1)
