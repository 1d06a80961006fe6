"""Two messages that correspond, header by header: what the second one has, lacks, or says differently."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from voiplab.explain.ignored import BETWEEN_RUNS, Ignored, Rule, alike
from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.sip.field import sdp_of
from voiplab.sip.message import Request, Response
from voiplab.sip.names import key_of
from voiplab.text.harmless import harmless


class Change(NamedTuple):
    """A header (`Supported`), a line of the session description (`SDP`), or the start line; empty where there is none."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def lines(self) -> list[str]:
        """`- Require: 100rel`, `+ Require: 100rel`; of a list only what came and went."""
        if self.name in LISTS and self.before and self.after:
            return [f"~ {self.name}: {', '.join(_came_and_went(self.before, self.after))}"]
        gone = [f"- {self.name}: {harmless(value)}" for value in self.before]
        return gone + [f"+ {self.name}: {harmless(value)}" for value in self.after]


LISTS: Final = ("Allow", "Supported", "Require", "Unsupported", "Allow-Events", "Accept")
"""Headers whose values are lists of words; a long one is better told by what is new in it."""

START: Final = "Start line"

MOST_LINES: Final = 500
"""A description that is longer was made to be, and finding what two of them have in common would take too long."""


def changes(
    before: SipMessage, after: SipMessage, numbers: tuple[str, str], ignored: Ignored = BETWEEN_RUNS
) -> tuple[Change, ...]:
    """`numbers` are the CSeqs of both, counted from the first one of their side."""
    if isinstance(before.content, Unreadable) or isinstance(after.content, Unreadable):
        return ()
    return tuple(_changes(before.content, after.content, numbers, ignored))


def _changes(
    before: Request | Response, after: Request | Response, numbers: tuple[str, str], ignored: Ignored
) -> Iterator[Change]:
    if before.start != after.start:
        yield Change(START, (before.start,), (after.start,))
    old, new = _values(before, numbers[0], ignored), _values(after, numbers[1], ignored)
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key, _NONE), new.get(key, _NONE)
        if was.compared != now.compared:
            yield Change(now.name or was.name, *_without_the_common(was, now))
    lines = _changed_lines(_sdp(before), _sdp(after), ignored.sdp)
    if lines is not None:
        yield lines


class _Values(NamedTuple):
    """All values of a header: as it is spelt, as they are, and as they are compared."""

    name: str
    values: tuple[str, ...]
    compared: tuple[str, ...]


_NONE: Final = _Values("", (), ())


def _values(message: Request | Response, number: str, ignored: Ignored) -> Mapping[str, _Values]:
    found: dict[str, _Values] = {}
    for name, value in message.fields:
        key = key_of(name)
        so_far = found.get(key, _Values(name, (), ()))
        shown = number if key == "cseq" else value
        compared = shown if key == "cseq" else alike(value, ignored.headers.get(key, ()))
        found[key] = _Values(so_far.name, (*so_far.values, shown), (*so_far.compared, compared))
    return found


def _without_the_common(was: _Values, now: _Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone = tuple(value for value, form in zip(was.values, was.compared, strict=True) if form not in now.compared)
    came = tuple(value for value, form in zip(now.values, now.compared, strict=True) if form not in was.compared)
    return (gone, came) if gone or came else (was.values, now.values)  # another order, or another number of them


def _came_and_went(before: Sequence[str], after: Sequence[str]) -> list[str]:
    old, new = _words(before), _words(after)
    came = [f"+ {word}" for word in new if word not in old]
    went = [f"- {word}" for word in old if word not in new]
    return came + went or ["in another order"]


def _words(values: Sequence[str]) -> list[str]:
    return [harmless(word.strip()) for value in values for word in value.split(",")]


def _sdp(message: Request | Response) -> list[str]:
    return sdp_of(message)[0].splitlines() if sdp_of(message) else []


def _changed_lines(before: list[str], after: list[str], ignored: tuple[Rule, ...]) -> Change | None:
    old, new = [alike(line, ignored) for line in before], [alike(line, ignored) for line in after]
    if old == new:
        return None
    if max(len(old), len(new)) > MOST_LINES:
        return Change("SDP", tuple(before), tuple(after))
    gone: list[str] = []
    came: list[str] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += before[i:j]
            came += after[k:m]
    return Change("SDP", tuple(gone), tuple(came))
