import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual.document._document import Document

from voiplab.explain.executed import File
from voiplab.tui.widgets.config.page import MOST_OCTETS, Coding, NoText, page_of
from voiplab.tui.widgets.config.sheet import Sheet


def reason(content: bytes) -> str:
    with pytest.raises(NoText) as refused:
        page_of(content)
    return str(refused.value)


def test_a_large_file_is_not_opened() -> None:
    assert reason(b"a\n" * (5 * 1024 * 1024)) == "It has 10,485,760 bytes; files up to 1,048,576 are opened here."
    assert page_of(b"a\n" * (MOST_OCTETS // 2)).locked == ""


def test_a_file_with_zero_bytes_is_no_text() -> None:
    assert reason(b"\x7fELF\0\0") == "It is no text: it has bytes that are zero."


def test_a_line_without_end_is_not_shown() -> None:
    assert reason(b"a" * 30_000) == "It has a line of 30,000 characters; lines up to 20,000 are shown here."


@pytest.mark.parametrize(
    ("content", "locked", "lines"),
    [
        (b"a\nb\xff\nc", "line 2 is not UTF-8", 3),
        (b"a\r\nb\n", "its lines end in different ways (CR LF, and LF alone)", 3),
        ("a\u2028b\nc".encode(), "it has the control character U+2028", 2),
        (b"a\x0cb\n", "it has the control character U+000C", 2),
        (b"\xff\xfea\n\0", "line 2 is not UTF-16", 1),
    ],
)
def test_what_an_editor_would_change_can_only_be_read(content: bytes, locked: str, lines: int) -> None:
    page = page_of(content)
    assert page.locked == locked
    assert len(page.text.splitlines()) + page.text.endswith("\n") == lines
    sheet = Sheet.of(File("n", "f"), content)
    assert not sheet.is_edited("another text")
    assert sheet.encoded("another text") == content


@pytest.mark.parametrize("coding", list(Coding))
def test_a_file_keeps_its_coding_and_its_byte_order_mark(coding: Coding) -> None:
    content = coding.encoded("größe=1\r\n")
    sheet = Sheet.of(File("alice", "MicroSIP.ini"), content)
    assert sheet.page.coding is coding
    assert sheet.page.text == "größe=1\r\n"
    assert sheet.encoded("größe=2\r\n") == coding.encoded("größe=2\r\n")


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_a_file_that_can_be_edited_is_not_changed_by_the_editor(text: str, end: str) -> None:
    content = text.replace("\r", "").replace("\n", end).encode()
    assume(b"\0" not in content)
    sheet = Sheet.of(File("n", "f"), content)
    in_editor = Document(sheet.page.text)
    assert not sheet.is_edited(in_editor.text)
    assert sheet.encoded(in_editor.text) == content
    assert in_editor.line_count == (sheet.page.text.count("\n") + 1)
