"""How one product writes a message: header order, spelling, and the headers that it always adds, per method and status.

Data of a profile or a server; `sip` itself decides no order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from voiplab.sip.draft import Draft

OTHERS: Final = "*"
"""In an order: where headers stand that the order does not name."""


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

    def write(self, draft: Draft) -> bytes:
        values: dict[str, list[str]] = {}
        for name, value in draft.fields:
            values.setdefault(name, []).append(value)
        length = self.length if draft.body else self.length_of_nothing or self.length
        values["Content-Length"] = [length % len(draft.body)]
        lines = [draft.start]
        for name in self.order(draft, values):
            for value in values.get(name) or self._constant(name):
                lines.append(f"{name}: {value}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape") + draft.body

    def _constant(self, name: str) -> tuple[str, ...]:
        return (self.constants[name],) if name in self.constants else ()

    def order(self, draft: Draft, present: Mapping[str, object]) -> list[str]:
        """The names to write, in order, with the unnamed ones of `present` put in their place."""
        named = self.orders[self._kind(draft)]
        rest = [name for name in present if name not in named]
        if OTHERS in named:
            place = named.index(OTHERS)
            return [*named[:place], *rest, *named[place + 1 :]]
        place = named.index("Content-Length") if "Content-Length" in named else len(named)
        return [*named[:place], *rest, *named[place:]]

    def _kind(self, draft: Draft) -> str:
        method, status = draft.method, draft.status
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
        if draft.situation:
            candidates[:0] = [f"{kind} {draft.situation}" for kind in candidates]
        return next(kind for kind in candidates if kind in self.orders)
