"""A class in Chromium: a student signs in, solves the PRACK lesson by keys, and leaves; nothing comes from the internet."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.cli.seats import is_free, until_free
from tests.interop.chromium import Chromium, Page, driven, running
from tests.interop.program import ENVIRONMENT, Running

pytestmark = pytest.mark.interop

LINE: Final = '<param name="enable-100rel" value="true"/>'
DONE: Final = "[x] offer (configure)"
PANES: Final = "  g  Log"
"""The last line of their list."""

IN_TMUX: Final = {**ENVIRONMENT, "TMUX": "/tmp/tmux-1000/default,1,0"}
"""Where a teacher's server often runs; the pages do not."""

Story = Callable[[Chromium], Awaitable[None]]


class Class:
    """`voiplab serve` on a free port."""

    def __init__(self, folder: Path) -> None:
        self.students = folder / "students"
        self.server = Running(
            [sys.executable, "-m", "voiplab", "serve", str(self.students), "--port", "0"], folder, IN_TMUX
        )
        self.url = self.server.err.until(lambda line: line.startswith("http://"), "address of the class").split()[0]


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Class]:
    opened = Class(tmp_path)
    with opened.server:
        yield opened


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("profile")) as address:
        yield address


def drive(browser: str, story: Story) -> None:
    async def play() -> None:
        async with driven(browser) as chromium:
            await story(chromium)

    asyncio.run(play())


async def sign_in(chromium: Chromium, url: str, name: str) -> Page:
    page = await chromium.open(url)
    await page.until("Your name.")
    await page.type(name)
    await page.press("enter")
    return page


async def begin(page: Page) -> None:
    """Past the tour, into the lesson."""
    await page.until("Esc")
    await page.press("escape")
    await page.until("It teaches")
    await page.press("/")
    await page.type("Switch PRACK on")
    await page.press("enter")
    await page.until("Go to")


async def go_to(page: Page, letter: str) -> None:
    """A pane, by the letter in the list of them."""
    await page.press("ctrl+o")
    await page.until(PANES)
    await page.press(letter)
    await page.until_gone(PANES)


async def add_line(page: Page) -> None:
    """Before the line with the port, in the file that the lesson asks to change.

    Keys that were typed ahead could overtake each other: so each step is seen before the next one.
    """
    await go_to(page, "f")
    await page.until("to be edited")
    await page.press("enter")
    await page.until_gone("to be edited")
    await page.press(*["down"] * 8)
    await page.until("in force: sip-port")
    await page.type(LINE)
    await page.press("enter", "ctrl+s")
    await page.until("internal.xml is saved")


async def run_again(page: Page) -> None:
    """To where the run pauses for a question that we leave, and on to its end."""
    await go_to(page, "l")
    await page.press("R", ">")
    await page.until("RAck of the PRACK")
    await page.press("escape")
    await page.until_gone("RAck of the PRACK")
    await page.press(">")
    await page.until("= quiet")


async def clipboard(page: Page) -> object:
    """As the browser has it: the page lets nobody read it."""
    own = "Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard').get.call(navigator)"
    return await page.evaluate(f"{own}.readText()")


def test_the_prack_lesson_is_solved_in_a_browser(school: Class, browser: str) -> None:
    async def story(chromium: Chromium) -> None:
        page = await sign_in(chromium, school.url, "Ada Lovelace")
        await begin(page)
        await add_line(page)
        await run_again(page)
        await go_to(page, "e")
        await page.press("e", "c")
        await page.until(DONE)
        sources = await page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
        assert [source for source in sources if not source.startswith(school.url)] == []

    drive(browser, story)
    workspace = school.students / "ada-lovelace/prack-enable"
    assert LINE in (workspace / "freeswitch/sip_profiles/internal.xml").read_text()
    assert "- offer" in (workspace / ".voiplab/progress.yaml").read_text()


def test_what_a_student_takes_along_goes_to_their_browser(school: Class, browser: str, tmp_path: Path) -> None:
    async def story(chromium: Chromium) -> None:
        await chromium.allow(tmp_path)
        page = await sign_in(chromium, school.url, "Grace")
        await begin(page)
        await go_to(page, "m")
        await page.press("y")
        await page.until("for its clipboard")
        assert str(await clipboard(page)).startswith("REGISTER sip:")
        await page.evaluate("copyByHand('as where the browser has none for pages')")
        assert await page.evaluate("getSelection().toString()") == "as where the browser has none for pages"
        await page.press("escape")
        await page.press("E")
        await page.until("The ladder as a file")
        await page.press("enter")
        await chromium.until_downloaded()

    drive(browser, story)
    assert (tmp_path / "call.txt").read_text() == (school.students / "grace/prack-enable/call.txt").read_text()


def test_a_seat_is_free_when_its_page_is_closed_and_all_are_when_the_class_is_over(school: Class, browser: str) -> None:
    async def story(chromium: Chromium) -> None:
        first = await sign_in(chromium, school.url, "Alan")
        await first.until("Esc")
        second = await sign_in(chromium, school.url, "alan")
        await second.until("at work in another window")
        await first.close()
        await until_free(school.students, "alan")
        await second.press("enter")
        await second.until("Esc")
        ended = school.server.interrupt()
        assert (ended.code, ended.err.splitlines()[-1]) == (0, "All sessions have ended.")
        assert await is_free(school.students, "alan")
        await second.until_over()

    drive(browser, story)
