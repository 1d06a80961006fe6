"""The pane of the telephones, driven by keys and by the mouse."""

import asyncio

from tests.tui.desks import desk
from tests.tui.pane_bench import PaneBench
from voiplab.tui.widgets.phones.board_widget import Board
from voiplab.tui.widgets.phones.keys import Key
from voiplab.tui.widgets.phones.pane import PhonesPane


def bench(lesson: str = "prack-enable") -> PaneBench:
    found = desk(lesson, "free", solution=True)
    found.player.step()
    while found.player.is_moving:
        found.player.slice()
    return PaneBench(found, PhonesPane(id="phones"))


def test_a_call_is_made_answered_and_ended_by_keys() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(80, 21)) as pilot:
            await pilot.press("1", "0", "0", "2", "backspace", "1", "enter")
            await pilot.pause()
            assert "rings: Extension 1000" in app.text
            await pilot.press("right", "enter")
            await pilot.pause()
            assert "talks: Extension 1000" in app.text
            await pilot.press("5", "number_sign", "o")
            await pilot.pause()
            assert "holds: Extension 1000" in app.text
            await pilot.press("F", "f8")  # the first one is no key
            await pilot.pause()
        assert app.done == [
            "alice: dial 1001",
            "bob: answer",
            "bob: dtmf 5",
            "bob: dtmf #",
            "bob: hold",
            "bob: hang up",
        ]

    asyncio.run(drive())


def test_a_whole_address_is_typed_after_a_colon() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(80, 21)) as pilot:
            await pilot.press("colon", *"sip", "colon", *"1001", "at", *"10", "full_stop", *"0", "enter")
            await pilot.pause()
            assert app.done == ["alice: dial sip:1001@10.0"]
            await pilot.press("colon", "x", "escape", "z")
            await pilot.pause()
        assert app.done[1:] == ["alice: unplug"]

    asyncio.run(drive())


def test_an_address_of_a_message_is_dialled_without_typing_it() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(80, 21)) as pilot:
            await pilot.press("A", *"1001", "enter")
            await pilot.pause()
        assert len(app.done) == 1
        assert app.done[0].startswith("alice: dial sip:1001@")

    asyncio.run(drive())


def test_a_click_on_a_soft_key_presses_it_at_that_telephone() -> None:
    async def drive() -> None:
        app = bench()
        app.desk.player.play()
        app.desk.player.pause()
        async with app.run_test(size=(80, 21)) as pilot:
            rows = app.query_one(Board)._rows
            row, placed = next(
                (row, one)
                for row, line in enumerate(rows)
                for one in line
                if one.phone == "bob" and one.piece.presses is Key.QUIET
            )
            await pilot.click(Board, offset=(placed.left + 1, row))
            await pilot.pause()
        assert app.done == ["bob: dnd on"]
        assert "The run is paused" in app.told[-1]

    asyncio.run(drive())


def test_looking_back_shows_the_faces_as_they_were() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(80, 21)) as pilot:
            await pilot.press(*"1001", "enter", "right", "enter")
            await pilot.pause()
            app.cursor = 1
            app.look()
            await pilot.pause()
            assert "talks" not in app.text
            assert "as it was at this moment" in app.text
            await pilot.press("f5")  # leads back to now, and hangs nobody up
            await pilot.pause()
            assert "talks" in app.text
            app.cursor = 1
            app.look()
            await pilot.press("escape")
            await pilot.pause()
            assert "talks" in app.text
        assert app.done == ["alice: dial 1001", "bob: answer"]

    asyncio.run(drive())
