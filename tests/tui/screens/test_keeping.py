"""What would be lost is asked about; what lies on the disk is taken in."""

from pathlib import Path

from tests.tui.desks import Ticks, desk, play_out, played, workspace_desk
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.lab.actions import NodeAction
from voiplab.tui.desk.breakpoints import OnLine
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.player import Going
from voiplab.tui.screens.choosing import ChooseScreen
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.screens.home import HomeScreen
from voiplab.tui.widgets.config.editor import Editor
from voiplab.tui.widgets.lesson.pane import LessonPane

CFG = "opensips/opensips.cfg"


async def edit(person: Person) -> None:
    """Something is typed into the proxy's script, and not saved."""
    await person.press("ctrl+o", "f", "enter")
    person.lab.query_one("#config-editor", Editor).focus()
    await person.type("#")


def test_a_lab_with_an_unsaved_file_is_left_only_by_who_wants_that(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await edit(person)
        await person.press("ctrl+o", "l", "q")
        assert "is not saved" in person.sees
        await person.press("escape")
        assert not isinstance(person.app.screen, ChooseScreen)
        await person.press("ctrl+o", "l", "q", "down", "enter")
        await person.pilot.pause()
        assert isinstance(person.app.screen, HomeScreen)

    at_the_keyboard(story, tmp_path, workspace_desk(tmp_path, "first-proxy"))


def test_who_saves_when_quitting_finds_the_file_on_the_disk(tmp_path: Path) -> None:
    lab = workspace_desk(tmp_path, "first-proxy")
    path = tmp_path / "mine" / CFG
    before = path.read_text()

    async def story(person: Person) -> None:
        await edit(person)
        await person.press("ctrl+o", "l", "ctrl+q")
        await person.press("enter")
        await person.until(lambda: path.read_text() == f"#{before}")
        await person.until(lambda: not person.app.is_running or person.app._exit)

    at_the_keyboard(story, tmp_path, lab)
    assert path.read_text() == f"#{before}"


def test_files_come_back_as_they_were_at_the_start_when_that_is_confirmed(tmp_path: Path) -> None:
    lab = workspace_desk(tmp_path, "first-proxy")
    path = tmp_path / "mine" / CFG
    before = path.read_text()
    path.write_text("# mine\n")

    async def story(person: Person) -> None:
        await person.press("X", "n")
        assert path.read_text() == "# mine\n"
        await person.press("X")
        assert isinstance(person.app.screen, ConfirmScreen)
        await person.press("y")
        assert path.read_text() == before

    at_the_keyboard(story, tmp_path, lab)
    assert (tmp_path / "mine" / ".voiplab" / "kept" / "1" / CFG).read_text() == "# mine\n"


def test_a_run_begins_again_with_what_another_program_has_saved(tmp_path: Path) -> None:
    lab = workspace_desk(tmp_path, "first-proxy")

    async def story(person: Person) -> None:
        (tmp_path / "mine" / CFG).write_bytes(b"# from outside\n")
        await person.press("R")
        assert lab.player.lab.files["opensips"]["opensips.cfg"] == b"# from outside\n"

    at_the_keyboard(story, tmp_path, lab)


def test_without_a_workspace_nothing_is_said_to_be_saved(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await edit(person)
        await person.press("ctrl+s")
        await person.pilot.pause()
        assert "nothing is on the disk" in " ".join(toasts(person))

    at_the_keyboard(story, tmp_path, desk("first-proxy"))


def test_what_is_told_is_never_markup(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        person.lab.notify("no [/such] [red]thing[/red] \x1b[2J")
        await person.pilot.pause()
        assert toasts(person)[-1] == r"no [/such] [red]thing[/red] \x1b[2J"
        assert not any(notification.markup for notification in person.app._notifications)

    at_the_keyboard(story, tmp_path, desk("first-proxy"))


def toasts(person: Person) -> list[str]:
    return [notification.message for notification in person.app._notifications]


def test_a_run_stops_at_a_line_that_was_chosen_in_the_editor(tmp_path: Path) -> None:
    lab = desk("first-proxy")

    async def story(person: Person) -> None:
        await person.press("ctrl+o", "f", "enter")
        editor = person.lab.query_one("#config-editor", Editor)
        line = next(n for n, text in enumerate(editor.document.lines, start=1) if "lookup(" in text)
        editor.focus()
        editor.go_to(line)
        await person.press("f2")
        assert lab.player.breakpoints == [OnLine(CFG, line)]
        assert f"{line}@" in person.sees
        await person.press("ctrl+o", "l", "greater_than_sign")
        await person.until(lambda: lab.player.going is Going.PAUSED)
        assert lab.player.says == f"stopped at {CFG}:{line}"
        await person.press("ctrl+o", "f", "f2")
        assert lab.player.breakpoints == []

    at_the_keyboard(story, tmp_path, lab)


def test_a_workspace_whose_files_are_refused_says_so_when_it_is_opened(tmp_path: Path) -> None:
    before = workspace_desk(tmp_path, "first-proxy")
    (tmp_path / "mine" / CFG).write_bytes(b"route {\n")
    assert before.workspace is not None
    assert before.lesson is not None
    lab = Desk.of_workspace(before.workspace, before.lesson, Ticks())

    async def story(person: Person) -> None:
        assert any("opensips.cfg:" in told for told in toasts(person))

    at_the_keyboard(story, tmp_path, lab)


def test_who_wants_a_run_to_go_on_that_cannot_is_told_what_to_do(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("p")
        assert toasts(person)[-1].startswith("Nothing is left to happen by itself")

    at_the_keyboard(story, tmp_path, played("prack-enable"))


def test_what_was_done_by_hand_before_is_forgotten_only_by_who_wants_that(tmp_path: Path) -> None:
    lab = workspace_desk(tmp_path, "gruu-one-device")
    lab.start("public")
    play_out(lab)
    lab.perform("bob", NodeAction("dial alice"))
    journal = tmp_path / "mine" / "journal" / "public.yaml"
    before = journal.read_text()
    lab.start("public")

    async def story(person: Person) -> None:
        await person.press("ctrl+o", "p", "7", "enter")
        assert "You have acted once later in this run" in person.sees
        await person.press("n")
        assert journal.read_text() == before
        await person.press("8", "enter", "y")
        await person.pilot.pause()
        assert "dial alice" not in journal.read_text()

    at_the_keyboard(story, tmp_path, lab)


def test_a_proof_is_shown_also_when_the_run_on_the_screen_has_not_come_so_far(tmp_path: Path) -> None:
    lab = desk("first-proxy")

    async def story(person: Person) -> None:
        person.lab.post_message(LessonPane.ProofWanted("busy", 9))
        await person.until(lambda: len(person.lab.story.messages) >= 9 and not lab.player.is_moving)
        assert (lab.plan.name, person.lab.cursor) == ("busy", 9)
        assert lab.is_graded("busy")

    at_the_keyboard(story, tmp_path, lab)
