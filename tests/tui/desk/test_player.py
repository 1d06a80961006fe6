"""A run under a person's hands."""

import pytest

from tests.tui.desks import Ticks, desk, play_out, played
from voiplab.lab.actions import Edit, NodeAction
from voiplab.lab.node import ImpossibleAction
from voiplab.recording.events import EventId, Sent
from voiplab.sim.moment import seconds
from voiplab.tui.desk.breakpoints import NoBreakpoint, breakpoint_of
from voiplab.tui.desk.desk import FREE
from voiplab.tui.desk.player import Going, Player


def messages(player: Player) -> list[bytes]:
    return [payload for _, payload in sent(player)]


def sent(player: Player) -> list[tuple[EventId, bytes]]:
    """The events of all messages, and their bytes."""
    packets = [(event.id, event.what) for event in player.recording.sent()]
    return [
        (event, what.packet.payload)
        for event, what in packets
        if isinstance(what, Sent) and isinstance(what.packet.payload, bytes)
    ]


def settle(player: Player) -> None:
    while player.is_moving:
        player.slice()


def test_a_step_ends_at_the_next_message() -> None:
    player = desk("prack-enable").player
    before = len(messages(player))  # telephones register when they are started
    for more in (1, 2, 3):
        player.step()
        settle(player)
        assert (player.going, len(messages(player))) == (Going.PAUSED, before + more)


def test_a_run_is_quiet_when_nothing_is_left_to_happen() -> None:
    assert played("prack-enable").player.going is Going.QUIET


def test_a_breakpoint_stops_the_run_and_says_at_what() -> None:
    player = desk("prack-enable", solution=True).player
    player.breakpoints.append(breakpoint_of("PRACK"))
    player.to_next()
    settle(player)
    assert player.says == "stopped at PRACK"
    assert messages(player)[-1].startswith(b"PRACK ")


@pytest.mark.parametrize("text", ["4xx", "486", "REFER", "lost", "freeswitch/dialplan/default.xml:12"])
def test_a_breakpoint_is_written_as_it_is_read(text: str) -> None:
    assert str(breakpoint_of(text)) == text


@pytest.mark.parametrize("text", ["", "9xx", "refer", "default.xml", ":3"])
def test_what_is_no_breakpoint_is_refused_with_what_is_expected(text: str) -> None:
    with pytest.raises(NoBreakpoint, match="expected 4xx"):
        breakpoint_of(text)


def test_rewinding_executes_again_the_same_bytes_up_to_the_message() -> None:
    player = played("prack-enable").player
    old = messages(player)
    mark = player.mark(sent(player)[9][0])
    assert mark is not None
    player.rewind(mark)
    settle(player)
    again = messages(player)
    assert player.going is Going.PAUSED
    assert again == old[: len(again)]
    assert len(again) >= 10
    player.to_next()
    settle(player)
    assert messages(player) == old


def test_what_somebody_does_after_rewinding_makes_another_branch() -> None:
    found = played("prack-enable")
    player = found.player
    mark = player.mark(sent(player)[9][0])
    assert mark is not None
    player.rewind(mark)
    settle(player)
    found.perform("alice", NodeAction("hang up"))
    play_out(found)
    first, second = player.branches
    assert (first.name, first.left_at, second.name) == ("A", mark, "B")
    assert first.run.digest() != second.run.digest()


def test_an_act_is_done_again_when_rewinding_to_a_message_that_it_sent() -> None:
    found = played("prack-enable", "free")
    found.perform("alice", NodeAction("dial 1001"))
    play_out(found)
    player = found.player
    old = messages(player)
    invite = next(event for event, payload in sent(player) if payload.startswith(b"INVITE"))
    mark = player.mark(invite)
    assert mark is not None
    player.rewind(mark)
    settle(player)
    assert messages(player) == old[: len(messages(player))]
    assert messages(player)[-1].startswith(b"INVITE")


def test_a_file_that_is_refused_leaves_a_dark_lab_and_its_error() -> None:
    found = desk("first-proxy")
    node = next(name for name, plan in found.lab.nodes.items() if plan.kind == "opensips")
    path = next(path for path in found.files[node] if path.endswith(".cfg"))
    found.files[node] = {**found.files[node], path: b'route { if (is_method("INVITE") }\n'}
    found.start()
    assert found.refused is not None
    assert found.player.run.nodes == {}


def test_who_dials_by_hand_has_the_time_to_answer_at_the_other_telephone() -> None:
    """Silence is skipped only while nobody has acted: this telephone rings for a minute."""
    found = played("prack-enable", FREE)
    dialled_at = found.player.moment
    found.perform("alice", NodeAction("dial 1001"))
    assert isinstance(found.clock, Ticks)
    for _ in range(60):  # a second for whoever looks: ten in the lab
        found.clock.now += 1 / 60
        found.player.slice()
    assert dialled_at + seconds(9) < found.player.moment < dialled_at + seconds(11)
    found.perform("bob", NodeAction("answer"))
    assert messages(found.player)[-1].startswith(b"SIP/2.0 200 ")


def test_who_presses_a_key_before_the_run_has_begun_sets_it_going() -> None:
    found = desk("prack-enable", FREE)
    found.perform("alice", NodeAction("dial 1001"))
    assert found.player.going is Going.RUNNING


def test_who_presses_a_key_in_a_run_that_was_paused_finds_it_paused() -> None:
    found = desk("prack-enable", FREE)
    found.player.play()
    found.player.pause()
    found.perform("alice", NodeAction("dial 1001"))
    assert found.player.going is Going.PAUSED


def test_a_file_that_is_saved_sets_nothing_going_and_takes_nobody_s_time() -> None:
    found = desk("prack-enable")
    found.save("freeswitch", "dialplan/more.xml", b"<include/>")
    assert found.player.going is Going.READY
    found.player.play()
    assert isinstance(found.clock, Ticks)
    while found.player.is_moving:  # it rings for many seconds, which are skipped
        found.clock.now += 1 / 60
        found.player.slice()
    assert found.clock.now < 20


def test_a_file_that_is_saved_forgets_nothing_that_was_done_by_hand_before() -> None:
    first = played("prack-enable", FREE)
    first.perform("alice", NodeAction("dial 1001"))
    play_out(first)
    again = Player(first.lab, first.plan, first.seed, Ticks(), first.player.journal)
    again.perform("freeswitch", Edit("dialplan/more.xml", b"<include/>"))
    assert again.run.rest == 1


def test_what_is_saved_while_a_run_is_executed_again_is_there_when_it_has_got_there() -> None:
    player = played("prack-enable").player
    mark = player.mark(sent(player)[9][0])
    assert mark is not None
    player.rewind(mark)
    player.perform("freeswitch", Edit("dialplan/more.xml", b"<include/>"))
    with pytest.raises(ImpossibleAction, match="executed again"):
        player.perform("alice", NodeAction("hang up"))
    settle(player)
    assert [str(entry.action) for entry in player.run.journal] == ["edit dialplan/more.xml"]
