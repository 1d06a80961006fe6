"""The application driven by its keyboard, in tests: what stands on the screen, and waiting for it without waiting."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from textual.pilot import Pilot

from tests.tui.desks import Ticks
from voiplab.tui.app import VoiplabApp
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.memory import Memory
from voiplab.tui.desk.opening import Capture
from voiplab.tui.screens.lab import BEAT, LabScreen

Story = Callable[["Person"], Awaitable[None]]
MOST_TURNS = 2_000


class Person:
    """At the keyboard."""

    def __init__(self, app: VoiplabApp, pilot: Pilot[None], clock: Ticks) -> None:
        self.app = app
        self.pilot = pilot
        self._clock = clock

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """As somebody types it, letter by letter."""
        for character in text:
            await self.pilot.press("space" if character == " " else character)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Beat after beat; nobody waits for a real clock."""
        for _ in range(MOST_TURNS):
            if holds():
                return
            self._clock.now += BEAT
            if isinstance(self.app.screen, LabScreen):
                self.app.screen.beat()
            await self.pilot.pause()
        raise AssertionError(f"it never comes to that:\n{self.sees}")

    @property
    def lab(self) -> LabScreen:
        return next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, LabScreen))

    @property
    def sees(self) -> str:
        """All that stands on the screen, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()  # the public ways make pictures of it
        return "\n".join("".join(segment.text for segment in line)[:width] for line in lines[:height])


def at_the_keyboard(
    story: Story,
    folder: Path,
    desk: Desk | Capture | None = None,
    size: tuple[int, int] = (80, 24),
    *,
    toured: bool = True,
    keymap: Mapping[str, str] | None = None,
) -> None:
    """Play the story; the application ends with it."""

    async def play() -> None:
        memory = Memory(folder / "memory")
        if toured:
            memory.toured()
        clock = Ticks()
        app = VoiplabApp(memory, folder, desk, keymap=keymap, clock=clock)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await story(Person(app, pilot, clock))

    asyncio.run(play())
