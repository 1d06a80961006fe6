"""Patterns for messages: one small language for checks, filters and faults.

    180 from bob to freeswitch, Require has 100rel, RSeq as $rseq
    PRACK from freeswitch to bob, RAck is "$rseq $cseq INVITE"
    200 for BYE, not lost

    pattern   = kind *( "|" kind ) [ "for" METHOD ] [ "from" NODE ] [ "to" NODE ] *( "," condition )
    kind      = METHOD / 180 / 18x / 4xx / "request" / "response" / "message"
    condition = field relation value / field "as" $name / "with" field / "without" field / [ "not" ] ( "again" / "lost" )

Fields are told in `field`, relations in `condition`. A value stands in quotes when it has a comma in it; `$name` in a value is
what an earlier pattern captured, `$name+1` one more.
"""

from collections.abc import Mapping
from typing import Final

from voiplab.sip.condition import Bindings, Captures, Condition, Fate, Holds, Passing, names_in
from voiplab.sip.field import Field, method_of
from voiplab.sip.message import Request, Response
from voiplab.sip.pattern_reader import read, sentence
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Match:
    """The pattern fits; `bindings` are those given and those captured here."""

    bindings: Bindings


@value(frozen=True, slots=True)
class Mismatch:
    """The first thing that differs, and in which field; `nearness` orders near misses, 0 is none."""

    nearness: int
    difference: str
    field: Field | None = None


@value(frozen=True, slots=True)
class Pattern:
    """A pattern, read. `kinds` and `method` (of a response's CSeq) are as written; None means any."""

    text: str
    kinds: tuple[str, ...]
    method: str | None = None
    source: str | None = None
    target: str | None = None
    conditions: tuple[Condition, ...] = ()

    @classmethod
    def parse(cls, given: str | Mapping[str, object]) -> "Pattern":
        """From its text, or from a mapping with the keys `message` (or `method`, `status`), `for`, `from`, `to`, `where`."""
        text = given if isinstance(given, str) else sentence(given)
        return cls(" ".join(text.split()), *read(text))

    def __str__(self) -> str:
        return self.text

    @property
    def captures(self) -> list[str]:
        """The names that it gives values to."""
        return [condition.name for condition in self.conditions if isinstance(condition, Captures)]

    @property
    def unbound(self) -> list[str]:
        """The names that it asks for and does not capture itself."""
        asked = [
            name for condition in self.conditions if isinstance(condition, Holds) for name in names_in(condition.value)
        ]
        return [name for name in asked if name not in self.captures]

    def matches(self, message: Request | Response, source: str | None = None, target: str | None = None) -> bool:
        """Without nodes, those that the pattern names are not looked at."""
        passing = Passing(message, source or self.source or "", target or self.target or "")
        return isinstance(self.compare(passing, {}), Match)

    def compare(self, passing: Passing, bindings: Bindings) -> Match | Mismatch:
        """Whether this message fits, and what was captured; or the first thing that differs."""
        kind = self._kind_nearness(passing.message)
        strayed = self._route_differences(passing)
        captured = dict(bindings)
        broken: list[tuple[str, Field | None]] = []
        for condition in self.conditions:
            outcome = condition.check(passing, captured)
            if isinstance(outcome, str):
                broken.append((outcome, None if isinstance(condition, Fate) else condition.field))
            else:
                captured.update(outcome)
        if kind < _SAME_KIND:
            strayed.insert(0, f"expected {self._kind_words()}, but it is {name_of(passing.message)}")
        if not strayed and not broken:
            return Match(captured)
        difference, field = (strayed[0], None) if strayed else broken[0]
        # Of messages of another kind none is nearer than another, whatever their headers have in common.
        return Mismatch(kind * 100 - 3 * len(strayed) - len(broken) if kind else 0, difference, field)

    def _route_differences(self, passing: Passing) -> list[str]:
        return [
            f"expected it {way} {wanted}, but it went {way} {found}"
            for way, wanted, found in (("from", self.source, passing.source), ("to", self.target, passing.target))
            if wanted is not None and wanted != found
        ]

    def _kind_words(self) -> str:
        return " or ".join(self.kinds) + (f" for {self.method}" if self.method else "")

    def _kind_nearness(self, message: Request | Response) -> int:
        if isinstance(message, Response) and self.method not in (None, method_of(message)):
            return 0
        return max(_nearness(kind, message) for kind in self.kinds)


_SAME_KIND: Final = 3


def _nearness(kind: str, message: Request | Response) -> int:
    """3: it is one; 2: a response of the same class; 0: something else."""
    if kind == "message":
        return _SAME_KIND
    if isinstance(message, Request):
        return _SAME_KIND if kind in ("request", message.method) else 0
    status = str(message.status)
    if kind == "response" or fits_digits(status, kind):
        return _SAME_KIND
    return 2 if kind[0] == status[0] else 0


def fits_digits(status: str, kind: str) -> bool:
    """`180` fits `180`, `18x` and `1xx`."""
    return len(kind) == 3 and all(wanted in ("x", digit) for wanted, digit in zip(kind, status, strict=True))


def name_of(message: Request | Response) -> str:
    """`PRACK`, `180 Ringing`, `200 OK for BYE`."""
    if isinstance(message, Request):
        return message.method
    name = f"{message.status} {message.phrase}"
    return name if method_of(message) == "INVITE" else f"{name} for {method_of(message)}"
