"""The pane of the consoles, driven by keys."""

import asyncio
from dataclasses import replace

from textual.widgets import Input

from tests.tui.desks import Ticks, desk
from tests.tui.pane_bench import PaneBench
from voiplab.lab.lab import NodePlan
from voiplab.tui.desk.desk import Desk
from voiplab.tui.widgets.console.pane import ConsolePane
from voiplab.tui.widgets.console.servers import Servers


def bench(lesson: str = "prack-enable") -> PaneBench:
    found = desk(lesson, solution=True)
    found.player.step()
    return PaneBench(found, ConsolePane(id="console"))


def test_a_command_is_completed_typed_answered_and_recalled() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press(*"stat", "tab", "enter")
            await pilot.pause()
            assert "freeswitch@freeswitch> status" in app.text
            assert "1000 session(s) max" in app.text
            await pilot.press("f12", "up", "up")
            await pilot.pause()
            assert app.query_one(Input).value == "status"
            await pilot.press("escape")
            assert app.query_one(Input).value == ""
        assert app.done == ["freeswitch: status", "freeswitch: version"]

    asyncio.run(drive())


def test_tab_shows_what_a_word_may_become() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press(*"sofia", "space", "tab")
            await pilot.pause()
            assert "global" in app.text
            assert "profile" in app.text
            await pilot.press("s")
            await pilot.pause()
            assert "global" not in app.text

    asyncio.run(drive())


def test_the_console_of_opensips_has_its_own_prompt_and_no_function_keys() -> None:
    async def drive() -> None:
        app = bench("first-proxy")
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press(*"version", "enter", "f2", "ctrl+right")
            await pilot.pause()
            assert "(opensips-cli): version" in app.text
            assert '"Server": "OpenSIPS' in app.text
        assert app.done == ["opensips: version"]
        assert app.told[1:] == ["opensips-cli has nothing on its key F2"]

    asyncio.run(drive())


def test_words_that_leave_and_commands_of_the_client_never_reach_the_server() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press("slash", *"quit", "enter", "f8")
            await pilot.pause()
        assert app.done == []
        assert app.told[0] == "shift+tab leaves the console"
        assert app.told[1].startswith("/log debug: ")

    asyncio.run(drive())


def test_looking_back_shows_the_console_as_it_was() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press(*"version", "enter")
            await pilot.pause()
            app.cursor = 1
            app.look()
            await pilot.pause()
            assert "FreeSWITCH Version" not in app.text
            await pilot.press("escape")
            await pilot.pause()
            assert "FreeSWITCH Version" in app.text

    asyncio.run(drive())


def with_another_server() -> Desk:
    """One that is switched off in all runs."""
    lab = desk("prack-enable").lab
    runs = {name: replace(plan, off=(*plan.off, "edge")) for name, plan in lab.runs.items()}
    nodes = {**lab.nodes, "edge": NodePlan("edge", "opensips", "bob")}
    return Desk(replace(lab, nodes=nodes, files={**lab.files, "edge": {}}, runs=runs), Ticks())


def test_another_server_is_opened_by_keys_and_by_the_mouse() -> None:
    async def drive() -> None:
        app = PaneBench(with_another_server(), ConsolePane(id="console"))
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press(*"version", "enter", "ctrl+right")
            await pilot.pause()
            assert "[edge]  opensips-cli: switched off in this run" in app.text
            assert "freeswitch@" not in app.text
            await pilot.click(Servers, offset=(2, 0))
            await pilot.pause()
            assert "freeswitch@freeswitch> version" in app.text
            await pilot.press("ctrl+left", *"ps", "enter")
            await pilot.pause()
        assert app.done == ["freeswitch: version"]

    asyncio.run(drive())


def test_who_asks_opensips_for_help_is_told_how_to_find_its_commands() -> None:
    async def drive() -> None:
        app = bench("first-proxy")
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.press(*"help", "enter")
            await pilot.pause()
        assert (app.done, app.told) == (
            [],
            ["which lists the commands, tab completes one; shift+tab leaves the console"],
        )

    asyncio.run(drive())


def test_with_one_server_there_is_no_key_to_the_next() -> None:
    async def drive() -> None:
        app = bench()
        async with app.run_test(size=(100, 21)) as pilot:
            await pilot.pause()
            assert [one for one in app.screen.active_bindings.values() if one.binding.id == "console.next"] == []

    asyncio.run(drive())
