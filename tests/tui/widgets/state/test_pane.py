"""The pane of states under a person's keys."""

import asyncio

from tests.tui.desks import played
from tests.tui.pane_bench import PaneBench
from voiplab.tui.widgets.state.pane import StatePane


def test_a_machine_is_found_by_its_words_and_drawn() -> None:
    async def drive() -> None:
        app = PaneBench(played("prack-enable", solution=True), StatePane(id="state"))
        app.cursor = 14
        async with app.run_test(size=(80, 21)) as pilot:
            await pilot.press("right", "right")
            await pilot.pause()
            assert "< freeswitch >  at 1.023" in app.text
            await pilot.press("slash", *"resend invite", "enter")
            await pilot.pause()
            assert "timer A fires in 1.0 s" in app.text
            assert "is at sip:" not in app.text
            await pilot.press("down", "down", "enter")
            await pilot.pause()
            assert "# calling #  <= now, since 1.023" in app.text
            app.cursor = 16
            app.look()
            await pilot.press("escape", "escape")
            await pilot.pause()
            assert "is at sip:" in app.text

    asyncio.run(drive())


def test_a_line_without_a_machine_says_so() -> None:
    async def drive() -> None:
        app = PaneBench(played("prack-enable", solution=True), StatePane(id="state"))
        async with app.run_test(size=(60, 28)) as pilot:
            await pilot.press("enter")
            await pilot.pause()

        assert app.told == ["This line is about no machine. Choose a transaction, a call, a channel."]

    asyncio.run(drive())


def test_a_double_click_draws_the_machine_below_it() -> None:
    async def drive() -> None:
        app = PaneBench(played("prack-enable", solution=True), StatePane(id="state"))
        app.cursor = 14
        async with app.run_test(size=(100, 60)) as pilot:
            await pilot.pause()
            line = next(
                place for place, text in enumerate(app.text.splitlines()) if "INVITE client      calling" in text
            )
            await pilot.click(offset=(12, line), times=2)
            await pilot.pause()
            assert "# calling #" in app.text

    asyncio.run(drive())


def test_the_arrows_move_the_cursor_also_where_there_is_more_than_fits() -> None:
    async def drive() -> None:
        app = PaneBench(played("prack-enable", solution=True), StatePane(id="state"))
        app.cursor = 14
        async with app.run_test(size=(60, 8)) as pilot:
            await pilot.press(*["down"] * 13, "enter")
            await pilot.pause()
            assert "# completed #  <= now" in app.text

    asyncio.run(drive())
