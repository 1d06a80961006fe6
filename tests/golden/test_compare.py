"""The comparer on trial: every mutation of every recording is seen, and nothing else is."""

from functools import cache
from pathlib import Path

import pytest

from tests.golden.compare import compare
from tests.golden.difference import Difference, Kind
from tests.golden.ignored import Rule
from tests.golden.mutate import MUTATIONS, Mutation, turned
from tests.golden.normalise import Token, rewrite
from tests.golden.trace import Message, Trace
from tests.golden.trace_file import committed, load
from tests.golden.wire_text import read

TRACES = committed()


@cache
def trace_of(path: Path) -> Trace:
    return load(path)


def case_id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def mutation_id(mutation: Mutation) -> str:
    return mutation.name.replace(" ", "-")


every_trace = pytest.mark.parametrize("path", TRACES, ids=case_id)


def places(trace: Trace) -> list[int]:
    return [place for place, message in enumerate(trace.messages) if trace.is_from_server(message)]


def differences_of(trace: Trace, mutation: Mutation, place: int, spread: int) -> tuple[Difference, ...] | None:
    changed = mutation.act(trace.messages, place, spread)
    return None if changed is None else compare(trace.messages, changed, trace.server)


@every_trace
def test_a_recording_does_not_differ_from_itself(path: Path) -> None:
    trace = trace_of(path)
    assert compare(trace.messages, trace.messages, trace.server) == ()


@every_trace
def test_every_mutation_of_a_recording_is_reported(path: Path) -> None:
    """Of one message each, another one for each mutation and each recording."""
    trace = trace_of(path)
    unseen = [mutation.name for mutation in MUTATIONS if not is_seen(trace, mutation, TRACES.index(path))]
    assert unseen == []


def is_seen(trace: Trace, mutation: Mutation, turn: int) -> bool:
    """Also when the recording has nothing to mutate so; that most have is the next test's claim."""
    spread = turn + MUTATIONS.index(mutation)
    mine = places(trace)
    first = spread % len(mine)
    tried = (differences_of(trace, mutation, place, spread) for place in (*mine[first:], *mine[:first]))
    found = next((differences for differences in tried if differences is not None), None)
    return found is None or mutation.kind in [difference.kind for difference in found]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=mutation_id)
def test_a_mutation_can_be_done_to_most_recordings_that_have_what_it_needs(mutation: Mutation) -> None:
    able = [
        path for path in TRACES if any(mutation.act(trace_of(path).messages, at, 1) for at in places(trace_of(path)))
    ]
    assert len(able) > (8 if "SDP version" in mutation.name else len(TRACES) // 2)


@every_trace
def test_every_header_of_every_message_is_compared(path: Path) -> None:
    """Each one dropped in turn, and nothing but that is reported."""
    trace = trace_of(path)
    dropped = next(mutation for mutation in MUTATIONS if mutation.kind is Kind.HEADER_MISSING)
    place = places(trace)[-1]
    message = trace.messages[place]
    for at, header in enumerate(read(message.raw).headers):
        found = differences_of(trace, dropped, place, at)
        assert found is not None
        first, *others = found
        assert (first.kind, first.message, first.where) == (Kind.HEADER_MISSING, message.number, header.name)
        assert all(other.where == "Content-Length" for other in others)


@every_trace
def test_consistently_renamed_tokens_make_no_difference(path: Path) -> None:
    trace = trace_of(path)
    assert compare(trace.messages, renamed(trace), trace.server) == ()


def renamed(trace: Trace) -> list[Message]:
    """All tokens, those of the phones too; what is compared is that they are used alike."""
    return [one._replace(raw=rewrite(one.raw, _asker(one), _other)) for one in trace.messages]


def _asker(message: Message) -> str:
    return message.source.ip if read(message.raw).is_request else message.target.ip


def _other(token: Token) -> str:
    match token.row.rule:
        case Rule.SAME:
            return turned(token.value)
        case Rule.STEP:
            return str(int(token.value) + 1000 + len(token.scope))
        case Rule.FORM if token.row.name == "Date":
            return "Mon, 02 Mar 2026 09:00:00 GMT"
        case Rule.FORM | Rule.LENGTH:
            return token.value


@every_trace
def test_a_later_start_of_everything_makes_no_difference(path: Path) -> None:
    """As after registrations that the recording does not have."""
    trace = trace_of(path)
    later = [message._replace(at=message.at + 17_000_000) for message in trace.messages]
    assert compare(trace.messages, later, trace.server) == ()


def test_a_phone_that_was_not_played_to_the_end_is_reported() -> None:
    trace = trace_of(TRACES[0])
    phone = [message for message in trace.messages if not trace.is_from_server(message)][-1]
    kept = [message for message in trace.messages if message is not phone]
    assert Kind.PHONE in [difference.kind for difference in compare(trace.messages, kept, trace.server)]


def test_a_tag_that_changes_in_the_middle_of_a_dialog_is_reported_once_per_message() -> None:
    path = next(path for path in TRACES if path.stem == "plain_call_caller_bye")
    trace = trace_of(path)
    final = next(one for one in trace.messages if read(one.raw).start == "SIP/2.0 200 OK" and trace.is_from_server(one))
    tag = read(final.raw).first("To").rpartition("tag=")[2]
    raw = final.raw.replace(tag.encode(), turned(tag).encode())
    changed = [one._replace(raw=raw) if one is final else one for one in trace.messages]
    assert compare(trace.messages, changed, trace.server) == (
        Difference(Kind.TOKEN, final.number, "To: tag", f"{tag}, as the recording has {tag}", turned(tag)),
    )


def test_of_many_copies_the_one_that_is_missing_is_named() -> None:
    """And the others are neither late nor early."""
    path = next(path for path in TRACES if path.stem == "on_caller_never_pracks")
    trace = trace_of(path)
    copies = [one.number for one in trace.messages if one.raw == trace.messages[8].raw]
    assert len(copies) == 7
    for number in copies:
        kept = [one for one in trace.messages if one.number != number]
        found = compare(trace.messages, kept, trace.server)
        assert [(one.kind, one.message) for one in found] == [(Kind.MESSAGE_MISSING, number)]
