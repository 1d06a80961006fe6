"""Typed views of a message: attributes that read the headers of one name when they are first asked for.

Which headers there may be is part of the view: `only`, `perhaps`, `topmost`, `each` or `every`.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, overload

from voiplab.sip.errors import Malformed
from voiplab.sip.lines import Cell
from voiplab.sip.names import key_of
from voiplab.sip.shape import Shape

T = TypeVar("T")


class Headers(Protocol):
    """What a view needs of a message."""

    start: str
    cells: list[Cell]
    shape: Shape

    def get(self, name: str) -> str | None: ...

    def values(self, name: str) -> tuple[str, ...]: ...


class View(Generic[T]):
    """The value takes the place of the view in its message, so that it is read once."""

    def __init__(self, read: Callable[[Headers], T]) -> None:
        self.read = read

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, message: None, owner: type) -> "View[T]": ...
    @overload
    def __get__(self, message: Headers, owner: type) -> T: ...
    def __get__(self, message: Headers | None, owner: type) -> "View[T] | T":
        if message is None:
            return self
        value = self.read(message)
        setattr(message, self.name, value)
        return value


def only(header: str, parse: Callable[[str], T]) -> View[T]:
    """The header stands exactly once."""
    key = key_of(header)

    def read(message: Headers) -> T:
        place = message.shape.single.get(key)
        if place is None:
            raise _miscounted(message, header)
        return parse(message.cells[place][2].strip(" \t"))

    return View(read)


def perhaps(header: str, parse: Callable[[str], T]) -> View[T | None]:
    """The header stands once or not at all."""
    key = key_of(header)

    def read(message: Headers) -> T | None:
        place = message.shape.single.get(key)
        if place is not None:
            return parse(message.cells[place][2].strip(" \t"))
        if key in message.shape.places:
            raise _miscounted(message, header)
        return None

    return View(read)


def topmost(header: str, parse_list: Callable[[str], tuple[T, ...]]) -> View[T]:
    """The first of several values, of which there must be one; lines below the first are not looked at."""

    def read(message: Headers) -> T:
        value = message.get(header)
        if value is None:
            raise _miscounted(message, header)
        return parse_list(value)[0]

    return View(read)


def each(header: str, parse: Callable[[str], T]) -> View[tuple[T, ...]]:
    """Every line of the header is one value."""
    return View(lambda message: tuple([parse(value) for value in message.values(header)]))


def every(header: str, parse_list: Callable[[str], tuple[T, ...]]) -> View[tuple[T, ...]]:
    """A line of the header may hold several values, with commas between them."""
    key = key_of(header)

    def read(message: Headers) -> tuple[T, ...]:
        places = message.shape.places.get(key)
        if places is None:
            return ()
        if len(places) == 1:
            return parse_list(message.cells[places[0]][2].strip(" \t"))
        return tuple([found for place in places for found in parse_list(message.cells[place][2].strip(" \t"))])

    return View(read)


def _miscounted(message: Headers, header: str) -> Malformed:
    count = len(message.values(header))
    return Malformed(message.start, len(message.start) + 1, f"one {header} header, not {count}")
