"""A bounded YAML reader: bytes to plain values with their places, or one ConfigError.

It composes from PyYAML's events, so that size, depth and number of nodes are counted while reading. Left out on purpose: tags,
merge keys, keys that are no words, a second document. An alias counts as often as it is used, so that no bomb can be built.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from voiplab.text.document import Document, Path, Plain
from voiplab.text.place import ConfigError, Place
from voiplab.text.scalar import meaning
from voiplab.text.utf8 import text_of
from voiplab.text.yaml_errors import syntax_error

Scanner: TypeAlias = "type[yaml.SafeLoader] | type[yaml.CSafeLoader]"
SCANNERS: Final[tuple[Scanner, ...]] = (
    (yaml.CSafeLoader, yaml.SafeLoader) if yaml.__with_libyaml__ else (yaml.SafeLoader,)
)
"""The quicker one first, where PyYAML was built with libyaml."""


class Limits(NamedTuple):
    """A lesson of ours has some 10 kB and 500 nodes."""

    octets: int = 262_144
    depth: int = 32
    nodes: int = 20_000
    aliases: int = 64
    key: int = 256


_LIMITS = Limits()


def read(file: str, content: bytes, limits: Limits = _LIMITS, scanner: Scanner = SCANNERS[0]) -> Document:
    """The one document of a file; an empty file is None."""
    text = text_of(file, content, limits.octets)
    return _Composer(file, _events(file, text, scanner), limits).document()


class _Anchored(NamedTuple):
    value: Plain
    nodes: int
    depth: int


class _Composer:
    def __init__(self, file: str, events: Iterator[Event], limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.events = events
        self.nodes = 0
        self.aliases = 0
        self.anchors: dict[str, _Anchored] = {}
        self.places: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}

    def document(self) -> Document:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), StreamEndEvent):
            return Document(self.file, None, {}, {})
        value, _ = self.node(next(self.events), ())
        next(self.events)  # the end of the document
        after = next(self.events)
        if isinstance(after, DocumentStartEvent):
            raise ConfigError(self.place(after), "one document per file is expected, and a second one begins here")
        return Document(self.file, value, self.places, self.keys)

    def node(self, event: Event, path: Path) -> tuple[Plain, int]:
        """The value that begins with `event`, and how deep it is."""
        if len(path) > self.limits.depth:
            raise ConfigError(self.place(event), f"at most {self.limits.depth} levels inside each other are expected")
        self.places[path] = self.place(event)
        if isinstance(event, AliasEvent):
            return self.alias(event, path)
        assert isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent)
        if event.tag is not None:
            raise ConfigError(self.place(event), f"a plain value is expected, without the tag {event.tag[:80]}")
        self.count(1, event)
        begun = self.nodes
        value, depth = self.content(event, path)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, self.nodes - begun + 1, depth)
        return value, depth

    def content(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent, path: Path) -> tuple[Plain, int]:
        match event:
            case SequenceStartEvent():
                return self.items(path)
            case MappingStartEvent():
                return self.pairs(path)
            case ScalarEvent():
                return (meaning(event.value) if event.implicit[0] else event.value), 0

    def items(self, path: Path) -> tuple[Plain, int]:
        found: list[Plain] = []
        deepest = 0
        while not isinstance(event := next(self.events), SequenceEndEvent):
            value, depth = self.node(event, (*path, len(found)))
            found.append(value)
            deepest = max(deepest, depth)
        return found, deepest + 1

    def pairs(self, path: Path) -> tuple[Plain, int]:
        found: dict[str, Plain] = {}
        deepest = 0
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.key(event)
            way = (*path, key)
            if key in found:
                raise ConfigError(
                    self.place(event), f"`{key}` stands here for the second time, first in line {self.keys[way].line}"
                )
            self.keys[way] = self.place(event)
            found[key], depth = self.node(next(self.events), way)
            deepest = max(deepest, depth)
        return found, deepest + 1

    def key(self, event: Event) -> str:
        if not isinstance(event, ScalarEvent) or event.tag is not None or event.anchor is not None:
            raise ConfigError(self.place(event), "a plain word is expected as a key")
        self.count(1, event)
        if event.value == "<<" and event.implicit[0]:
            raise ConfigError(self.place(event), "merge keys (<<) are not read: write the keys out")
        if not event.value:
            raise ConfigError(self.place(event), "a key is expected before the colon")
        if len(event.value) > self.limits.key:
            raise ConfigError(self.place(event), f"a key of at most {self.limits.key} characters is expected")
        return event.value

    def alias(self, event: AliasEvent, path: Path) -> tuple[Plain, int]:
        meant = self.anchors.get(event.anchor or "")
        if meant is None:
            raise ConfigError(
                self.place(event), f"the anchor &{event.anchor} is expected to stand, and end, before this"
            )
        self.aliases += 1
        if self.aliases > self.limits.aliases:
            raise ConfigError(self.place(event), f"at most {self.limits.aliases} aliases (*) are expected")
        if len(path) + meant.depth > self.limits.depth:
            raise ConfigError(self.place(event), f"at most {self.limits.depth} levels inside each other are expected")
        self.count(meant.nodes, event)
        return meant.value, meant.depth

    def count(self, more: int, event: Event) -> None:
        self.nodes += more
        if self.nodes > self.limits.nodes:
            raise ConfigError(self.place(event), f"at most {self.limits.nodes} values are expected in one file")

    def place(self, event: Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # only events made by hand have none
        return Place(self.file, mark.line + 1, mark.column + 1)


def _events(file: str, text: str, scanner: Scanner) -> Iterator[Event]:
    try:
        yield from yaml.parse(text, Loader=scanner)
    except yaml.YAMLError as error:
        raise syntax_error(file, text, error) from None
