"""The installed program in a real terminal, tmux: a lesson from its start to its ticks, resized on the way."""

import sys
from pathlib import Path

import pytest

from tests.interop.tmux import Terminal

pytestmark = pytest.mark.interop

LINE = '<param name="enable-100rel" value="true"/>'


def voiplab(folder: Path, size: tuple[int, int] = (120, 40)) -> Terminal:
    return Terminal(f"{sys.executable} -m voiplab", folder, size, {"VOIPLAB_HOME": str(folder / "home")})


def test_the_prack_lesson_in_a_terminal(tmp_path: Path) -> None:
    with voiplab(tmp_path) as terminal:
        terminal.until("A lab in your terminal")  # the tour, the first time
        terminal.press("q")
        terminal.until("Switch PRACK on")
        terminal.press("/")
        terminal.until("search: a word")
        terminal.type("Switch PRACK on")
        terminal.until("prack-enable, level 4")
        terminal.press("Enter")
        terminal.until("run call")
        terminal.press("C-o", "f")
        terminal.until("* freeswitch/sip_profiles/internal.xml")
        terminal.press("Enter")
        terminal.settle()
        terminal.press(*("Down",) * 5, "End")
        terminal.settle()
        terminal.press("Enter")
        terminal.type(LINE)
        terminal.settle()
        terminal.press("C-s")
        terminal.until("is saved")
        terminal.press("C-o", "l")
        terminal.settle()
        terminal.press("R", ">")
        terminal.until("The RAck of the PRACK to Bob")
        terminal.press("Escape")
        terminal.settle()
        terminal.press(">")
        terminal.until("= quiet")
        terminal.resize(80, 24)
        assert "PRACK RAck" in terminal.until("200 OK (BYE)")
        terminal.press("c")
        terminal.until("points.")
        terminal.press("C-o", "e")
        terminal.settle()
        terminal.press("e")
        terminal.until("[x] offer")
        terminal.press("C-q")
    assert LINE in (tmp_path / "prack-enable/freeswitch/sip_profiles/internal.xml").read_text()


def test_what_is_copied_goes_to_the_clipboard_through_tmux(tmp_path: Path) -> None:
    with voiplab(tmp_path) as terminal:
        terminal.until("A lab in your terminal")
        terminal.press("q")
        terminal.until("Switch PRACK on")
        terminal.press("b")
        terminal.until("run free")
        terminal.press("C-o", "l")
        terminal.settle()
        terminal.press("y")
        terminal.until("OSC 52")
