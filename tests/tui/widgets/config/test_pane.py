"""The pane alone in an app that does what the lab screen does: it shows a desk, and saves."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

import voiplab.tui
from tests.tui.desks import desk, played, workspace_desk
from voiplab.course.grading import names
from voiplab.explain.messages import Messages
from voiplab.explain.story import Story
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Copy, SaveFile, Tell
from voiplab.tui.plain import variables
from voiplab.tui.screens.choosing import ChooseScreen
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.widgets.config import proofreader
from voiplab.tui.widgets.config.editor import Editor
from voiplab.tui.widgets.config.open_page import OpenPage
from voiplab.tui.widgets.config.pane import ConfigPane

INTERNAL = "sip_profiles/internal.xml"


class Bench(App[None]):
    CSS_PATH = Path(voiplab.tui.__file__).parent / "voiplab.tcss"

    def __init__(self, shown: Desk, *, saves: bool = True) -> None:
        super().__init__()
        self.desk = shown
        self.saves = saves
        self.story = Story(Messages(shown.player.recording, names(shown.lab)))
        self.told: list[str] = []
        self.copied: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables()

    def compose(self) -> ComposeResult:
        yield ConfigPane(id="config")

    def on_mount(self) -> None:
        self.look()
        self.pane.take_keys()

    @property
    def pane(self) -> ConfigPane:
        return self.query_one(ConfigPane)

    @property
    def page(self) -> OpenPage:
        return self.screen_stack[0].query_one(OpenPage)

    def look(self, cursor: int | None = None) -> None:
        self.pane.look(View(self.story, (), cursor, desk=self.desk, player=self.desk.player))

    def on_save_file(self, wish: SaveFile) -> None:
        if self.saves:
            self.desk.save(wish.node, wish.path, wish.content)
        self.look()

    def on_tell(self, wish: Tell) -> None:
        self.told.append(wish.text)

    def on_copy(self, wish: Copy) -> None:
        self.copied.append(wish.text)


def is_asked(bench: Bench) -> bool:
    return isinstance(bench.screen, ChooseScreen | ConfirmScreen)


Acts = Callable[[Bench, Pilot[None]], Awaitable[None]]


def on(bench: Bench, acts: Acts, size: tuple[int, int] = (80, 24)) -> None:
    async def play() -> None:
        async with bench.run_test(size=size) as pilot:
            await settle(bench, pilot)
            await acts(bench, pilot)

    asyncio.run(play())


async def settle(bench: Bench, pilot: Pilot[None]) -> None:
    """Until the text has been read."""
    bench.page.outdate()
    await bench.workers.wait_for_complete()
    await pilot.pause()


def drawn(bench: Bench) -> list[str]:
    return [strip.text.rstrip() for strip in bench.screen._compositor.render_strips()]


def line_of(bench: Bench, part: str) -> str:
    return next(line for line in drawn(bench) if part in line)


def test_the_file_of_the_lesson_lies_open_with_what_the_run_executed() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        assert line_of(bench, 'name="sip-port"') == '  9    1      <param name="sip-port" value="5060"/>'
        await pilot.press("enter")
        assert bench.page.editor.has_focus

    on(Bench(played("prack-enable")), acts)


def test_looking_back_a_line_has_run_less_often() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        bench.pane.open("freeswitch", "dialplan/default.xml", 6)
        await settle(bench, pilot)
        assert line_of(bench, "bridge").startswith("  6    2 ")
        call = next(message for message in bench.story.messages if message.method == "INVITE")
        bench.look(call.n)
        await pilot.pause()
        assert line_of(bench, "bridge").startswith("  6      ")
        bench.look(len(bench.story.messages))
        await pilot.pause()
        assert line_of(bench, "bridge").startswith("  6    2*")
        assert "came into play 2 times until then, 2 times for this call" in " ".join(drawn(bench))

    on(Bench(played("prack-enable")), acts)


def test_what_is_typed_is_read_and_an_error_is_located() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "down", "home", "delete")
        await settle(bench, pilot)
        await pilot.press("f8")
        assert bench.page.editor.line > 1
        assert line_of(bench, "1 error")
        assert line_of(bench, f"!{bench.page.editor.line:>2}")

    on(Bench(desk("prack-enable")), acts)


def test_ctrl_s_saves_what_is_typed() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "a", "b")
        assert "not saved" in drawn(bench)[0]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert bench.desk.files["freeswitch"][INTERNAL].startswith(b"ab<!--")
        assert "not saved" not in drawn(bench)[0]
        await pilot.press("escape")
        await pilot.pause()
        assert not is_asked(bench)
        assert line_of(bench, "* freeswitch/sip_profiles/internal.xml  (changed)")

    on(Bench(desk("prack-enable")), acts)


def test_escape_asks_when_something_is_not_saved_and_throws_nothing_away_unasked() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "a", "escape")
        assert is_asked(bench)
        await pilot.press("escape")
        await pilot.pause()
        assert (bench.page.editor.has_focus, bench.page.is_edited) == (True, True)
        await pilot.press("escape", "t", "h", "r", "enter")
        await pilot.pause()
        assert (bench.page.editor.has_focus, bench.page.is_edited) == (False, False)
        assert bench.desk.files["freeswitch"][INTERNAL].startswith(b"<!--")

    on(Bench(desk("prack-enable")), acts)


def test_another_file_is_opened_only_when_this_one_is_saved() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "a")
        bench.pane.open("alice", "MicroSIP.ini", 3)
        await pilot.pause()
        assert is_asked(bench)
        await pilot.press("enter")
        await pilot.pause()
        assert bench.desk.files["freeswitch"][INTERNAL].startswith(b"a<!--")
        assert bench.page.sheet is not None
        assert bench.page.sheet.name == "alice/MicroSIP.ini"
        assert bench.page.editor.line == 3

    on(Bench(desk("prack-enable")), acts)


def test_what_could_not_be_saved_is_not_left() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "a")
        bench.pane.open("alice", "MicroSIP.ini", 3)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert bench.page.is_edited
        assert bench.page.sheet is not None
        assert bench.page.sheet.file.path == INTERNAL

    on(Bench(desk("prack-enable"), saves=False), acts)


def test_the_solution_is_shown_only_to_who_wants_to_see_it() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("D")
        assert line_of(bench, "is the same as the start")
        await pilot.press("D")
        assert is_asked(bench)
        await pilot.press("y")
        await pilot.pause()
        shown = bench.screen.query_one("#config-difference", Editor).text
        assert shown.startswith("--- freeswitch/sip_profiles/internal.xml (the solution)")
        assert "-    <param" in shown
        await pilot.press("D")
        assert bench.page.editor.display

    on(Bench(desk("prack-enable")), acts)


def test_letters_act_outside_of_the_editor_only() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("y")
        assert bench.copied == [bench.page.editor.document.get_line(0)]
        await pilot.press("enter", "y", "ctrl+s", "escape", "u")
        await pilot.pause()
        assert len(bench.copied) == 1
        assert bench.page.is_edited  # undone after it was saved
        await pilot.press("U")
        assert not bench.page.is_edited

    on(Bench(desk("prack-enable")), acts)


def test_a_demonstration_says_that_it_plays_other_files() -> None:
    async def acts(bench: Bench, _pilot: Pilot[None]) -> None:
        assert any("demonstration" in line for line in drawn(bench))

    on(Bench(desk("prack-enable", "live")), acts, (160, 48))


def test_a_file_of_another_kind_is_refused_with_a_sentence() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        bench.desk.save("alice", "picture.png", b"\x89PNG\0")
        bench.desk.save("alice", "half.ini", b"[a]\nb=\xff\n")
        bench.look()
        bench.pane.open("alice", "picture.png")
        await pilot.pause()
        assert any("It is no text" in line for line in drawn(bench))
        bench.pane.open("alice", "half.ini")
        await pilot.press("x")
        assert bench.page.editor.text == "[a]\nb=\ufffd\n"
        assert any("line 2 is not UTF-8" in line for line in drawn(bench))

    on(Bench(desk("prack-enable")), acts)


def test_a_file_that_changed_on_the_disk_is_shown_as_it_is_now(tmp_path: Path) -> None:
    bench = Bench(workspace_desk(tmp_path, "prack-enable"))

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        (tmp_path / "mine" / "freeswitch" / INTERNAL).write_bytes(b"<!-- from outside -->\n")
        await pilot.press("enter")
        assert bench.page.editor.text == "<!-- from outside -->\n"
        assert bench.told == [f"Changed outside, and taken in: freeswitch/{INTERNAL}"]

    on(bench, acts)


def test_what_is_not_saved_is_not_overwritten_by_a_change_on_the_disk(tmp_path: Path) -> None:
    bench = Bench(workspace_desk(tmp_path, "prack-enable"))

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "m")
        (tmp_path / "mine" / "freeswitch" / INTERNAL).write_bytes(b"<!-- from outside -->\n")
        bench.pane.query_one("#config-list").focus()
        await pilot.pause()
        assert is_asked(bench)
        assert bench.page.editor.text.startswith("m<!--")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert bench.page.editor.text.startswith("m<!--")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert bench.desk.files["freeswitch"][INTERNAL].startswith(b"m<!--")

    on(bench, acts)


class OnTerminal(Bench):
    """Which a test is not, and which an own editor needs."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


def own_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes into the file that stands last in its command."""
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\necho "<!-- own -->" > "$1"\n')
    script.chmod(0o755)
    monkeypatch.delenv("VOIPLAB_KIOSK", raising=False)
    monkeypatch.setenv("VISUAL", str(script))


def test_the_own_editor_gets_the_file_and_what_it_wrote_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_editor(tmp_path, monkeypatch)

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("f4")
        assert bench.desk.files["freeswitch"][INTERNAL] == b"<!-- own -->\n"
        assert bench.page.editor.text == "<!-- own -->\n"

    on(OnTerminal(workspace_desk(tmp_path, "prack-enable")), acts)


def test_without_a_workspace_the_own_editor_edits_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_editor(tmp_path, monkeypatch)

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("e")
        assert (bench.page.editor.text, bench.page.is_edited) == ("<!-- own -->\n", True)

    on(OnTerminal(desk("prack-enable")), acts)


def test_a_kiosk_gives_the_screen_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_editor(tmp_path, monkeypatch)
    monkeypatch.setenv("VOIPLAB_KIOSK", "1")

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("f4")
        assert bench.told == ["Here no other program may be started: edit in this pane."]
        assert not bench.page.is_edited

    on(OnTerminal(desk("prack-enable")), acts)


def test_where_the_screen_cannot_be_given_away_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_editor(tmp_path, monkeypatch)

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("f4")
        assert bench.told == ["Here the screen cannot be given to another program."]

    on(Bench(desk("prack-enable")), acts)


def test_a_line_is_cut_and_pasted() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        first, second = bench.page.editor.document.lines[:2]
        await pilot.press("enter", "ctrl+x", "down", "home", "ctrl+v")
        assert bench.page.editor.document.lines[:2] == [second, first]
        assert bench.copied == [first]

    on(Bench(desk("prack-enable")), acts)


def test_what_was_read_of_a_text_that_is_no_longer_there_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofreader, "PATIENCE", 1_000.0)  # nothing is read again because time goes by

    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        bench.page.editor.delete((1, 0), (1, 1))
        bench.page.outdate()  # it is being read
        bench.page.editor.undo()
        bench.page.outdate()
        for _ in range(2):
            await bench.workers.wait_for_complete()
            await pilot.pause()
            assert not [line for line in drawn(bench) if "1 error" in line]

    on(Bench(desk("prack-enable")), acts)


def test_a_comment_that_is_opened_colours_all_below_it() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        editor = bench.page.editor
        before = editor.get_line(6).spans
        await pilot.press("enter", "slash", "asterisk")
        comment = editor.get_line(6).spans
        assert [(span.start, span.end) for span in comment] == [(0, len(editor.document.get_line(6)))]
        await pilot.press("ctrl+z")
        assert editor.get_line(6).spans == before != comment

    on(Bench(desk("first-proxy")), acts)


def test_the_bar_goes_from_file_to_file() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        names = []
        for _ in range(5):
            assert bench.page.sheet is not None
            names.append(bench.page.sheet.name)
            await pilot.press("down")
        phones = ["alice/phone.ini", "bob/phone.ini", "carol/phone.ini", "dave/phone.ini"]
        assert names[0] == "opensips/opensips.cfg"
        assert sorted(names[1:]) == phones

    on(Bench(desk("first-proxy")), acts)


def test_a_pasted_file_without_end_is_saved_and_then_no_longer_shown() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        bench.page.editor.insert("x" * 30_000)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert len(bench.desk.files["freeswitch"][INTERNAL]) > 30_000
        assert line_of(bench, "is saved, and no longer shown")

    on(Bench(desk("prack-enable")), acts)


def test_who_comes_back_from_another_window_sees_what_was_saved_there(tmp_path: Path) -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        bench.app_focus = False
        (tmp_path / "mine" / "freeswitch" / INTERNAL).write_bytes(b"<!-- from outside -->\n")
        bench.app_focus = True
        await pilot.pause()
        assert bench.page.editor.text == "<!-- from outside -->\n"

    on(Bench(workspace_desk(tmp_path, "prack-enable")), acts)


def test_a_new_line_is_indented_like_the_one_before() -> None:
    async def acts(bench: Bench, pilot: Pilot[None]) -> None:
        await pilot.press("enter", "down", "down", "end", "enter", "x")
        assert bench.page.editor.document.lines[2:4] == ["  <domains>", "  x"]
        await pilot.press("home", "home", "enter")
        assert bench.page.editor.document.lines[3:5] == ["", "  x"]

    on(Bench(desk("prack-enable")), acts)
