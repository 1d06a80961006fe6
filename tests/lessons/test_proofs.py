"""The ladders of the lessons beside the recordings of the real servers that they are told from.

What goes to and fro between two ends in one call is compared for itself: who sends what, reliably or not, in which order. What
a phone of ours does otherwise than the phone of the recording is named with each pair: `without` is left out on both sides,
`until` is where the two part, `ends` where the recording has no more, and `calls` are those that both have, counted from 0.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

import pytest

from tests.golden.trace import Trace
from tests.golden.trace_file import OPENSIPS, committed, load
from voiplab.course.by_hand import journals_by_hand
from voiplab.course.catalogue import lesson_folders
from voiplab.course.grading import messages_of
from voiplab.course.lesson import Lesson, NodeFiles, overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.explain.messages import Messages
from voiplab.lab.run import Run
from voiplab.net.address import Address
from voiplab.sim.moment import Moment, ms, seconds
from voiplab.sip.field import method_of
from voiplab.sip.message import Request, Response, parse

SERVER: Final = "freeswitch"
"""Of the lessons about reliable ringing."""


class Pair(NamedTuple):
    lesson: str
    run: str
    files: str
    case: str
    without: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    seed: int = 1
    ends: Moment | None = None
    calls: tuple[int, ...] = ()

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
    # these phones of the recordings do not ring before they answer, or say 100 first
    Pair("first-proxy", "direct", "start", "e-proxy/21-no-record_route-bye-goes-direct", without=("100", "180")),
    Pair("first-proxy", "direct", "solution", "e-proxy/01-basic-call-record-route"),
    # theirs still answers a BYE after its own one, with 200
    Pair(
        "first-proxy",
        "deaf",
        "no-loose-route",
        "e-proxy/34-student-no-loose_route-caller-not-registered",
        ("100", "180", "200", "481"),
    ),
    Pair("first-proxy", "deaf", "solution", "e-proxy/02-callee-hangs-up"),
    Pair("first-proxy", "unknown", "start", "c-intercom/02-strip-1-leaves-digit-404"),
    Pair("first-proxy", "busy", "start", "e-proxy/05-486-busy"),
    Pair("first-proxy", "dead", "start", "e-proxy/07-408-fr_timeout-dead-phone"),
    Pair("first-proxy", "silent", "start", "e-proxy/08-408-fr_inv_timeout-ringing-forever"),
    Pair("first-proxy", "cancel", "start", "e-proxy/04-cancel-while-ringing"),
    Pair("first-proxy", "busy", "solution", "e-proxy/13-serial-failover-failure_route"),
    # the telephones of the recordings say no 100; of the last one the first call is compared, which gets the 404
    Pair("gruu-one-device", "name", "start", "b-gruu/07-call-plain-aor-both-ring", without=("100",)),
    Pair("gruu-one-device", "public", "solution", "b-gruu/05-call-pub-gruu-only-target-rings", without=("100",)),
    Pair("gruu-one-device", "temporary", "solution", "b-gruu/06-call-temp-gruu-only-target-rings", without=("100",)),
    Pair("gruu-one-device", "gone", "solution", "b-gruu/12-gruu-of-unregistered-instance-and-stale-temp", calls=(0,)),
    Pair("gruu-one-device", "again", "solution", "b-gruu/12-gruu-of-unregistered-instance-and-stale-temp", calls=(0,)),
    Pair("gruu-sequential", "bye", "start", "b-gruu/10-caller-pubgruu-contact-bye-NO-lookup", ends=seconds(19)),
    # their Linphone hangs up too, and nobody is there any more; ours is told so
    Pair(
        "gruu-sequential",
        "bye",
        "start",
        "g-real-clients/05-linphonec-gruu-contact-NO-lookup",
        ("again", "408", "481"),
    ),
    Pair("gruu-sequential", "bye", "solution", "b-gruu/08-caller-pubgruu-contact-bye-with-lookup"),
    Pair("gruu-sequential", "bye", "solution", "g-real-clients/04-linphonec-gruu-contact-with-lookup"),
    Pair("gruu-sequential", "ack", "solution", "b-gruu/05-call-pub-gruu-only-target-rings", without=("100",)),
    # the call that REFER makes; a real phone holds the first one before, and the timers of the recording are longer
    Pair("gruu-transfer", "aor", "solution", "b-gruu/16-refer-to-AOR-both-devices-ring", without=("100",), calls=(1,)),
    Pair(
        "gruu-transfer", "contact", "solution", "b-gruu/17-refer-to-stale-contact-408", without=("again",), calls=(1,)
    ),
    Pair(
        "gruu-transfer",
        "gruu",
        "solution",
        "b-gruu/18-refer-to-pub-gruu-only-that-device-rings",
        without=("100",),
        calls=(1,),
    ),
    # people ring before they answer, and their 200 is repeated until the ACK has come
    Pair(
        "originate-b2bua",
        "click",
        "solution",
        "d-b2bua/03-originate-pjsua-through-own-registrar",
        without=("180", "again"),
    ),
    Pair(
        "originate-b2bua",
        "click",
        "solution",
        "d-b2bua/15-originate-AOR-407-exempt-own-address-si",
        without=("180", "again"),
        calls=(0, 1),
    ),
    Pair("originate-b2bua", "click", "challenged", "d-b2bua/14-originate-AOR-every-INVITE-407-fails"),
    # there the other one hangs up
    Pair("originate-b2bua", "dialled", "start", "e-proxy/20-407-pjsua-callers", ("100", "180"), ("BYE",)),
    # the server of these calls its phones without a way through its own script
    Pair("originate-b2bua", "busy", "solution", "d-b2bua/05-second-client-busy", without=("itself", "again", "100")),
    Pair(
        "originate-b2bua",
        "click",
        "no-pass-request",
        "d-b2bua/07-req-route-forgets-b2b_pass_request",
        without=("itself", "again", "100"),
        ends=seconds(19),
    ),
    Pair(
        "originate-b2bua",
        "click",
        "no-handle-reply",
        "d-b2bua/08-reply-route-forgets-b2b_handle_reply",
        without=("itself", "again", "100"),
        ends=seconds(19),
    ),
    # the first of five calls; the telephone of the recording says no 100
    Pair(
        "intercom-opensips",
        "intercom",
        "solution",
        "c-intercom/01-star6-strip-and-call-info",
        without=("100",),
        ends=ms(5_900),
    ),
    Pair("intercom-opensips", "intercom", "strip-1", "c-intercom/02-strip-1-leaves-digit-404", ends=ms(5_900)),
    Pair("intercom-opensips", "intercom", "no-strip", "c-intercom/06-student-no-strip-404", ends=ms(5_900)),
]


class Heard(NamedTuple):
    """A message as the server sees it."""

    raw: bytes
    source: str
    target: str


class Step(NamedTuple):
    """A message between two ends, without its tokens. The words of `what` can be named in `without`."""

    from_server: bool
    what: str
    is_reliable: bool


def step(heard: Heard, server: str, is_again: bool) -> Step:
    message = parse(heard.raw)
    what = message.method if isinstance(message, Request) else f"{message.status} {method_of(message)}"
    if is_again:
        what += " again"
    if heard.source == heard.target:
        what += " itself"
    return Step(heard.source == server, what, message.get("RSeq") is not None)


def legs(messages: Iterable[Heard], server: str, calls: Sequence[int]) -> list[list[Step]]:
    """What two ends say to each other in one call, in the order in which that begins; of these calls, or of all."""
    found: dict[str, dict[tuple[str, ...], list[Step]]] = {}
    known: list[Heard] = []
    for heard in messages:
        message = parse(heard.raw)
        if method_of(message) not in ("REGISTER", "OPTIONS"):
            ends = tuple(sorted((heard.source, heard.target)))
            steps = found.setdefault(message.call_id, {}).setdefault(ends, [])
            steps.append(step(heard, server, heard in known))
            known.append(heard)
    return [
        steps for number, call in enumerate(found.values()) if not calls or number in calls for steps in call.values()
    ]


def recorded(case: str) -> Trace:
    files = (*committed(), *committed(OPENSIPS))
    return next(load(path) for path in files if path.with_suffix("").as_posix().endswith(case))


def recorded_legs(trace: Trace, calls: Sequence[int] = ()) -> list[list[Step]]:
    def name(end: Address) -> str:
        return "server" if end.ip == trace.server else str(end)

    return legs((Heard(one.raw, name(one.source), name(one.target)) for one in trace.messages), "server", calls)


def server_of(lesson: Lesson) -> str:
    return next(name for name, plan in lesson.lab.nodes.items() if plan.kind != "phone")


def own_legs(messages: Messages, server: str, calls: Sequence[int] = ()) -> list[list[Step]]:
    """What the server sees: all that it sends, and of what phones send what arrives. There the recordings were made."""
    heard = (
        Heard(message.raw, message.source, message.target)
        for message in messages
        if isinstance(message.content, Request | Response) and (message.source == server or not message.is_lost)
    )
    return legs(heard, server, calls)


def compared(legs: Sequence[Sequence[Step]], pair: Pair) -> list[list[Step]]:
    before = [takewhile(lambda one: one.what.split()[0] not in pair.until, leg) for leg in legs]
    left = [[one for one in leg if not any(word in pair.without for word in one.what.split())] for leg in before]
    return [leg for leg in left if leg]


def files(lesson: Lesson, name: str) -> NodeFiles:
    changes = {"start": {}, "solution": lesson.solution, **lesson.wrong_turns}
    return overlaid(lesson.lab.files, changes[name])


def played(pair: Pair) -> Messages:
    lesson = read_lesson(lesson_folders()[pair.lesson])
    own = files(lesson, pair.files)
    journals = journals_by_hand(lesson, lesson.by_hand if pair.files == "solution" else {}, own, pair.seed)
    run = Run(lesson.lab_with(own), lesson.lab.runs[pair.run], pair.seed, journals.get(pair.run, ()))
    run.run(pair.ends)
    return messages_of(run)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_ladder_has_the_messages_of_its_recording(pair: Pair) -> None:
    server = server_of(read_lesson(lesson_folders()[pair.lesson]))
    ours = compared(own_legs(played(pair), server, pair.calls), pair)
    assert ours == compared(recorded_legs(recorded(pair.case), pair.calls), pair)


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


TOKENS: Final = (
    (r"(?<=expires=)\d+", "N"),
    (r"(?<=urn:uuid:)[0-9a-f-]+", "U"),
    (r"(?<=tgruu\.)[A-Za-z0-9+/=]+", "T"),
    (r"\d+\.\d+\.\d+\.\d+", "H"),
    (r"<[^>]*>", "<>"),
)
"""What is everybody's own in a Contact that a registrar gives back."""


def given(messages: Iterable[Request | Response]) -> str:
    """The Contact of the first 200 to a REGISTER."""
    fine = (one for one in messages if isinstance(one, Response) and one.status == 200)
    contact = next(one.get("Contact") for one in fine if method_of(one) == "REGISTER")
    assert contact is not None
    for token, stands in TOKENS:
        contact = re.sub(token, stands, contact)
    return contact


@pytest.mark.parametrize(
    "pair",
    [
        Pair("gruu-enable", "call", "start", "b-gruu/03-disable_gruu-default-1"),
        Pair("gruu-enable", "call", "solution", "g-real-clients/02-linphonec-register-gruu"),
    ],
    ids=str,
)
def test_a_registrar_gives_back_what_it_gave_in_the_recording(pair: Pair) -> None:
    ours = given(one.content for one in played(pair) if isinstance(one.content, Request | Response))
    assert ours == given(parse(one.raw) for one in recorded(pair.case).messages)
