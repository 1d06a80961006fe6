"""Typed views of a message: each reads the headers of one name on first use, and keeps what it read.

What a view does about a header that is missing or repeated is the business of the reading it is given: `only`, `perhaps`,
`topmost`, `each` or `every`.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, overload

from voiplab.sip.errors import Malformed

T = TypeVar("T")


class Headers(Protocol):
    """What a view needs of a message."""

    start: str
    read: dict[str, object]
    """What the views have read so far, by name of the view."""

    def get(self, name: str) -> str | None: ...

    def values(self, name: str) -> tuple[str, ...]: ...


Reading = Callable[[Headers, str], T]
"""From a message and the name of a header to the value of a view."""


class View(Generic[T]):
    """An attribute of a message that is read from its headers."""

    def __init__(self, header: str, reading: Reading[T]) -> None:
        self.header = header
        self.reading = reading

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, message: None, owner: type) -> "View[T]": ...
    @overload
    def __get__(self, message: Headers, owner: type) -> T: ...
    def __get__(self, message: Headers | None, owner: type) -> "View[T] | T":
        if message is None:
            return self
        read = message.read
        if self.name not in read:
            read[self.name] = self.reading(message, self.header)
        return read[self.name]  # type: ignore[return-value]  # nobody else writes under this name


def only(parse: Callable[[str], T]) -> Reading[T]:
    """The header stands exactly once."""

    def reading(message: Headers, header: str) -> T:
        values = message.values(header)
        if len(values) != 1:
            raise Malformed(message.start, len(message.start) + 1, f"one {header} header below it, not {len(values)}")
        return parse(values[0])

    return reading


def topmost(parse_list: Callable[[str], tuple[T, ...]]) -> Reading[T]:
    """The first of several values, of which there must be one; lines below the first are not looked at."""

    def reading(message: Headers, header: str) -> T:
        value = message.get(header)
        if value is None:
            raise Malformed(message.start, len(message.start) + 1, f"a {header} header below it")
        return parse_list(value)[0]

    return reading


def perhaps(parse: Callable[[str], T]) -> Reading[T | None]:
    """The header stands once or not at all."""

    def reading(message: Headers, header: str) -> T | None:
        values = message.values(header)
        if len(values) > 1:
            raise Malformed(message.start, len(message.start) + 1, f"one {header} header below it, not {len(values)}")
        return parse(values[0]) if values else None

    return reading


def each(parse: Callable[[str], T]) -> Reading[tuple[T, ...]]:
    """Every line of the header is one value."""
    return lambda message, header: tuple([parse(value) for value in message.values(header)])


def every(parse_list: Callable[[str], tuple[T, ...]]) -> Reading[tuple[T, ...]]:
    """A line of the header may hold several values, with commas between them."""

    def reading(message: Headers, header: str) -> tuple[T, ...]:
        values = message.values(header)
        if len(values) == 1:
            return parse_list(values[0])
        return tuple([found for value in values for found in parse_list(value)])

    return reading
