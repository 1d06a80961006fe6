"""How one product writes a message: header order, spelling, and the headers that it always adds, per method and status.

Data of a profile or a server; `sip` itself decides no order.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Final, NamedTuple

from voiplab.sip.draft import Draft
from voiplab.sip.value import value

OTHERS: Final = "*"
"""In an order: where headers stand that the order does not name."""


MOST_FORMS: Final = 1_000
"""So many are remembered: strangers may invent as many methods as they like."""

LINE_END: Final = re.compile("[\\r\\n\\0]")
"""What a configured value may not hold if it goes into a header: what follows would be a header of its own (RFC 3261 section
7.3.1). In the programs that voiplab stands for, which are written in C, a NUL ends the text as well."""


class Unwritable(Exception):
    """What was to be written has a line end in it: `name` says in which header, `origin` which event made that, if it is known.

    What has been parsed is free of them, so it comes out of somebody's configuration, and is never sent.
    """

    def __init__(self, name: str, value: str, origin: int | None = None) -> None:
        super().__init__(name, value, origin)
        self.name = name
        self.value = value
        self.origin = origin

    def __str__(self) -> str:
        return f"a line end in {self.name}: {self.value!r}"


class Line(NamedTuple):
    """A header as it will be written: `%s` stands for its value, which is found at `place`; a constant has it already."""

    text: str
    place: int | None = None

    @classmethod
    def of(cls, name: str, place: int) -> "Line":
        return cls(f"{_literal(name)}: %s", place)

    @classmethod
    def constant(cls, name: str, value: str) -> "Line":
        return cls(f"{_literal(name)}: {_literal(value)}")


class Form(NamedTuple):
    """Messages of one kind with the same headers: what they have in common, and in which order their values fill it in."""

    text: str
    chosen: Callable[[Sequence[str]], object]
    """The values in their order, from: first line, values of the draft's fields, Content-Length."""
    lines: tuple[Line, ...]
    is_broken: bool
    """A name or a constant has a line end in it."""

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> "Form":
        places = [line.place for line in lines if line.place is not None]
        is_broken = any("\r" in line.text or "\n" in line.text for line in lines)
        return cls("\r\n".join([line.text for line in lines]), itemgetter(*places), lines, is_broken)


@value(frozen=True, slots=True)
class Layout:
    """`orders` maps a kind of message to the names of its headers in order.

    A kind is `INVITE`, `180 INVITE`, `18x INVITE`, `4xx INVITE`, `200 *`, `2xx *`, `* *` (any response), `*` (any request);
    the most specific one wins, and before all others those with the draft's situation: `200 INVITE again`.
    A name is taken from the draft; when the draft has none, from `constants`; when there is none either, it is left out.
    `OTHERS` is where the draft's remaining headers stand (without it: before Content-Length).
    """

    orders: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str] = field(default_factory=dict)
    length: str = "%d"
    """How Content-Length is written: `%d`, or `%5d` for products that pad it."""
    length_of_nothing: str = ""
    """The same without a body, where it differs: pjsip pads to five characters, but an empty body's to two."""

    _forms: dict[tuple[tuple[str, ...], str, int | None, str], Form] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def write(self, draft: Draft) -> bytes:
        names, values = zip(*draft.fields, strict=True) if draft.fields else ((), ())
        form = self._form(names, draft)
        length = self.length if draft.body else self.length_of_nothing or self.length
        parts = (draft.start, *self.spelt(names, values), length % len(draft.body))
        said = "".join(parts)
        if form.is_broken or "\n" in said or "\r" in said:
            raise _unwritable(
                [line.text % (() if line.place is None else parts[line.place]) for line in form.lines], draft
            )
        return f"{form.text % form.chosen(parts)}\r\n\r\n".encode("utf-8", "surrogateescape") + draft.body

    def spelt(self, _names: tuple[str, ...], values: tuple[str, ...]) -> Sequence[str]:
        """How the values of the fields are written: as they are."""
        return values

    def _form(self, names: tuple[str, ...], draft: Draft) -> Form:
        key = (names, draft.method, draft.status, draft.situation)
        form = self._forms.get(key)
        if form is None:
            if len(self._forms) == MOST_FORMS:
                self._forms.clear()
            form = self._forms[key] = self._read(*key)
        return form

    def _read(self, names: tuple[str, ...], method: str, status: int | None, situation: str) -> Form:
        places: dict[str, list[int]] = {}
        for place, name in enumerate(names, start=1):
            places.setdefault(name, []).append(place)
        places["Content-Length"] = [len(names) + 1]
        lines = [Line("%s", 0)]
        for name in _in_order(self.orders[self._kind(method, status, situation)], places):
            if name in places:
                lines += [Line.of(name, place) for place in places[name]]
            elif name in self.constants:
                lines.append(Line.constant(name, self.constants[name]))
        return Form.of(tuple(lines))

    def _kind(self, method: str, status: int | None, situation: str) -> str:
        if status is None:
            candidates = [method, "*"]
        else:
            candidates = [
                f"{status} {method}",
                f"{status // 10}x {method}",
                f"{status // 100}xx {method}",
                f"{status} *",
                f"{status // 10}x *",
                f"{status // 100}xx *",
                f"* {method}",
                "* *",
            ]
        if situation:
            candidates[:0] = [f"{kind} {situation}" for kind in candidates]
        return next(kind for kind in candidates if kind in self.orders)


def _in_order(order: tuple[str, ...], present: Iterable[str]) -> list[str]:
    """The names of `order`, with those of `present` that it does not name put in their place."""
    middle = next((order.index(name) for name in (OTHERS, "Content-Length") if name in order), len(order))
    others = [name for name in present if name not in order]
    return [*order[:middle], *others, *[name for name in order[middle:] if name != OTHERS]]


def _literal(text: str) -> str:
    """As it stands in a text that values are put into."""
    return text.replace("%", "%%")


def _unwritable(lines: list[str], draft: Draft) -> Unwritable:
    """The first line that is more than one."""
    at, line = next((at, line) for at, line in enumerate(lines) if "\r" in line or "\n" in line)
    name, _, value = line.partition(": ")
    if at == 0 or LINE_END.search(name):
        return Unwritable("the first line" if at == 0 else "the name of a header", line)
    return Unwritable(name, value, draft.origins.get(name))
