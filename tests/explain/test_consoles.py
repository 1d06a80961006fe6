"""What was typed at consoles and what they said, folded from recordings."""

from voiplab.explain import consoles
from voiplab.explain.consoles import Consoles, Kind
from voiplab.recording.events import Answered, EventId, Logged, Performed, What
from voiplab.recording.recording import Recording


class Told:
    def __init__(self) -> None:
        self.recording = Recording()
        self.consoles = Consoles(self.recording, {"freeswitch": "pbx"})

    def happens(self, what: What, cause: EventId | None = None, host: str = "pbx") -> EventId:
        return self.recording.append(0, host, cause, None, what)

    def text(self, end: EventId | None = None) -> list[tuple[Kind, str]]:
        self.consoles.catch_up()
        return [(line.kind, line.text) for line in self.consoles.said("freeswitch", end)]


def test_a_command_is_followed_by_its_answer_line_by_line() -> None:
    told = Told()
    asked = told.happens(Performed("status", 1))
    told.happens(Answered("status", "UP 0 years\n\nready\n"), asked)
    told.happens(Logged("info", "not on the console"))
    told.happens(Performed("dial 1001", 1), host="alice")
    assert told.text() == [
        (Kind.TYPED, "status"),
        (Kind.ANSWER, "UP 0 years"),
        (Kind.ANSWER, ""),
        (Kind.ANSWER, "ready"),
    ]


def test_an_answer_that_comes_later_says_to_what() -> None:
    told = Told()
    asked = told.happens(Performed("originate user/1001 1002", 1))
    told.happens(Answered("originate user/1001 1002", "+OK 1\n"), told.happens(Logged("info", "in between"), asked))
    assert told.text()[1:] == [(Kind.ASIDE, "answer to originate user/1001 1002"), (Kind.ANSWER, "+OK 1")]


def test_the_last_answer_is_the_last_command_with_what_was_said_since() -> None:
    told = Told()
    assert told.consoles.last_answer("freeswitch") == ""
    for command in ("one", "two"):
        told.happens(Answered(command, f"{command}!\n"), told.happens(Performed(command, 1)))
    told.consoles.catch_up()
    assert told.consoles.last_answer("freeswitch") == "two\ntwo!"
    assert told.consoles.last_answer("freeswitch", 2) == "one\none!"


def test_files_and_cables_are_told_beside_the_commands() -> None:
    told = Told()
    for action in ("edit vars.xml", "unplug", "plug in", "remove vars.xml", "reloadxml"):
        told.happens(Performed(action, 1))
    assert [kind for kind, _ in told.text()] == [Kind.ASIDE] * 4 + [Kind.TYPED]


def test_looking_back_shows_what_had_been_said_by_then() -> None:
    told = Told()
    asked = told.happens(Performed("one", 1))
    told.happens(Answered("one", "1"), asked)
    told.happens(Performed("two", 1))
    assert told.text(0) == []
    assert told.text(asked + 1) == [(Kind.TYPED, "one")]
    assert told.text(asked + 2) == [(Kind.TYPED, "one"), (Kind.ANSWER, "1")]


def test_what_a_console_says_is_harmless_and_keeps_its_columns() -> None:
    told = Told()
    asked = told.happens(Performed("show", 1))
    told.happens(Answered("show", "a\tb\x1b[2J"), asked)
    assert told.text()[1] == (Kind.ANSWER, r"a       b\x1b[2J")


def test_a_long_console_lets_its_beginning_go() -> None:
    told = Told()
    for number in range(2 * consoles.MOST + 1):
        told.happens(Performed(f"echo {number}", 1))
    lines = told.text()
    assert len(lines) <= 2 * consoles.MOST
    assert lines[-1] == (Kind.TYPED, f"echo {2 * consoles.MOST}")
