"""The ladder at the keyboard."""

from pathlib import Path

from tests.tui.desks import desk, played
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.course.grading import messages_of
from voiplab.tui.widgets.ladder.filtering import keeps, refusal


def test_space_lets_the_run_go_on_when_no_message_is_looked_at(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "space")
        assert person.lab.desk.player.is_moving
        await person.press("space")
        assert not person.lab.desk.player.is_moving

    at_the_keyboard(story, tmp_path, desk("prack-enable"))


def test_space_marks_the_message_that_is_looked_at(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "home", "space", "down", "space")
        assert person.lab.marked == (1, 2)
        assert not person.lab.desk.player.is_moving

    at_the_keyboard(story, tmp_path, played("prack-enable"))


def test_a_filter_that_cannot_be_read_stays_to_be_mended_with_an_example_beside_it(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "f")
        await person.type("method=")
        await person.press("enter")
        assert "For example: method=INVITE" in person.sees
        await person.type("PRACK")
        await person.press("enter")
        assert "PRACK RAck" in person.sees
        assert "REGISTER" not in person.sees

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True))


def test_a_bare_word_as_a_filter_keeps_the_messages_that_have_it_on_their_arrow() -> None:
    messages = messages_of(played("prack-enable", solution=True).player.run)
    invites = [message for message in messages if keeps("invite")(message)]
    assert {message.method for message in invites} >= {"INVITE"}
    assert {message.response.status for message in invites if message.response is not None} >= {200, 407}
    assert not any(keeps("register")(message) for message in invites)
    assert all(keeps(" ")(message) for message in messages)
    assert refusal("invite bye") == ""
    assert refusal("from~") != ""
