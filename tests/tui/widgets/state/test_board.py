"""What the pane of states shows for each thing that its person asks."""

from tests.tui.desks import desk, play_out, played
from voiplab.course.grading import names
from voiplab.explain.messages import Messages, SipMessage
from voiplab.tui.widgets.state.board import StateBoard


class Bench:
    """The board of a played lesson, right after its first INVITE of the server."""

    def __init__(self) -> None:
        desk = played("prack-enable", solution=True)
        self.messages = Messages(desk.player.recording, names(desk.lab))
        self.board = StateBoard(self.messages, ["alice", "freeswitch", "bob"])
        self.now = desk.player.moment
        self.look(
            next(one for one in self.messages if one.method == "INVITE" and one.source == "freeswitch" and one.request)
        )

    def look(self, message: SipMessage | None) -> None:
        if message is None:
            self.board.look(None, self.now)
        else:
            self.board.look(message.event.id, message.at)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.board.lines]

    def choose(self, words: str) -> None:
        self.board.choose(next(place for place, text in enumerate(self.texts) if words in text))


def test_all_nodes_are_shown_until_one_is_chosen() -> None:
    bench = Bench()
    assert [text for text in bench.texts if not text.startswith(" ")] == ["alice", "freeswitch", "bob"]
    bench.board.turn(1)
    assert [text for text in bench.texts if not text.startswith(" ")] == ["alice"]
    bench.board.turn(-2)
    assert [text for text in bench.texts if not text.startswith(" ")] == ["bob"]


def test_only_what_has_the_words_is_shown_with_its_timers() -> None:
    bench = Bench()
    bench.board.search("resend invite")
    assert [text.strip() for text in bench.texts] == [
        "freeswitch",
        "Transactions",
        "* INVITE client      calling  since 1.023  of message 14",
        "timer A fires in 1.0 s, at 2.023: resend INVITE",
        "timer B fires in 32.0 s, at 33.023: no response to INVITE: give up",
    ]
    bench.board.search("nobody says this")
    assert [text.strip() for text in bench.texts] == ["(nothing stands here)"]


def test_a_transaction_is_drawn_at_large_and_closed_again() -> None:
    bench = Bench()
    bench.choose("INVITE client      calling")
    assert bench.board.open()
    assert bench.texts[0] == "INVITE, client: RFC 3261 section 17.1.1, RFC 6026"
    assert "timer A fires in 1.0 s, at 2.023: resend INVITE" in [text.strip() for text in bench.texts[3:5]]
    assert bench.texts[bench.board.chosen] == "  # calling #  <= now, since 1.023"
    assert bench.board.close()
    assert "INVITE client      calling" in bench.texts[bench.board.chosen]
    assert not bench.board.close()


def test_the_drawn_machine_goes_along_with_time() -> None:
    bench = Bench()
    bench.choose("INVITE client      calling")
    bench.board.open()
    later = next(one for one in bench.messages if one.method == "PRACK")
    bench.look(later)
    assert "  # proceeding #  <= now, since 1.023" in bench.texts
    bench.look(None)
    assert bench.texts[-1] == "  It has come to its end, and stands no longer."


def test_a_heading_is_no_machine_to_be_drawn() -> None:
    bench = Bench()
    bench.board.choose(0)
    assert not bench.board.open()


def test_the_cursor_stays_with_its_machine_when_others_come_and_go() -> None:
    bench = Bench()
    bench.choose("INVITE client      calling")
    bench.look(next(one for one in bench.messages if one.method == "PRACK"))
    assert "INVITE client      proceeding" in bench.texts[bench.board.chosen]
    assert "of message 14" in bench.texts[bench.board.chosen]


def test_the_cursor_stays_among_the_lines() -> None:
    bench = Bench()
    bench.board.go(1_000_000)
    assert bench.board.chosen == len(bench.texts) - 1
    bench.look(None)
    assert bench.board.chosen < len(bench.texts)


def test_a_machine_that_has_ended_since_it_was_drawn_is_not_opened() -> None:
    found = desk("prack-enable", solution=True)
    messages = Messages(found.player.recording, names(found.lab))
    board = StateBoard(messages, ["alice"])
    board.look(None, found.player.moment)
    board.choose(next(place for place, line in enumerate(board.lines) if "REGISTER client" in line.text))
    play_out(found)
    assert not board.open()
    assert not board.is_open
