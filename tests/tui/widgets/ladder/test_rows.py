"""Who looks at another message has two rows drawn anew, and no others; rows that were drawn once are kept."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.strip import Strip

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.explain.ladder import Row
from voiplab.tui.widgets.ladder.rows import LadderRows


class Spy:
    """The lines of a ladder that were asked for, and the rows that had to be drawn for them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines: list[int] = []
        self.drawn: list[int | None] = []
        self._line, self._draw = LadderRows.render_line, LadderRows._draw
        monkeypatch.setattr(LadderRows, "render_line", lambda rows, y: self._asked(rows, y))
        monkeypatch.setattr(LadderRows, "_draw", lambda rows, row: self._made(rows, row))

    def _asked(self, rows: LadderRows, y: int) -> Strip:
        self.lines.append(y)
        return self._line(rows, y)

    def _made(self, rows: LadderRows, row: Row) -> Strip:
        self.drawn.append(row.message)
        return self._draw(rows, row)

    async def sees(self, person: Person, *keys: str) -> Sequence[int]:
        self.lines.clear()
        self.drawn.clear()
        await person.press(*keys)
        return self.lines


def test_a_step_of_the_cursor_draws_the_row_that_it_leaves_and_the_one_it_comes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = Spy(monkeypatch)

    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "up", "up")
        assert len(await spy.sees(person, "up")) == 2
        assert spy.drawn == []

    at_the_keyboard(story, tmp_path, played("prack-enable"), size=(160, 48))


def test_who_scrolls_back_sees_the_rows_that_were_drawn_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = Spy(monkeypatch)

    async def story(person: Person) -> None:
        await person.press("ctrl+o", "l", "up", "home")
        assert len(await spy.sees(person, "escape")) > 10
        assert await spy.sees(person, "home")
        assert spy.drawn == []

    at_the_keyboard(story, tmp_path, played("prack-enable"), size=(80, 24))
