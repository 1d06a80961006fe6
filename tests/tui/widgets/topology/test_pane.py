"""The pane of the network under a person's keys."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.types import AnimationLevel
from textual.widgets import Input

from tests.tui.desks import desk, played
from tests.tui.pane_bench import PaneBench
from tests.tui.reading_bench import ReadingBench
from voiplab.recording.events import Lost
from voiplab.tui.widgets.topology.impair_screen import ImpairScreen
from voiplab.tui.widgets.topology.pane import TopologyPane

Acts = Callable[[ReadingBench, Pilot[None]], Awaitable[None]]


def on_the_network(acts: Acts, size: tuple[int, int] = (80, 21)) -> ReadingBench:
    async def drive() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.look()
            await acts(app, pilot)

    app = ReadingBench(played("prack-enable", solution=True), TopologyPane(id="topology"))
    asyncio.run(drive())
    return app


def losses(app: PaneBench) -> list[str]:
    return [event.what.reason for event in app.desk.player.recording if isinstance(event.what, Lost)]


def test_a_cable_is_pulled_and_put_back_with_one_key() -> None:
    async def acts(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("z")
        await pilot.pause()
        assert "unplugged" in app.text
        await pilot.press("z")
        await pilot.pause()
        assert "unplugged" not in app.text

    assert on_the_network(acts).done == ["alice: unplug", "alice: plug in"]


def test_a_link_is_impaired_in_its_form() -> None:
    async def acts(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("right", "down", "i")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, ImpairScreen)
        form.query_one("#out-loss", Input).value = "100"
        await pilot.press("enter")
        await pilot.pause()
        assert "`100` is no share" in app.text
        form.query_one("#out-loss", Input).value = "100%"
        await pilot.press("enter")
        await pilot.pause()
        assert "out loss 100%" in app.text

    app = on_the_network(acts)
    assert app.done == ["bob: link office out loss 100%"]
    app.desk.perform("bob", app.desk.player.run.journal[0].action)
    assert [str(entry.action) for entry in app.desk.player.run.journal] == ["link office out loss 100%"] * 2


def test_a_form_that_is_left_changes_nothing() -> None:
    async def acts(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("i", "9", "escape")
        await pilot.pause()
        assert not isinstance(app.screen, ImpairScreen)

    assert on_the_network(acts).done == []


def test_enter_opens_the_files_of_a_server() -> None:
    async def acts(_app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()

    [opened] = on_the_network(acts).opened
    assert opened.startswith("freeswitch/")


def test_looking_back_shows_the_message_as_an_arrow() -> None:
    async def acts(app: ReadingBench, pilot: Pilot[None]) -> None:
        app.cursor = 14
        app.look()
        await pilot.pause()
        assert "14 INVITE" in app.text
        assert ">>>" in app.text

    on_the_network(acts)


def test_the_picture_follows_the_chosen_node_on_a_small_screen() -> None:
    async def acts(app: ReadingBench, pilot: Pilot[None]) -> None:
        assert "freeswitch" not in app.text
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert "# freeswitch" in app.text

    on_the_network(acts, size=(40, 11))


def test_who_looks_back_acts_in_the_present() -> None:
    async def acts(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("z")
        app.cursor = 1
        app.look()
        await pilot.pause()
        assert "unplugged" not in app.text
        await pilot.press("z")
        await pilot.pause()

    assert on_the_network(acts).done == ["alice: unplug", "alice: plug in"]


@pytest.mark.parametrize(("animations", "is_seen"), [("full", True), ("none", False)])
def test_without_animations_only_what_is_under_way_is_seen(animations: AnimationLevel, *, is_seen: bool) -> None:
    async def drive() -> None:
        app = ReadingBench(desk("prack-enable", solution=True), TopologyPane(id="topology"))
        app.animation_level = animations
        async with app.run_test(size=(80, 21)) as pilot:
            app.desk.player.play()
            while len(app.desk.player.recording) < 100:
                app.desk.player.slice()
            app.look()
            await pilot.pause()
            assert (" o " in app.text) is is_seen

    asyncio.run(drive())
