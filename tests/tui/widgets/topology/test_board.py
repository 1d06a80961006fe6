"""What the pane of the network shows of a moment, and what can be chosen there."""

import pytest

from tests.explain.golden_text import check_golden
from tests.tui.desks import desk, play_out, played
from voiplab.course.grading import names
from voiplab.explain.messages import Messages, SipMessage, Vanished
from voiplab.explain.network_plan import Cell, WireId
from voiplab.lab.actions import Cable, action
from voiplab.tui.widgets.topology.board import TopologyBoard
from voiplab.tui.widgets.topology.under_way import FRAMES, LINGER


class Bench:
    """The board of a lesson, played or to be played; 78 columns wide."""

    def __init__(self, lesson: str, *, is_played: bool = True) -> None:
        self.desk = played(lesson, solution=True) if is_played else desk(lesson, solution=True)
        self.messages = Messages(self.desk.player.recording, names(self.desk.lab))
        self.board = TopologyBoard(self.desk.lab, self.messages, 78)

    def look(self, message: SipMessage | None) -> None:
        at = self.desk.player.moment if message is None else message.at
        newest = self.messages[-1] if self.messages else None
        self.board.look(message, at, newest=newest if message is None else None)

    @property
    def text(self) -> str:
        lines = ["".join(span.text for span in line).rstrip() for line in self.board.lines]
        return "\n".join([self.board.heading, self.board.told, *lines, ""])


def test_the_message_that_is_looked_at_is_an_arrow_with_its_name() -> None:
    bench = Bench("prack-enable")
    bench.look(bench.messages.number(15))
    text = bench.text
    assert " at 1.023  message 15, bob > freeswitch: 180 Ringing" in text
    assert "15 180 Ringing" in text
    assert "<<<" in text


def test_a_message_that_was_lost_is_seen_to_be_lost() -> None:
    bench = Bench("prack-loss")
    lost = next(message for message in bench.messages if isinstance(message.fate, Vanished))
    bench.look(lost)
    assert " is lost" in bench.text
    assert "x lost by the script of this run" in bench.board.heading


def test_while_nothing_is_under_way_there_is_no_arrow() -> None:
    bench = Bench("prack-enable")
    bench.look(None)
    assert ">" not in bench.text


def test_the_message_that_was_just_sent_is_an_arrow_while_the_run_stands_still() -> None:
    bench = Bench("prack-enable", is_played=False)
    bench.desk.player.step()
    while bench.desk.player.is_moving:
        bench.desk.player.slice()
    bench.messages.catch_up()
    bench.look(None)
    assert f"message {len(bench.messages)}, " in bench.board.heading


def test_a_film_shows_a_message_on_its_way_and_then_no_more() -> None:
    bench = Bench("prack-enable", is_played=False)
    play_out(bench.desk)
    bench.messages.catch_up()
    bench.board.watch(bench.desk.player.moment)
    bench.look(None)
    texts = []
    while bench.board.tick():
        texts.append(bench.text)
    assert any(" o " in text for text in texts)
    assert len(dict.fromkeys(texts)) > FRAMES // 2
    assert " o " not in bench.text


def test_a_loss_is_seen_for_longer_than_an_arrival() -> None:
    bench = Bench("prack-loss")
    lost = next(message for message in bench.messages if isinstance(message.fate, Vanished))
    way = bench.board._under_way
    way._films[lost.n] = 0
    bench.board._is_film, bench.board._moment = True, bench.desk.player.moment
    frames = 0
    while bench.board.tick():
        frames += 1
    assert frames > FRAMES + LINGER


def test_links_are_those_of_the_moment_that_is_looked_at() -> None:
    bench = Bench("prack-enable")
    first = bench.messages.number(1)
    bench.desk.perform("alice", action("link office loss 5%"))
    bench.desk.perform("bob", Cable.UNPLUG)
    bench.look(None)
    assert "loss 5%" in bench.text
    assert "unplugged" in bench.text
    bench.look(first)
    assert "loss 5%" not in bench.text
    assert "unplugged" not in bench.text


def test_the_arrows_lead_from_node_to_link_to_node() -> None:
    board = Bench("prack-enable").board
    went = []
    for dx, dy in ((0, 1), (0, 1), (0, 1), (0, -1), (1, 0), (0, -1)):
        board.go(dx, dy)
        went.append(board.chosen)
    assert went == [
        WireId("alice", "office"),
        WireId("freeswitch", "office"),
        "freeswitch",
        WireId("freeswitch", "office"),
        WireId("bob", "office"),
        "bob",
    ]


@pytest.mark.parametrize("lesson", ["prack-enable", "intercom-opensips"])
def test_every_node_can_be_reached_by_keys_alone(lesson: str) -> None:
    board = Bench(lesson).board
    reached = {board.chosen: None}
    ways = [board.chosen]
    while ways:
        start = ways.pop()
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            board.chosen = start
            board.go(dx, dy)
            if board.chosen not in reached:
                reached[board.chosen] = None
                ways.append(board.chosen)
    assert {*board.plan.boxes, *board.plan.wires} == {*reached}


def test_a_click_chooses_what_is_nearest() -> None:
    board = Bench("prack-enable").board
    for name, box in board.plan.boxes.items():
        board.choose(Cell(box.x + 1, box.y + 1))
        assert board.host == name


def test_what_is_chosen_is_told_in_a_sentence() -> None:
    bench = Bench("prack-enable")
    assert bench.board.told == " alice: microsip-3.21, 192.168.10.11, plugged in"
    bench.board.go(0, 1)
    assert bench.board.told == " link alice - office: delay 200us"


@pytest.mark.parametrize("lesson", ["prack-enable", "intercom-opensips"])
def test_the_network_of_a_lesson_is_drawn(lesson: str) -> None:
    bench = Bench(lesson)
    bench.look(bench.messages.number(12))
    check_golden(f"network-of-{lesson}.txt", bench.text)


def test_what_is_switched_off_in_a_run_is_seen_to_be_off() -> None:
    bench = Bench("prack-enable")
    board = TopologyBoard(bench.desk.lab, bench.messages, 78, off=("bob",))
    text = "\n".join("".join(span.text for span in line) for line in board.lines)
    assert "| switched off  |" in text
    assert "microsip-3.21" in text
