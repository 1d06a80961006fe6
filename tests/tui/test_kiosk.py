"""A session of a class: whose it is, and what cannot be reached from it."""

import asyncio
from pathlib import Path

import pytest

from tests.tui.desks import Ticks, workspace_desk
from tests.tui.keyboard import Person, Story
from voiplab.course.workspace import open_workspace, seed_of
from voiplab.tui.desk.memory import Memory
from voiplab.tui.desk.students import NotYourName, take_seat
from voiplab.tui.kiosk import KioskApp
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.screens.home import HomeScreen
from voiplab.tui.screens.lab import LabScreen
from voiplab.tui.screens.signing_in import SignInScreen
from voiplab.tui.themes import LIGHT


def in_class(story: Story, root: Path, name: str | None = "Ada") -> None:
    """Play the story in a session of the student, who has seen the tour."""
    if name is not None and not root.is_file():
        Memory(root / name.lower()).toured()

    async def play() -> None:
        clock = Ticks()
        app = KioskApp(root, name, clock)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await story(Person(app, pilot, clock))

    asyncio.run(play())


def warnings(person: Person) -> list[str]:
    return [one.message for one in person.app._notifications]


async def choose_prack(person: Person) -> None:
    await person.press("slash")
    await person.type("Switch PRACK on")
    await person.press("enter")


def test_who_says_their_name_has_the_course_in_a_folder_of_that_name(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        assert isinstance(person.app.screen, SignInScreen)
        await person.type("Ada Lovelace")
        await person.press("enter", "escape")
        assert isinstance(person.app.screen, HomeScreen)
        await choose_prack(person)
        await person.until(lambda: isinstance(person.app.screen, LabScreen))

    in_class(story, tmp_path, None)
    workspace = open_workspace(tmp_path / "ada-lovelace/prack-enable")
    assert workspace is not None
    assert workspace.marker.seed == seed_of("prack-enable", "ada-lovelace")


def test_a_name_that_is_taken_is_told_and_another_one_may_be_tried(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.type("Ada")
        await person.press("enter")
        assert "Ada is at work in another window" in person.sees
        await person.type(" B")
        await person.press("enter")
        assert not isinstance(person.app.screen, SignInScreen)

    seat = take_seat(tmp_path, "Ada")
    in_class(story, tmp_path, None)
    seat.leave()


def test_whose_name_the_proxy_says_can_take_no_other(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        assert isinstance(person.app.screen, ConfirmScreen)
        await person.press("y")
        assert isinstance(person.app.screen, ConfirmScreen)
        seat.leave()
        await person.press("y")
        assert isinstance(person.app.screen, HomeScreen)

    seat = take_seat(tmp_path, "Ada")
    in_class(story, tmp_path)


@pytest.mark.parametrize("name", ["Ada", None])
def test_where_nothing_can_be_kept_it_is_said(name: str | None, tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        if name is None:
            await person.type("Ada")
            await person.press("enter")
        assert "Nothing can be kept here: Not a directory." in person.sees

    root = tmp_path / "file"
    root.touch()
    in_class(story, root, name)


def test_a_session_holds_its_seat_until_it_ends(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        with pytest.raises(NotYourName):
            take_seat(tmp_path, "Ada")
        await person.press("q")

    in_class(story, tmp_path)
    take_seat(tmp_path, "Ada").leave()


def test_nothing_is_remembered_before_somebody_has_a_name(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+p")
        assert isinstance(person.app.screen, SignInScreen)

    in_class(story, tmp_path, None)
    assert list(tmp_path.iterdir()) == []


def test_the_colours_that_a_student_chose_are_there_again(tmp_path: Path) -> None:
    async def first(person: Person) -> None:
        assert person.app.theme != LIGHT.name
        person.app.action_theme()
        await person.press("down", "enter")
        assert person.app.theme == LIGHT.name

    async def second(person: Person) -> None:
        assert person.app.theme == LIGHT.name

    in_class(first, tmp_path)
    in_class(second, tmp_path)


def test_the_settings_of_the_servers_user_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    Memory(own).chose_theme(LIGHT.name)
    Memory(own).opened(own)
    before = (own / "screen.yaml").read_bytes()

    async def story(person: Person) -> None:
        assert person.app.theme != LIGHT.name
        await person.press("w")
        assert warnings(person) == ["No workspace was open before: choose a lesson."]

    monkeypatch.setenv("VOIPLAB_HOME", str(own))
    in_class(story, tmp_path / "class")
    assert (own / "screen.yaml").read_bytes() == before


def test_no_key_and_no_command_opens_a_file_of_the_machine(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        offered = [command.title for command in person.app.get_system_commands(person.app.screen)]
        assert "Sandbox" in offered
        assert "Open a capture or lab" not in offered
        await person.press("o")
        assert isinstance(person.app.screen, HomeScreen)

    in_class(story, tmp_path)


def test_a_path_that_leads_elsewhere_is_refused_however_it_came(tmp_path: Path) -> None:
    workspace_desk(tmp_path / "bob", "prack-enable")
    paths = ["/etc/passwd", "/", "..", "../ada-and-more", "prack-enable/../../bob/mine"]

    async def story(person: Person) -> None:
        for path in paths:
            person.app.post_message(HomeScreen.FileWanted(tmp_path / "ada" / path))
        await person.until(lambda: len(warnings(person)) == len(paths))
        assert warnings(person) == ["Here only your own lessons can be opened."] * len(paths)
        assert isinstance(person.app.screen, HomeScreen)

    in_class(story, tmp_path)


def test_a_memory_that_names_the_workspace_of_somebody_else_leads_nowhere(tmp_path: Path) -> None:
    workspace_desk(tmp_path / "bob", "prack-enable")

    async def story(person: Person) -> None:
        await person.press("w")
        assert warnings(person) == ["Here only your own lessons can be opened."]
        assert isinstance(person.app.screen, HomeScreen)

    Memory(tmp_path / "ada").opened(tmp_path / "bob/mine")
    in_class(story, tmp_path)


def test_ones_own_workspace_is_resumed(tmp_path: Path) -> None:
    workspace_desk(tmp_path / "ada", "prack-enable")

    async def story(person: Person) -> None:
        await person.press("w")
        await person.until(lambda: isinstance(person.app.screen, LabScreen))

    Memory(tmp_path / "ada").opened(tmp_path / "ada/mine")
    in_class(story, tmp_path)


def test_a_link_that_appears_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    workspace_desk(tmp_path / "bob", "prack-enable")

    async def story(person: Person) -> None:
        (tmp_path / "ada/prack-enable").symlink_to(tmp_path / "bob/mine")
        await choose_prack(person)
        assert warnings(person) == ["prack-enable is a link to another place: here it is not followed."]
        assert isinstance(person.app.screen, HomeScreen)

    in_class(story, tmp_path)
