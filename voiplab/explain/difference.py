"""Two runs side by side: which messages appeared, vanished or changed; drawn as one ladder with marks in its margin."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from voiplab.explain.canvas import Role, Span
from voiplab.explain.columns import Column
from voiplab.explain.header_difference import Change, changes
from voiplab.explain.ladder import Ladder, Line, drawn
from voiplab.explain.messages import Delivered, Messages, SipMessage, UnderWay, Unreadable, Vanished
from voiplab.explain.story import arrows_of
from voiplab.sip.value import value


@value(frozen=True, slots=False)
class Kept:
    """The same message in both runs; `changes` may be empty."""

    before: SipMessage
    after: SipMessage
    changes: tuple[Change, ...]


@value(frozen=True, slots=False)
class Appeared:
    after: SipMessage


@value(frozen=True, slots=False)
class Gone:
    before: SipMessage


Step = Kept | Appeared | Gone


def difference(before: Messages, after: Messages) -> Sequence[Step]:
    """Aligned by who sends what to whom on which leg; the longest stretches that agree are kept together."""
    return tuple(_steps(before, after))


def is_same(steps: Sequence[Step]) -> bool:
    return all(isinstance(step, Kept) and not step.changes for step in steps)


def _steps(before: Messages, after: Messages) -> Iterator[Step]:
    numbers = _numbers(before), _numbers(after)
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            for old, new in zip(before[i:j], after[k:m], strict=True):
                yield Kept(old, new, _changes(old, new, (numbers[0][old.n], numbers[1][new.n])))
        else:
            yield from (Gone(message) for message in before[i:j])
            yield from (Appeared(message) for message in after[k:m])


def _keys(messages: Messages) -> list[tuple[object, ...]]:
    """A leg is known by who began it, for whom, and with what: its Call-ID is another one in each run."""
    begun: dict[str, tuple[str, str, str]] = {}
    for message in messages:
        begun.setdefault(message.leg.call_id, (message.source, message.target, message.method))
    return [
        (begun[message.leg.call_id], message.source, message.target, _kind(message), message.is_copy)
        for message in messages
    ]


def _kind(message: SipMessage) -> str:
    status = "" if message.response is None else f"{message.response.status} "
    return status + message.method


def _numbers(messages: Messages) -> Mapping[int, str]:
    """The CSeq of each message as its distance from the first one that this side of the dialog used."""
    first: dict[tuple[str, str], int] = {}
    numbers: dict[int, str] = {}
    for message in messages:
        if isinstance(message.content, Unreadable):
            numbers[message.n] = ""
            continue
        asker = message.source if message.request is not None else message.target
        cseq = message.content.cseq
        distance = cseq.number - first.setdefault((message.leg.call_id, asker), cseq.number)
        numbers[message.n] = f"first+{distance} {cseq.method}" if distance else f"first {cseq.method}"
    return numbers


def _changes(old: SipMessage, new: SipMessage, numbers: tuple[str, str]) -> tuple[Change, ...]:
    found = changes(old, new, numbers)
    was, now = _fate(old), _fate(new)
    return found if was == now else (Change("Fate", (was,), (now,)), *found)


def _fate(message: SipMessage) -> str:
    match message.fate:
        case Delivered():
            return "arrived"
        case Vanished(_, reason):
            return reason
        case UnderWay():
            return "under way at the end"


MOST_ALIKE: Final = 6
"""A longer stretch of messages that are as before is shown by its ends."""


def difference_ladder(before: Messages, after: Messages, columns: Sequence[Column] = (), *, width: int = 80) -> Ladder:
    """Marks: `+` appeared, `-` vanished, `~` changed, with the headers below; what vanished has its number of `before`."""
    old = {arrow.message.n: arrow for arrow in arrows_of(before)}
    new = {arrow.message.n: arrow for arrow in arrows_of(after)}
    lines: list[Line] = []
    told: dict[str, int] = {}
    for step in difference(before, after):
        match step:
            case Kept(_, message, ()):
                lines.append(Line(new[message.n]))
            case Kept(_, message, changed):
                lines.append(Line(new[message.n], "~", tuple(_told(message.n, changed, told))))
            case Appeared(message):
                lines.append(Line(new[message.n], "+"))
            case Gone(message):
                lines.append(Line(old[message.n], "-"))
    return drawn(_shortened(lines), columns, width=width)


def _told(n: int, changed: Sequence[Change], told: dict[str, int]) -> Iterator[Span]:
    """The lines of each change; one that was told at a message before is only named."""
    again: dict[int, list[str]] = {}
    for change in changed:
        text = "\n".join(change.lines())
        first = told.setdefault(text, n)
        if first != n:
            again.setdefault(first, []).append(change.name)
            continue
        for line in change.lines():
            yield Span(line, _ROLES[line[0]])
    for first, names in again.items():
        yield Span(f"~ {', '.join(names)}: as in {first}", Role.CHANGED)


_ROLES: Final = {"+": Role.APPEARED, "-": Role.VANISHED, "~": Role.CHANGED}


def _shortened(lines: Sequence[Line]) -> list[Line]:
    shown: list[Line] = []
    alike: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not line.mark:
            alike.append(line)
            continue
        shown += _ends(alike)
        alike = []
        if line is not None:
            shown.append(line)
    return shown


def _ends(alike: list[Line]) -> list[Line]:
    if len(alike) <= MOST_ALIKE:
        return alike
    left_out = len(alike) - 4
    note = Span(f"({left_out} messages as before)", Role.NOTE)
    return [alike[0], alike[1]._replace(below=(note,)), *alike[-2:]]
