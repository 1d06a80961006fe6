"""The pane of the message, driven by keys and by the mouse."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from tests.tui.desks import played
from tests.tui.keyboard import Person, at_the_keyboard
from tests.tui.reading_bench import ReadingBench
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story
from voiplab.recording.recording import Recording
from voiplab.tui.desk.view import Look
from voiplab.tui.widgets.message.facet import Facet
from voiplab.tui.widgets.message.page_view import PageView
from voiplab.tui.widgets.message.pane import MessagePane

Told = Callable[[ReadingBench, Pilot[None]], Awaitable[None]]
SERVERS_LINE = "freeswitch/sip_profiles/internal.xml:13"


def read(story: Told, cursor: int | None = None, size: tuple[int, int] = (80, 21)) -> None:
    async def drive() -> None:
        app = ReadingBench(played("prack-enable", "call", solution=True), MessagePane(id="message"))
        app.cursor = cursor
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await story(app, pilot)

    asyncio.run(drive())


def test_without_a_cursor_it_is_the_latest_message() -> None:
    async def story(app: ReadingBench, _pilot: Pilot[None]) -> None:
        assert f"message {len(app._story.messages)}: " in app.text

    read(story)


def test_keys_turn_it_and_the_word_in_brackets_says_how_it_stands() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        assert "[explained] raw  SDP  why" in app.text
        assert "180: the user is being alerted" in app.text
        for key, word, shown in [
            ("r", "[raw]", "SIP/2.0 180 Ringing"),
            ("d", "[SDP]", "message 15 (180 Ringing) has no session description"),
            ("w", "[why]", "because freeswitch ran dialplan/default.xml:6"),
            ("e", "[explained]", "message 15: bob to freeswitch"),
        ]:
            await pilot.press(key)
            await pilot.pause()
            assert word in app.text
            assert shown in app.text

    read(story, 15)


def test_enter_opens_the_line_that_wrote_a_header() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("w", "down", "down", "enter")
        await pilot.pause()
        assert f"enter: {SERVERS_LINE}" in app.text
        assert app.opened == [SERVERS_LINE]

    read(story, 15)


def test_enter_goes_to_the_message_that_is_spoken_of() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.cursor == 14
        assert "message 14: freeswitch to bob" in app.text
        await pilot.press("right", "right", "left")
        assert app.cursor == 15

    read(story, 15)


def test_a_line_behind_which_nothing_stands_says_so() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert app.told == ["Nothing stands behind this line."]

    read(story, 15)


def test_the_raw_message_is_copied() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.press("y")
        await pilot.pause()
        message = app._story.messages.number(15)
        assert message is not None
        assert app.copied == [("message 15", message.raw.decode())]

    read(story, 15)


def test_two_marked_messages_are_compared_until_a_mark_is_taken_away() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        app.marked = (15, 18)
        app.look()
        await pilot.pause()
        assert "[compared]" in app.text
        assert "+ Accept: application/sdp" in app.text
        await pilot.press("r")
        await pilot.pause()
        assert "[raw]" in app.text
        await pilot.press("equals_sign")
        app.marked = (15,)
        app.look()
        await pilot.pause()
        assert "[explained]" in app.text
        await pilot.press("equals_sign")
        await pilot.pause()
        assert app.told == ["Mark two messages in the ladder to compare them."]

    read(story, 15)


def test_a_paragraph_that_is_longer_than_the_pane_goes_by_line_by_line() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        assert "> message 14" in app.text
        await pilot.press("down")
        await pilot.pause()
        assert "> INVITE sip:1001@" in app.text
        assert "RFC 3261 section 8.1.1.1" not in app.text
        await pilot.press(*["down"] * 4)
        await pilot.pause()
        assert "RFC 3261 section 8.1.1.1" in app.text
        await pilot.press("end")
        await pilot.pause()
        assert "> body, " in app.text
        await pilot.press("pageup", "pagedown")
        await pilot.pause()
        assert "> body, " in app.text

    read(story, 14, (40, 8))


def test_the_mouse_turns_it_and_chooses() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        await pilot.click("#message", offset=(len("[explained] raw  SDP "), 0))
        await pilot.pause()
        assert isinstance(app.pane, MessagePane)
        assert app.pane.facet is Facet.WHY
        await pilot.click("#message", offset=(6, 4), times=2)
        await pilot.pause()
        assert app.opened == [SERVERS_LINE]

    read(story, 15)


def test_before_the_first_message_it_says_how_to_get_one() -> None:
    async def story(app: ReadingBench, pilot: Pilot[None]) -> None:
        assert isinstance(app.pane, MessagePane)
        app.pane.look(Look(Story(Messages(Recording()))))
        await pilot.pause()
        assert "no message yet" in app.text
        assert "why" not in app.text
        await pilot.press("enter", "y", "down", "pagedown", "w", "left")
        assert app.copied == []
        assert app.told[-1] == "A capture does not tell why a message was sent."

    read(story)


def test_no_line_reaches_below_the_bar_that_scrolls_the_page(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("ctrl+o", "m", "ctrl+o", "l", "home", *("down",) * 15)
        view = person.lab.query_one(PageView)
        widest = max(len(view._line(place).plain.rstrip()) for place in range(view.virtual_size.height))
        assert widest <= view.scrollable_content_region.width

    at_the_keyboard(story, tmp_path, played("prack-enable", solution=True), (140, 40))
