from voiplab.text.place import Place
from voiplab.text.remark import Effect, Remark
from voiplab.tui.widgets.config.findings import Findings

REMARKS = [
    Remark(Place("a.xml", 9, 3), Effect.IGNORED_THERE, "nobody reads it"),
    Remark(Place("a.xml", 2), Effect.IN_FORCE, "it listens"),
    Remark(Place("a.xml", 2, 7), Effect.ERROR, "no such port"),
    Remark(Place("a.xml", 5), Effect.NO_EFFECT_HERE, "no log is kept"),
    Remark(Place("b.xml", 1), Effect.NOT_SIMULATED, "video"),
    Remark(Place("b.xml", 2), Effect.IN_FORCE, "audio"),
]
FOUND = Findings.of("a.xml", REMARKS)


def test_the_gravest_remark_marks_a_line_and_comes_first() -> None:
    assert FOUND.effect(2) is Effect.ERROR
    assert FOUND.says(2) == "error: no such port | in force: it listens"
    assert (FOUND.effect(3), FOUND.says(3)) == (None, "")


def test_one_goes_from_trouble_to_trouble_and_around() -> None:
    assert [FOUND.next(line, 1) for line in (1, 2, 5, 9)] == [2, 9, 9, 2]
    assert [FOUND.next(line, -1) for line in (1, 2, 5, 9)] == [9, 9, 2, 2]
    assert Findings().next(1, 1) is None


def test_what_is_refused_in_another_file_is_told_too() -> None:
    assert FOUND.summary == "1 error, 1 ignored there, in b.xml:1: not simulated: video"
    assert Findings.of("b.xml", REMARKS[5:]).summary == ""


def test_what_a_file_says_cannot_command_the_terminal() -> None:
    found = Findings.of("a", [Remark(Place("a", 1), Effect.ERROR, "\x1b[2J")])
    assert found.says(1) == r"error: \x1b[2J"
