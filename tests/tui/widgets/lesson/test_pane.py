"""The lesson, beside its lab."""

from pathlib import Path

from tests.tui.desks import Ticks, desk, played, workspace_desk
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.course.workspace import Progress
from voiplab.tui.desk.desk import Desk
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.widgets.lesson.commands import keys_for


def test_enter_on_a_tick_that_came_alive_leads_to_its_message_on_the_ladder(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "e", "e", "home", "down")
        await person.until(lambda: "holds in this run (message 14)" in person.sees)
        await person.press("enter")
        assert person.lab.cursor == 14
        assert "14 1.023" in person.sees

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True))


def test_enter_on_the_title_of_an_exercise_asks_its_first_question(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "e", "e", "end", "up", "enter")
        assert isinstance(person.app.screen, AskScreen)
        await person.press("escape", "home", "enter")
        assert not isinstance(person.app.screen, AskScreen)  # nothing is asked in the first one

    at_the_keyboard(story, tmp_path, desk("prack-enable"))


def test_who_types_where_a_question_stands_begins_the_answer(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "e", "e", "end", "E", "space", "u", "p")
        assert isinstance(person.app.screen, AskScreen)
        await person.press("enter")
        assert person.lab.desk.answers_now["live"] == "E up"
        await person.press("h")
        assert "live: hint 1" in person.sees

    at_the_keyboard(story, tmp_path, desk("prack-enable"))


def test_what_an_earlier_session_passed_says_so_above_checks_that_nobody_has_made_yet(tmp_path: Path) -> None:
    mine = workspace_desk(tmp_path, "prack-enable")
    assert mine.workspace is not None
    mine.workspace.record(Progress(passed=("offer",)))
    again = Desk.of_workspace(mine.workspace, read_lesson(lesson_folders()["prack-enable"]), Ticks())

    async def story(person: Person) -> None:
        await person.press("ctrl+o", "e", "e", "home")
        assert "[x] offer (configure), passed earlier" in person.sees
        assert "[ ] rack (predict)" in person.sees

    at_the_keyboard(story, tmp_path, again)


def test_below_the_brief_stand_the_keys_of_the_commands_it_speaks_of() -> None:
    brief = "Play it with `voiplab run`, then `voiplab run --against start`, and\n\n    voiplab check\n"
    assert keys_for(brief) == "Here: voiplab run = R, then >   --against = D   voiplab check = c"
    assert keys_for("Nothing but words.") == ""


def test_the_keys_of_commands_are_on_the_screen_with_the_brief_only(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "e")
        assert "voiplab check = c" in person.sees
        await person.press("e")
        assert "voiplab check = c" not in person.sees

    at_the_keyboard(story, tmp_path, desk("prack-enable"))
