"""The ladders of the lessons beside the recordings of the real server that they are told from.

Each leg is compared for itself: who sends what, reliably or not, in which order. What a phone of ours does otherwise than the
phone of the recording is named with each pair: `without` is left out on both sides, `until` is where the two part.
"""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

import pytest

from tests.golden.trace import Trace
from tests.golden.trace_file import committed, load
from voiplab.course.catalogue import lesson_folders
from voiplab.course.grading import messages_of
from voiplab.course.lesson import Lesson, NodeFiles, overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.explain.messages import Messages
from voiplab.lab.run import Run
from voiplab.sim.moment import Moment, ms
from voiplab.sip.field import method_of
from voiplab.sip.message import Request, Response, parse

SERVER: Final = "freeswitch"


class Pair(NamedTuple):
    lesson: str
    run: str
    files: str
    case: str
    without: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    seed: int = 1

    def __str__(self) -> str:
        return f"{self.lesson} {self.run} {self.files} - {self.case}"


PRACK_CASES: Final = "c-prack"
CLIENTS: Final = "p-real-clients"

PAIRS: Final = [
    Pair("prack-enable", "call", "start", "b-calls/plain_call_caller_bye"),
    Pair("prack-enable", "call", "solution", "c-prack/on_callee_180_require_100rel"),
    Pair("prack-enable", "back", "solution", "c-prack/on_callee_supported_only", without=("100",)),
    Pair("prack-microsip", "call", "start", "p-real-clients/pjsua_default_microsip_style_profile_on"),
    Pair("prack-microsip", "demand", "start", "p-real-clients/pjsua_caller_use_100rel_profile_on"),
    Pair("prack-microsip", "call", "silent", "c-prack/default_pjsua_caller_pre_answer_183", without=("100",)),
    Pair("prack-420", "found-1", "start", "p-real-clients/pjsua_caller_use_100rel_profile_off_420"),
    Pair("prack-420", "ticket-1", "solution", "p-real-clients/pjsua_caller_use_100rel_profile_on"),
    Pair("prack-420", "found-2", "start", "p-real-clients/pjsua_callee_use_100rel_profile_off"),
    # pjsua says 100 first, the OBi does not
    Pair("prack-420", "ticket-2", "solution", "p-real-clients/pjsua_callee_use_100rel_profile_on", without=("100",)),
    Pair("prack-420", "ticket-3", "solution", "c-prack/on_caller_require_unknown_420"),
    # with these seeds one copy is lost, as in the recordings
    Pair("prack-loss", "reliable-180-lost", "start", "c-prack/lost_first_180_of_reliable_callee", seed=2),
    Pair("prack-loss", "prack-lost", "start", "c-prack/lost_first_PRACK_180_repeated"),
    Pair("prack-loss", "200-to-prack-lost", "start", "c-prack/lost_200_to_PRACK"),
    # the caller of the recording sends no PRACK at all, ours are lost
    Pair(
        "prack-loss",
        "never-acknowledged",
        "start",
        "c-prack/on_caller_never_pracks",
        ("100", "PRACK"),
        ("504", "CANCEL"),
    ),
    Pair(
        "prack-loss",
        "answered-meanwhile",
        "start",
        "c-prack/on_caller_never_pracks_callee_answers",
        ("100", "PRACK"),
        ("BYE", "CANCEL"),
    ),
    Pair("offerless-invite", "call", "start", "f-3pcc/enable-3pcc_absent"),
    Pair("offerless-invite", "hasty", "start", "f-3pcc/enable-3pcc_true", without=("100",)),
    # the busy phones of the recordings do not ring first
    Pair("offerless-invite", "hasty-busy", "start", "f-3pcc/enable-3pcc_true_callee_busy", without=("100", "180")),
    Pair("offerless-invite", "busy", "solution", "f-3pcc/enable-3pcc_proxy_callee_busy", without=("100", "180")),
]


class Step(NamedTuple):
    """A message of a leg, without its tokens."""

    from_server: bool
    what: str
    is_reliable: bool


def step(message: Request | Response, from_server: bool) -> Step:
    what = message.method if isinstance(message, Request) else f"{message.status} {method_of(message)}"
    return Step(from_server, what, message.get("RSeq") is not None)


def legs(messages: Iterable[tuple[Request | Response, bool]]) -> list[list[Step]]:
    """The calls among them, by their Call-IDs, in the order in which they begin."""
    found: dict[str, list[Step]] = {}
    for message, from_server in messages:
        if method_of(message) not in ("REGISTER", "OPTIONS"):
            found.setdefault(message.call_id, []).append(step(message, from_server))
    return list(found.values())


def recorded(case: str) -> Trace:
    return next(load(path) for path in committed() if path.with_suffix("").as_posix().endswith(case))


def recorded_legs(trace: Trace) -> list[list[Step]]:
    return legs((parse(message.raw), message.source.ip == trace.server) for message in trace.messages)


def own_legs(messages: Messages) -> list[list[Step]]:
    """What the server sees: all that it sends, and of what phones send what arrives. There the recordings were made."""
    return legs(
        (message.content, message.source == SERVER)
        for message in messages
        if isinstance(message.content, Request | Response) and (message.source == SERVER or not message.is_lost)
    )


def compared(steps: Sequence[Step], pair: Pair) -> list[Step]:
    before = takewhile(lambda one: one.what.split()[0] not in pair.until, steps)
    return [one for one in before if not any(word in pair.without for word in one.what.split())]


def files(lesson: Lesson, name: str) -> NodeFiles:
    changes = {"start": {}, "solution": lesson.solution, **{one.name: one.files for one in lesson.mistakes}}
    return overlaid(lesson.lab.files, changes[name])


def played(pair: Pair) -> Messages:
    lesson = read_lesson(lesson_folders()[pair.lesson])
    run = Run(lesson.lab_with(files(lesson, pair.files)), lesson.lab.runs[pair.run], pair.seed)
    run.run()
    return messages_of(run)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_ladder_has_the_messages_of_its_recording(pair: Pair) -> None:
    ours = [compared(leg, pair) for leg in own_legs(played(pair))]
    assert ours == [compared(leg, pair) for leg in recorded_legs(recorded(pair.case))]


def since_the_first(moments: Sequence[Moment]) -> list[Moment]:
    return [moment - moments[0] for moment in moments]


def test_the_copies_to_who_never_acknowledges_and_their_end_come_at_the_recorded_moments() -> None:
    pair = next(pair for pair in PAIRS if pair.run == "never-acknowledged")
    trace = recorded(pair.case)
    ours = [
        message.at
        for message in played(pair)
        if message.source == SERVER and message.response and message.response.status in (180, 504)
    ]
    theirs = [
        message.at
        for message in trace.messages
        if message.source.ip == trace.server and message.raw.startswith((b"SIP/2.0 180", b"SIP/2.0 504"))
    ]
    assert since_the_first(ours) == pytest.approx(since_the_first(theirs), abs=ms(5))
