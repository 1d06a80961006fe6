"""The line that is being typed at a console, and the rows above it."""

import pytest

from voiplab.explain.consoles import Kind, Said
from voiplab.text.width import width
from voiplab.tui.widgets.console.editing import Completed, History, complete
from voiplab.tui.widgets.console.programs import FS_CLI, OPENSIPS_CLI, prompt
from voiplab.tui.widgets.console.rows import Row, broken, rows


def test_up_goes_back_and_down_comes_forth_to_what_was_being_typed() -> None:
    history = History()
    for line in ("status", "version", "version"):
        history.add(line)
    assert [history.move(-1, "sho") for _ in range(3)] == ["version", "status", "status"]
    assert [history.move(1, "sho") for _ in range(3)] == ["version", "sho", "sho"]


def test_an_empty_history_leaves_the_line_as_it_is() -> None:
    assert History().move(-1, "sho") == "sho"


@pytest.mark.parametrize(
    ("typed", "words", "completed"),
    [
        ("sta", ["status"], Completed("status ")),
        ("sofia sta", ["status"], Completed("sofia status ")),
        ("sofia ", ["help", "status"], Completed("sofia ", ["help", "status"])),
        ("uuid_", ["uuid_dump", "uuid_kill"], Completed("uuid_", ["uuid_dump", "uuid_kill"])),
        ("u", ["uuid_dump", "uuid_kill"], Completed("uuid_", ["uuid_dump", "uuid_kill"])),
        ("s", ["show", "show_more"], Completed("show", ["show", "show_more"])),
        ("xyz", [], Completed("xyz")),
        ("", ["a", "b"], Completed("", ["a", "b"])),
    ],
)
def test_tab_completes_as_far_as_it_is_clear(typed: str, words: list[str], completed: Completed) -> None:
    assert complete(typed, words) == completed


def test_each_program_has_its_prompt_and_a_server_is_started_from_a_shell() -> None:
    assert prompt(FS_CLI, "pbx") == "freeswitch@pbx> "
    assert prompt(OPENSIPS_CLI, "edge") == "(opensips-cli): "
    assert prompt(OPENSIPS_CLI, "edge", "systemctl restart opensips") == "# "
    assert prompt(OPENSIPS_CLI, "edge", "opensips -C") == "# "


def test_fs_cli_has_its_function_keys_and_f1_stays_free() -> None:
    assert sorted(FS_CLI.keys) == list(range(2, 13))
    assert [FS_CLI.keys[number] for number in (2, 3, 5, 6)] == ["status", "show channels", "sofia status", "reloadxml"]


def test_lines_are_broken_at_the_width_of_the_console() -> None:
    said = [Said(1, 0, Kind.TYPED, "status"), Said(2, 0, Kind.ANSWER, "x" * 25), Said(2, 0, Kind.ANSWER, "")]
    assert list(rows(said, OPENSIPS_CLI, "edge", 20)) == [
        Row("(opensips-cli): stat", Kind.TYPED, 16),
        Row("us", Kind.TYPED),
        Row("x" * 20, Kind.ANSWER),
        Row("x" * 5, Kind.ANSWER),
        Row("", Kind.ANSWER),
    ]


@pytest.mark.parametrize("text", ["", "plain words", "表" * 30, "a表" * 15])
def test_broken_lines_fit_and_lose_nothing(text: str) -> None:
    pieces = list(broken(text, 7))
    assert "".join(pieces) == text
    assert all(width(piece) <= 7 for piece in pieces)
