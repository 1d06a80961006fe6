"""What stands at a moment is what the recording says, no more and no less."""

import pytest

from tests.explain.golden_text import check_golden
from tests.explain.standing import Lesson, folded
from voiplab.course.catalogue import lesson_folders
from voiplab.explain.machine_lines import machine_lines
from voiplab.explain.machines import MACHINES
from voiplab.explain.state_history import StateHistory
from voiplab.explain.states import MachineId, Standing, States, Step
from voiplab.recording.events import Event, Moved, TimerFired, TimerSet, TimerStopped
from voiplab.recording.recording import Recording
from voiplab.sim.moment import ms, seconds

BOB = "bob"
INVITE = "INVITE z9hG4bK1"


def taken(*events: Event) -> States:
    states = States()
    for event in events:
        states.take(event)
    return states


def happens(at: int, what: Moved | TimerSet | TimerFired | TimerStopped) -> Event:
    return Event(at, ms(at), BOB, None, None, what)


@pytest.mark.parametrize("name", list(lesson_folders()))
def test_no_timer_is_armed_beyond_its_moment(name: str) -> None:
    """Else one that was stopped, or has fired, would still be shown."""
    lesson, states = Lesson(name), States()
    for event in lesson.recording:
        assert [timer for *_, timer in states.armed if timer.fires < event.at] == []
        states.take(event)


@pytest.mark.parametrize("name", ["prack-loss", "first-proxy"])
def test_every_timer_that_fires_was_armed_for_that_moment(name: str) -> None:
    lesson, states = Lesson(name), States()
    fired = 0
    for event in lesson.recording:
        if isinstance(event.what, TimerFired):
            armed = states.timers(event.node, event.what.machine)[event.what.timer.partition(": ")[0]]
            assert armed.fires == event.at
            fired += 1
        states.take(event)
    assert fired


def test_a_timer_that_was_stopped_is_armed_no_longer() -> None:
    armed = happens(1, TimerSet(INVITE, "A", ms(500))), happens(1, TimerSet(INVITE, "B", seconds(32)))
    assert [*taken(*armed).timers(BOB, INVITE)] == ["A", "B"]
    assert [*taken(*armed, happens(2, TimerStopped(INVITE, "A"))).timers(BOB, INVITE)] == ["B"]


def test_a_machine_keeps_its_way_and_is_forgotten_at_its_end() -> None:
    kind = "invite client transaction"
    steps = (
        happens(1, Moved(INVITE, kind, "", "calling", "c")),
        happens(5, Moved(INVITE, kind, "calling", "accepted", "c")),
    )
    [standing] = taken(*steps).machines.values()
    assert standing.path == (Step("calling", ms(1)), Step("accepted", ms(5)))
    over = happens(9, Moved(INVITE, kind, "accepted", "terminated", "c"))
    assert taken(*steps, over).machines == {}


def test_looking_back_gives_what_a_fold_from_the_start_gives() -> None:
    recording = Recording()
    for number in range(10_000):
        machine = f"OPTIONS {number // 3}"
        now = ("trying", "completed", "terminated")[number % 3]
        recording.append(ms(number), BOB, None, None, Moved(machine, "client transaction", "", now))
    history = StateHistory(recording)
    for event in (0, 1, 4_095, 4_096, 4_097, 8_192, 9_997):
        assert history.after(event).machines == folded(recording, event + 1).machines
    assert history.after(9_999) is history.now()


def test_looking_back_does_not_change_the_present() -> None:
    lesson = Lesson("prack-enable")
    now = dict(lesson.history.now().machines)
    assert lesson.after(lesson.the("INVITE")).machines != now
    assert lesson.history.now().machines == now


def test_what_was_done_in_one_go_with_a_message_has_been_done() -> None:
    """The timers of an INVITE are set after it was sent."""
    lesson = Lesson("prack-enable")
    invite = lesson.the("INVITE", "freeswitch")
    assert invite.request is not None
    assert [*lesson.after(invite).timers("freeswitch", f"INVITE {invite.request.branch}")] == ["A", "B"]


@pytest.mark.parametrize(("name", "registrar"), [("prack-enable", "freeswitch"), ("first-proxy", "opensips")])
def test_a_registrar_is_seen_to_know_its_telephones_and_until_when(name: str, registrar: str) -> None:
    lesson = Lesson(name)
    granted = lesson.the("200 OK (REGISTER)", registrar)
    assert lesson.after(lesson.the("REGISTER")).bindings == {}
    [binding] = [one for one in lesson.after(granted).bindings.values() if one.contact.startswith("sip:")][:1]
    said = granted.response
    assert said is not None
    assert isinstance(said.contacts, tuple)
    expires = int(said.contacts[0].param("expires") or 0)
    assert binding.node == registrar
    assert binding.until is not None
    assert seconds(expires - 1) <= binding.until - granted.at <= seconds(expires + 1)


def test_who_hears_whom_is_seen_while_they_talk_and_not_after() -> None:
    lesson = Lesson("prack-enable")
    bye = lesson.the("BYE")
    ways = {(stream.node, stream.heard_by) for stream in lesson.after(bye).streams}
    assert ("freeswitch", "bob") in ways
    assert list(lesson.history.now().streams) == []


@pytest.mark.parametrize(
    ("name", "summary", "source"),
    [
        ("prack-enable", "INVITE", "freeswitch"),
        ("prack-enable", "PRACK", "freeswitch"),
        ("first-proxy", "200 OK", "bob"),
        ("originate-b2bua", "180 Ringing", "bob"),
    ],
)
def test_the_states_of_a_lab_are_drawn(name: str, summary: str, source: str) -> None:
    lesson = Lesson(name)
    drawn = lesson.lines_after(lesson.the(summary, source))
    check_golden(f"states-{name}-{summary.lower().replace(' ', '-')}.txt", drawn)


@pytest.mark.parametrize("kind", list(MACHINES))
def test_a_machine_is_drawn_with_the_state_that_it_is_in(kind: str) -> None:
    states = MACHINES[kind].states
    path = tuple(Step(state, ms(20 * number)) for number, state in enumerate(states[:-1]))
    drawn = machine_lines(Standing(MachineId(BOB, kind, INVITE, "c"), path))
    text = "\n".join("".join(span.text for span in line).rstrip() for line in drawn)
    check_golden(f"machine-{kind.replace(' ', '-')}.txt", f"{text}\n")


@pytest.mark.parametrize("kind", list(MACHINES))
def test_each_state_of_a_machine_can_be_the_present_one(kind: str) -> None:
    for state in MACHINES[kind].states:
        drawn = machine_lines(Standing(MachineId(BOB, kind, INVITE, "c"), (Step(state, ms(1)),)))
        boxes = ["".join(span.text for span in line) for line in drawn]
        assert [line for line in boxes if line.startswith("  #") and "<= now" in line] == [
            f"  # {state} #  <= now, since 0.001"
        ]
