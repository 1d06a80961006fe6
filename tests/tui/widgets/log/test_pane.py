"""The pane of the logs, driven by keys."""

import asyncio
from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from tests.tui.desks import played
from tests.tui.reading_bench import ReadingBench
from voiplab.tui.widgets.log.pane import LogPane

Story = Callable[[ReadingBench, Pilot[None]], Awaitable[None]]


def read(story: Story, cursor: int | None = None) -> None:
    async def drive() -> None:
        app = ReadingBench(played("prack-enable", "call", solution=True), LogPane(id="log"))
        app.cursor = cursor
        async with app.run_test(size=(100, 15)) as pilot:
            await pilot.pause()
            await story(app, pilot)

    asyncio.run(drive())


def cursor_line(app: ReadingBench) -> str:
    return next(line for line in app.text.split("\n") if line.startswith(">"))


def test_it_follows_what_comes() -> None:
    async def story(app: ReadingBench, _pilot: Pilot[None]) -> None:
        assert app.text.startswith("all nodes")
        assert "[NOTICE] Close Channel" in app.text

    read(story)


def test_another_message_brings_its_moment_and_stars_its_lines() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        assert cursor_line(app).startswith(">*2026-03-02 09:00:01.002000 [DEBUG] Re-attaching to session")
        app.cursor = 15
        app.look()
        await pilot.pause()
        assert cursor_line(app).startswith(">*2026-03-02 09:00:01.023800 [DEBUG] Channel sofia/internal/1001")

    read(story, 12)


def test_the_line_under_the_cursor_has_its_message_looked_at_and_stays() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("up", "up")
        await pilot.pause()
        before = cursor_line(app)
        assert app.cursor == 23
        await pilot.press("pageup", "pageup", "pageup")
        await pilot.pause()
        assert app.cursor is not None
        assert app.cursor < 23
        assert cursor_line(app) != before
        await pilot.press("escape")
        assert app.cursor is None

    read(story)


def test_enter_opens_the_line_in_force() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("v", "v", "down", "enter")
        await pilot.pause()
        await pilot.press("home", "enter")
        await pilot.pause()
        assert app.opened == ["freeswitch/dialplan/default.xml:6"]
        assert app.told == ["No line of a configuration is behind this one."]

    read(story, 13)


def test_filters_are_keys_and_stand_in_the_heading() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"regex", "enter")
        await pilot.pause()
        assert app.text.startswith("all nodes, with regex")
        assert len([line for line in app.text.split("\n")[1:] if line.strip()]) == app.text.count("Regex (")
        await pilot.press("slash", *["backspace"] * 5, "enter", "x", "n", "v", "v", "v")
        await pilot.pause()
        assert app.text.startswith("freeswitch, warnings and errors, and executed lines")
        assert "ran dialplan/default.xml:6  bridge(user/1001@" in app.text

    read(story)


def test_a_new_run_keeps_the_filter() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("v", "v")
        await pilot.pause()
        again = ReadingBench(played("prack-enable", "call", solution=True), app.pane)
        app._story = again._story
        app.desk = again.desk
        app.look()
        await pilot.pause()
        assert app.text.startswith("all nodes, from notice on")
        assert "[DEBUG]" not in app.text

    read(story)
