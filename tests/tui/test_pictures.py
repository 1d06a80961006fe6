"""Every screen at three sizes, dark, light and without colours. After a change, look at them and then keep them:

pytest tests/tui/test_pictures.py --snapshot-update
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests.tui.desks import Ticks
from tests.tui.scenes import SCENES
from voiplab.tui.app import VoiplabApp
from voiplab.tui.desk.memory import Memory
from voiplab.tui.themes import DARK, LIGHT

TURNS = 20
"""Of the screen, until a pane that was called for has come and is drawn."""

Compare = Callable[..., bool]
SIZES = ((80, 24), (100, 30), (160, 48))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_looks_as_it_did(scene: str, size: tuple[int, int], snap_compare: Compare, tmp_path: Path) -> None:
    assert snap_compare(app(scene, tmp_path, DARK.name), run_before=keys_of(scene), terminal_size=size)


@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_in_the_light(scene: str, snap_compare: Compare, tmp_path: Path) -> None:
    assert snap_compare(app(scene, tmp_path, LIGHT.name), run_before=keys_of(scene), terminal_size=(100, 30))


@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_without_colours(
    scene: str, snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(scene, tmp_path, DARK.name), run_before=keys_of(scene), terminal_size=(80, 24))


def keys_of(scene: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def press(pilot: Pilot[None]) -> None:
        for key in SCENES[scene].keys:
            await pilot.press(key)
            await pilot.pause()
        for _ in range(TURNS):
            await pilot.pause()
        for typed_into in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
            typed_into.cursor_blink = False  # or the picture is of another moment each time
        await pilot.pause()

    return press


def app(scene: str, folder: Path, theme: str) -> VoiplabApp:
    memory = Memory(folder)
    memory.toured()
    make = SCENES[scene].desk
    return VoiplabApp(memory, folder, None if make is None else make(), theme=theme, clock=Ticks())
