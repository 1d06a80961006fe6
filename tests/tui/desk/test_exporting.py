"""A ladder as a file."""

from pathlib import Path

import pytest

from tests.tui.desks import played
from voiplab.tui.desk.exporting import FORMS, export

BEGINS = {
    "text": b"",
    "Mermaid": b"sequenceDiagram",
    "SVG": b"<svg",
    "HTML": b"<!doctype html",
    "pcapng": b"\x0a\x0d\x0d\x0a",
    "pcapng with sound": b"\x0a\x0d\x0d\x0a",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_run_is_written_in_every_form(form: str, tmp_path: Path) -> None:
    path = export(played("prack-enable").player.run, form, tmp_path)
    assert path.parent == tmp_path
    assert BEGINS[form] in path.read_bytes()[:200].lower() or path.read_bytes().startswith(BEGINS[form])


def test_the_text_has_the_messages_of_the_run(tmp_path: Path) -> None:
    text = export(played("prack-enable", solution=True).player.run, "text", tmp_path).read_text()
    assert "PRACK RAck" in text


def test_an_earlier_file_is_not_replaced(tmp_path: Path) -> None:
    run = played("prack-enable").player.run
    names = [export(run, form, tmp_path).name for form in ("text", "pcapng", "pcapng with sound", "text", "text")]
    assert names == ["call.txt", "call.pcapng", "call-2.pcapng", "call-2.txt", "call-3.txt"]
