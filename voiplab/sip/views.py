"""Typed views of a message: attributes that read the headers of one name when they are first asked for.

Which headers there may be is part of the view: `only`, `perhaps`, `each` or `every`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, overload

from voiplab.sip.errors import Malformed
from voiplab.sip.names import key_of
from voiplab.sip.shape import Shape

if TYPE_CHECKING:
    from voiplab.sip.facts import Facts
    from voiplab.sip.headers.name_addr import NameAddr
    from voiplab.sip.headers.via import Via

T = TypeVar("T")


class Headers(Protocol):
    """What a view needs of a message."""

    start: str
    shape: Shape
    texts: tuple[str, ...]
    """What follows the colons."""
    faults: dict[str, Malformed]
    """By the name of the view."""

    @property
    def scanned(self) -> "Facts | None": ...
    @property
    def vias(self) -> "tuple[Via, ...]": ...
    @property
    def from_(self) -> "NameAddr": ...
    @property
    def to(self) -> "NameAddr": ...

    def get(self, name: str) -> str | None: ...

    def values(self, name: str) -> tuple[str, ...]: ...


class View(Generic[T]):
    """The value takes the place of the view in its message; a fault is kept as well, so that nothing is read twice."""

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
        if message.faults and self.name in message.faults:
            raise message.faults[self.name].with_traceback(None)
        try:
            value = self.read(message)
        except Malformed as fault:
            message.faults[self.name] = fault
            raise
        message.__dict__[self.name] = value
        return value


def only(header: str, parse: Callable[[str], T]) -> View[T]:
    """The header stands exactly once."""
    key = key_of(header)

    def read(message: Headers) -> T:
        place = message.shape.single.get(key)
        if place is None:
            raise miscounted(message, header)
        return parse(message.texts[place].strip(" \t"))

    return View(read)


def perhaps(header: str, parse: Callable[[str], T]) -> View[T | None]:
    """The header stands once or not at all."""
    key = key_of(header)

    def read(message: Headers) -> T | None:
        place = message.shape.single.get(key)
        if place is not None:
            return parse(message.texts[place].strip(" \t"))
        if key in message.shape.places:
            raise miscounted(message, header)
        return None

    return View(read)


def each(header: str, parse: Callable[[str], T]) -> View[tuple[T, ...]]:
    """Every line of the header is one value."""
    return every(header, lambda text: (parse(text),))


def every(header: str, parse_list: Callable[[str], tuple[T, ...]]) -> View[tuple[T, ...]]:
    """A line of the header may hold several values, with commas between them."""
    key = key_of(header)

    def read(message: Headers) -> tuple[T, ...]:
        places = message.shape.places.get(key)
        if places is None:
            return ()
        if len(places) == 1:
            return parse_list(message.texts[places[0]].strip(" \t"))
        return tuple([found for place in places for found in parse_list(message.texts[place].strip(" \t"))])

    return View(read)


def miscounted(message: Headers, header: str) -> Malformed:
    count = len(message.values(header))
    return Malformed(message.start, len(message.start) + 1, f"one {header} header, not {count}")
