"""The pictures of the documents, docs/pictures/*.svg: two people at the keyboard, and what stands on their screens.

    python -m tests.tui.pictures

A test holds that they are those of today's screens.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from tests.tui.desks import played
from tests.tui.keyboard import Person, Story, at_the_keyboard
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.player import Going
from voiplab.tui.screens.asking import AskScreen

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
SMALL: Final = (80, 24)
MIDDLE: Final = (100, 30)
WIDE: Final = (140, 40)

FONTS: Final = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
"""What each system has: a picture fetches nothing from anywhere."""

LINE: Final = '<param name="enable-100rel" value="true"/>'


class Album:
    """Pictures by their names."""

    def __init__(self) -> None:
        self.pictures: dict[str, str] = {}

    async def take(self, person: Person, name: str, size: tuple[int, int] = SMALL) -> None:
        """At this size, without what is only told for some seconds."""
        await person.pilot.resize_terminal(*size)
        person.app.clear_notifications()
        await person.pilot.pause()
        await person.until(lambda: person.app.size == size)
        await person.pilot.pause()  # a pane that is shown for the first time is made, and then drawn
        self.pictures[name] = plain(person.app.export_screenshot(title="voiplab", simplify=True))


def plain(drawn: str) -> str:
    """Without fonts from elsewhere, and without what only makes it larger: each line is drawn inside of its place anyway."""
    for what, instead in (
        (r"\s*<!--.*?-->", ""),
        (r"\s*@font-face \{.*?\n    \}", ""),
        (r"\s*<clipPath.*?</clipPath>", ""),
        (r"\s*<defs>\s*</defs>", ""),
        (r' clip-path="[^"]*"', ""),
        (r"terminal-\d+-", ""),
        (r"font-family: Fira Code, monospace", f"font-family: {FONTS}"),
        (r"font-family: arial", "font-family: sans-serif"),
        (r"\s*font-variant-east-asian: full-width;", ""),
        (r"&#160;", "\u00a0"),
        (r"[ \t]+\n", "\n"),
        (r"\n{2,}", "\n"),
    ):
        drawn = re.sub(what, instead, drawn, flags=re.DOTALL)
    return drawn


def a_lesson(album: Album) -> Story:
    """A student's first one, from the course to the telephones."""

    async def story(person: Person) -> None:
        person.app.animation_level = "none"
        await album.take(person, "home", MIDDLE)
        await person.pilot.resize_terminal(*SMALL)
        await person.press("slash")
        await person.type("Switch PRACK on")
        await person.press("enter", "enter")
        await change(person)
        await person.press("R", "ctrl+o", "l", "greater_than_sign")
        await person.until(lambda: isinstance(person.app.screen, AskScreen))
        await album.take(person, "predict")
        await person.press("escape", "greater_than_sign")
        await person.until(lambda: person.lab.desk.player.going is Going.QUIET)
        await person.press("ctrl+o", "e", "e", "c")
        await person.until(lambda: person.lab.desk.standing is not None and bool(person.lab.desk.standing.checked))
        await album.take(person, "lesson")

    async def change(person: Person) -> None:
        await person.press("ctrl+o", "f", "enter")
        await person.until(lambda: "sip_profiles/internal.xml" in person.sees)
        for _ in range(7):
            await person.press("down")
        await person.press("end", "enter")
        await person.type(LINE.replace("100rel", "100rl"))
        await person.until(lambda: "100rel" in person.sees)  # it is asked whether that was meant
        await album.take(person, "config")
        for _ in range(len('l" value="true"/>')):
            await person.press("left")
        await person.type("e")
        await person.press("ctrl+s", "escape")

    return story


def a_call(album: Album) -> Story:
    """Looked at from all sides."""

    async def story(person: Person) -> None:
        person.app.animation_level = "none"
        await person.pilot.resize_terminal(*WIDE)
        await person.press("ctrl+o", "m", "ctrl+o", "l", "home", *("down",) * 19, *("up",) * 4)
        await album.take(person, "lab", WIDE)
        await album.take(person, "ladder")
        await person.press("enter")
        await album.take(person, "message")
        await person.press("w")
        await album.take(person, "why")
        await person.press("ctrl+o", "t")
        await album.take(person, "topology")
        await person.press("ctrl+o", "s")
        await album.take(person, "state")
        await person.press("ctrl+o", "l", "D", "enter")
        await person.until(lambda: "the files of the start," in person.sees)
        await person.press(*("down",) * 14)
        await album.take(person, "compare", WIDE)
        await person.press("escape", "P", "enter", *("space",) * 32, "w")
        await album.take(person, "present")
        await person.press("escape", "ctrl+o", "l", "end", *("up",) * 5, "less_than_sign")
        await person.until(lambda: person.lab.desk.player.going is Going.PAUSED)
        await person.press("W", *("backspace",) * 3, *"1s", "enter", "ctrl+o", "p")
        await person.until(lambda: person.lab.desk.player.going is Going.PAUSED)
        await album.take(person, "phones")

    return story


class Session(NamedTuple):
    """Without a desk it begins with the course."""

    story: Callable[[Album], Story]
    desk: Callable[[], Desk] | None = None


SESSIONS: Final[Mapping[str, Session]] = {
    "a lesson": Session(a_lesson),
    "a call": Session(a_call, lambda: played("prack-enable", solution=True)),
}


def drawn(session: Session, folder: Path) -> Mapping[str, str]:
    """What stands on the screens today; `folder` is empty, and the person's own."""
    album = Album()
    at_the_keyboard(session.story(album), folder, None if session.desk is None else session.desk())
    return album.pictures


def main() -> None:
    for session in SESSIONS.values():
        with TemporaryDirectory() as folder:
            for name, picture in drawn(session, Path(folder)).items():
                (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
