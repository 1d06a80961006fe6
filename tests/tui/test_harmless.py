"""What comes from the wire, from lessons and from files is drawn, and never obeyed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.tui.desks import desk, play_out
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.tui.desk.desk import Desk
from voiplab.tui.panes import PANES

EVIL = "\x1b]0;owned\x07\x1b[2J\u202e[bold red]x[/] @click=app.quit"


def poisoned() -> Desk:
    """A label, a file and a display name that would do something to a terminal, or to markup."""
    found = desk("prack-enable", solution=True)
    nodes = {name: replace(plan, label=EVIL) for name, plan in found.lab.nodes.items()}
    found.lab = replace(found.lab, nodes=nodes)
    ini = found.files["alice"]["MicroSIP.ini"].decode("utf-8", "replace")
    lines = [f"displayName={EVIL}" if line.startswith("displayName=") else line for line in ini.splitlines()]
    found.files["alice"] = {**found.files["alice"], "MicroSIP.ini": "\n".join(lines).encode()}
    found.start()
    play_out(found)
    return found


def wrong(seen: str) -> Iterator[str]:
    return (character for character in seen if character != "\n" and not character.isprintable())


def test_no_pane_lets_anything_through(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        for pane in PANES.values():
            await person.press("ctrl+o", pane.jump)
            assert list(wrong(person.sees)) == [], pane.title
            assert "owned\x07" not in person.sees

    at_the_keyboard(story, tmp_path, poisoned(), size=(160, 48))


def test_markup_in_a_message_is_text(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "home", *("down",) * 8)
        await person.press("ctrl+o", "m", "r")
        assert "[bold red]" in person.sees

    found = poisoned()
    assert any(b"[bold red]" in message for message in sent(found))
    at_the_keyboard(story, tmp_path, found, size=(160, 48))


def sent(found: Desk) -> list[bytes]:
    from voiplab.course.grading import messages_of

    return [message.raw for message in messages_of(found.player.run)]
