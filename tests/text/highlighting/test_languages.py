"""Each language's stretches, written below the line: one letter per column."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.text.highlighting.ink import NOTHING_OPEN, Ink, State
from voiplab.text.highlighting.language import Language, language_of
from voiplab.text.highlighting.painting import Painting

LETTERS = {
    Ink.COMMENT: "c", Ink.KEYWORD: "w", Ink.NAME: "n", Ink.KEY: "k", Ink.TEXT: "t", Ink.VARIABLE: "v", Ink.NUMBER: "1",
    Ink.SECTION: "s", Ink.ADDED: "+", Ink.REMOVED: "-",
}  # fmt: skip


def drawn(language: Language, line: str, state: State = NOTHING_OPEN) -> str:
    cells = ["."] * len(line)
    for start, end, ink in language.paint(line, state)[0]:
        cells[start:end] = LETTERS[ink] * (end - start)
    return "".join(cells)


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        (Language.OPENSIPS, 'if (is_method("BYE")) exit; # out', "ww..nnnnnnnnn.ttttt...wwww..ccccc"),
        (Language.OPENSIPS, "$var(x) = $(hdr(Via)[1]);", "vvvvvvv...vvvvvvvvvvvvvv."),
        (Language.OPENSIPS, "fr_timeout=30 /* a /* b */ c */ x", "...........11.ccccccccccccccccc.."),
        (Language.OPENSIPS, "route[a1] { }", "wwwww........"),
        (Language.OPENSIPS, r'xlog("a\"b", $ru)', r"nnnn.tttttt..vvv."),
        (Language.OPENSIPS, "socket=udp:192.168.20.10:5060", "wwwwww.....1111111111111.1111"),
        (Language.XML, '<param name="a" value="${b}"/> <!-- c -->', "nnnnnn.kkkk.ttt.kkkkk.tvvvvtnn.cccccccccc"),
        (Language.XML, "<a>1 $${b}</a>", "nnn..vvvvvnnnn"),
        (Language.XML, '<?xml version="1.0"?><a', "cccccccccccccccccccccnn"),
        (Language.XML, "expression=\"^(10)$\" data='$1'", "." * 29),
        (Language.INI, "  ; remark", "..cccccccc"),
        (Language.INI, "[Account1]", "ssssssssss"),
        (Language.INI, "port = 5060", "kkkk...1111"),
        (Language.SETTINGS, "account.1.label = a b", "kkkkkkkkkkkkkkk......"),
        (Language.SETTINGS, '  P3="x"', "..kk.ttt"),
        (Language.SETTINGS, "no sign", "......."),
        (Language.YAML, "- a: 'x' # y", "..k..ttt.ccc"),
        (Language.YAML, "nodes:", "sssss."),
        (Language.BLINK, "    alice@10.0.0.1:", "....ssssssssssssss."),
        (Language.BLINK, "  udp_port = 5060", "..kkkkkkkk...1111"),
        (Language.DIFFERENCE, "+a", "++"),
        (Language.DIFFERENCE, "--- a", "sssss"),
        (Language.PLAIN, "a = 1", "....."),
    ],
)  # fmt: skip
def test_a_line_is_painted(language: Language, line: str, expected: str) -> None:
    assert drawn(language, line) == expected


@pytest.mark.parametrize(
    ("language", "lines", "expected"),
    [
        (Language.OPENSIPS, ["/* a", "/* b */", "c */ exit"], ["cccc", "ccccccc", "cccc.wwww"]),
        (Language.OPENSIPS, ['x("a', "b # c", 'd")'], ["n.tt", "ttttt", "tt."]),
        (Language.XML, ["<!-- a", "<b/>", "--> <c/>"], ["cccccc", "cccc", "ccc.nnnn"]),
        (Language.XML, ["<a b='1", "2' c", "='3'/>"], ["nn.k.tt", "tt..", ".tttnn"]),
        (Language.XML, ["<![CDATA[ <a>", "]]><b/>"], [".............", "...nnnn"]),
    ],
)
def test_what_is_open_at_the_end_of_a_line_goes_on_in_the_next(
    language: Language, lines: list[str], expected: list[str]
) -> None:
    painting = Painting(language.paint)
    for row, wanted in reversed(list(enumerate(expected))):
        cells = ["."] * len(lines[row])
        for start, end, ink in painting.stretches(lines, row):
            cells[start:end] = LETTERS[ink] * (end - start)
        assert "".join(cells) == wanted


def test_a_changed_line_is_painted_anew_with_all_below_it() -> None:
    lines = ["a();", "b();"]
    painting = Painting(Language.OPENSIPS.paint)
    assert painting.stretches(lines, 1)[0].ink is Ink.NAME
    lines[0] = "/*"
    painting.forget(0)
    assert painting.stretches(lines, 1)[0].ink is Ink.COMMENT


@given(st.sampled_from(Language), st.lists(st.text("ab1 <>/*\"'#$({[]})!-=?:\\", max_size=30), max_size=6))
def test_stretches_lie_in_their_line_and_begin_in_order(language: Language, lines: list[str]) -> None:
    painting = Painting(language.paint)
    for row, line in enumerate(lines):
        stretches = painting.stretches(lines, row)
        assert all(0 <= start < end <= len(line) for start, end, _ in stretches)
        assert [one.start for one in stretches] == sorted(one.start for one in stretches)


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("opensips.cfg", "", Language.OPENSIPS),
        ("routes/inbound.cfg", "route[inbound] {\n}\n", Language.OPENSIPS),
        ("y000000000066.cfg", "#!version:1.0.0.1\naccount.1.enable = 1\n", Language.SETTINGS),
        ("phone1.cfg", '<?xml version="1.0"?>\n<polycomConfig/>\n', Language.XML),
        ("MicroSIP.ini", "[Settings]\n", Language.INI),
        ("config", "Accounts:\n    a@b:\n", Language.BLINK),
        ("accounts", "<sip:alice@10.0.0.1>;auth_pass=1\n", Language.XML),
        ("lab.yaml", "a: 1\n", Language.YAML),
        ("notes", "hello\n", Language.PLAIN),
    ],
)
def test_a_file_is_known_by_its_name_and_by_how_it_begins(path: str, text: str, language: Language) -> None:
    assert language_of(path, text) is language


def test_every_file_of_every_lesson_has_a_language() -> None:
    for folder in lesson_folders().values():
        for node, files in read_lesson(folder).lab.files.items():
            for path, content in files.items():
                found = language_of(path, content.decode("utf-8", "replace"))
                is_bare = not re.search(rb"[=:<]", content)
                assert found is not Language.PLAIN or is_bare, f"{node}/{path}"
