"""How one product writes a message: header order, spelling, and the headers that it always adds, per method and status.

Data of a profile or a server; `sip` itself decides no order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from voiplab.sip.draft import Draft

OTHERS: Final = "*"
"""In an order: where headers stand that the order does not name."""


MOST_KINDS: Final = 1_000
"""Whose order is remembered: strangers may invent as many methods as they like."""

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


class Order(NamedTuple):
    """The names of one kind: before and after those that it does not name."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    named: frozenset[str]

    @classmethod
    def of(cls, names: tuple[str, ...]) -> "Order":
        middle = next((names.index(name) for name in (OTHERS, "Content-Length") if name in names), len(names))
        return cls(names[:middle], tuple(name for name in names[middle:] if name != OTHERS), frozenset(names))


@dataclass(frozen=True, slots=True)
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

    _known: dict[tuple[str, int | None, str], "Order"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def write(self, draft: Draft) -> bytes:
        values: dict[str, list[str]] = {}
        for name, value in draft.fields:
            values.setdefault(name, []).append(value)
        length = self.length if draft.body else self.length_of_nothing or self.length
        values["Content-Length"] = [length % len(draft.body)]
        constants = self.constants
        lines = [draft.start]
        for name in self.order(draft, values):
            if name in values:
                lines += [f"{name}: {value}" for value in values[name]]
            elif name in constants:
                lines.append(f"{name}: {constants[name]}")
        head = "\r\n".join(lines)
        if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1:
            raise _unwritable(lines, draft)
        return f"{head}\r\n\r\n".encode("utf-8", "surrogateescape") + draft.body

    def order(self, draft: Draft, present: Mapping[str, object]) -> list[str]:
        """The names to write, in order, with the unnamed ones of `present` put in their place."""
        key = (draft.method, draft.status, draft.situation)
        order = self._known.get(key)
        if order is None:
            if len(self._known) == MOST_KINDS:
                self._known.clear()
            order = self._known[key] = Order.of(self.orders[self._kind(*key)])
        return [*order.first, *[name for name in present if name not in order.named], *order.last]

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


def _unwritable(lines: list[str], draft: Draft) -> Unwritable:
    """The first line that is more than one."""
    at, line = next((at, line) for at, line in enumerate(lines) if "\r" in line or "\n" in line)
    name, _, value = line.partition(": ")
    if at == 0 or LINE_END.search(name):
        return Unwritable("the first line" if at == 0 else "the name of a header", line)
    return Unwritable(name, value, draft.origins.get(name))
