"""Whatever bytes the files of a server are: a tree, or one located error, soon."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.freeswitch.base_config import BASE
from tests.quickest import quickest
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.parser import Unreadable
from voiplab.freeswitch.reader import read
from voiplab.freeswitch.tree import Node
from voiplab.text.place import ConfigError, Files, NotSimulated, Place

VARIABLES: Final = vanilla.variables("10.0.0.1", "lab")


def tree(text: str) -> Node:
    return read({"freeswitch.xml": text.encode()}, VARIABLES).root


def shown(node: Node) -> str:
    """The tree in one line, to compare."""
    attributes = "".join(f" {name}={value!r}" for name, value in node.attributes.items())
    return f"<{node.name}{attributes}|{node.text}{''.join(shown(child) for child in node.children)}>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a/>", "<a|>"),
        ("before<a>x&lt;y<b/>z</a>after", "<a|x<yz<b|>>"),
        ("<a b='1' b='2' c/>", "<a b='1' b='' c=''|>".replace(" b=''", "")),
        ("<a b = \"1\"c='2'/>", "<a b='1' c='2'|>"),
        ('<a b="x\n\ty\r\nz"/>', "<a b='x  y z'|>"),
        ('<a b="x&#10;&#13;\n&#9;y"/>', "<a b='x\\n\\r \\ty'|>"),
        ("<a><![CDATA[<b>&amp;</b>]]></a>", "<a|<b>&amp;</b>>"),
        ("<!DOCTYPE a><a></a >", "<a|>"),
        ("<a><!-- - > --></a>", "<a|>"),
        ('<a b="&#65;&#x42;&quot;&apos;&unknown;&#0;&"/>', "<a b='AB\"\\'&unknown;&#0;&'|>"),
        ('<ä:ö ü="ß"/>', "<ä:ö ü='ß'|>"),
    ],
)
def test_what_the_server_reads_is_read(text: str, expected: str) -> None:
    assert shown(tree(text)) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Cannot Open log directory or XML Root!"),
        ("<include>\n</include>\n", "Cannot Open log directory or XML Root!"),
        ("no tag", "[error near line 1]: root tag missing"),
        ("<!-- a -->\n", "[error near line 1]: root tag missing"),
        ("<a>\n", "[error near line 1]: unclosed tag <a>"),
        ("<a>\n<b></a>\n", "[error near line 2]: unexpected closing tag </a>"),
        ("<a/>\n\n<b/>\n", "[error near line 3]: markup outside of root element"),
        ("<a>\n<1></a>\n", "[error near line 2]: unexpected <"),
        ("<a>\n a < b</a>\n", "[error near line 2]: unexpected <"),
        ("<a b='\n\n", "[error near line 1]: missing '"),
        ('<a>\n<b c="x/>\n</a>\n', '[error near line 2]: missing "'),
        ("<a>\n<b href=c/d></a>\n", "[error near line 2]: missing >"),
        ("<a>\n<![CDATA[ ]]</a>\n", "[error near line 2]: unclosed <![CDATA["),
        ("<!DOCTYPE a\n", "[error near line 1]: unclosed <!DOCTYPE"),
        # Line ends between the parts of a tag, and inside of quotes, are not counted by the real parser either.
        ("<a\n\n b='1'\n c='x\ny'>\n</b>\n", "[error near line 3]: unexpected closing tag </b>"),
    ],
)
def test_what_the_server_refuses_is_refused_in_its_words(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        tree(text)
    assert caught.value.says == says


def test_declarations_in_a_doctype_are_not_simulated() -> None:
    with pytest.raises(NotSimulated):
        tree('<!DOCTYPE a [<!ENTITY b "c">]><a/>')


def test_an_error_names_the_line_of_the_student_not_that_of_the_merged_text() -> None:
    broken = BASE["sip_profiles/internal.xml"].replace(b"</settings>", b"</setting>")
    with pytest.raises(Unreadable) as caught:
        read({**BASE, "sip_profiles/internal.xml": broken}, VARIABLES)
    assert caught.value.place == Place("sip_profiles/internal.xml", 37)
    assert str(caught.value) == f"sip_profiles/internal.xml:37: {caught.value.says}"


def test_a_folder_without_freeswitch_xml_has_the_usual_one() -> None:
    profile = b'<profile name="internal">\n<settings><param name="sip-port" value="$${port}"/></settings></profile>'
    files = {"vars.xml": b'<X-PRE-PROCESS cmd="set" data="port=5080"/>', "sip_profiles/internal.xml": profile}
    settings = (
        read(files, VARIABLES).section("configuration").below(["configuration", "profiles", "profile", "settings"])
    )
    assert [param.get("value") for node in settings for param in node.children] == ["5080"]


MARKUP: Final = (
    "<",
    ">",
    "</",
    "/>",
    "a",
    " ",
    "\n",
    '"',
    "'",
    "=",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE",
    "[",
    "?",
    "&",
)
WORDS: Final = (
    "&#",
    ";",
    "<include>",
    '<X-PRE-PROCESS cmd="',
    "include",
    "set",
    '" data="',
    "*.xml",
    "x=$${x}",
    "$${",
    "}",
    "<!--#",
)
BITS: Final = st.sampled_from([*MARKUP, *WORDS, "\0", "\xff", "é", "<a>", "</a>"])


def error_in(files: Files) -> ConfigError | None:
    """The one error that may be raised; any other fails the test."""
    try:
        read(files, VARIABLES)
    except ConfigError as error:
        return error
    return None


@given(st.lists(BITS, max_size=60).map("".join), st.lists(BITS, max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_tree_or_one_located_error(root: str, other: str) -> None:
    files = {"freeswitch.xml": f"<a>{root}".encode("latin-1"), "other.xml": other.encode("latin-1")}
    if error := error_in(files):
        assert error.place.file in files
        assert 1 <= error.place.line <= files[error.place.file].count(b"\n") + 1


RULES: Final = "dialplan/rules.xml"


@given(st.integers(0, len(BASE[RULES]) - 1), st.sampled_from([b"", b"<", b">", b'"', b"-->", b"</a>", b"\0", b"\xe2"]))
@settings(max_examples=60, deadline=None)
def test_a_file_damaged_at_any_place_is_read_or_refused_with_a_place(at: int, damage: bytes) -> None:
    if error := error_in({**BASE, RULES: BASE[RULES][:at] + damage + BASE[RULES][at + 1 :]}):
        assert error.says.startswith("[error near line ")
        assert error.place.file in BASE


HOSTILE: Final = {
    "one attribute": "<a " + "b" * 65_000,
    "attributes": "<a" + " b=''" * 13_000,
    "equals": "<a b=" * 13_000,
    "comments": "<!--" * 16_000,
    "depth": "<a>" * 21_000,
    "roots": "<a/>" * 16_000,
    "elements": "<a>" + "<b>x</b>" * 8_000,
    "globals": "$${" * 21_000,
    "global lines": "<a>" + "$${\n" * 16_000,
    "line ends": "<a>" + "\n" * 65_000,
    "numbers": "&#" * 32_000,
    "entities": "<a>" + "&lt" * 21_000,
    "directives": '<X-PRE-PROCESS cmd="' * 3_000,
    "quotes": "<a>" + "<b c='\n" * 9_000,
    "verbatim": "<![CDATA[" * 7_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_64_kb_of_anything_take_less_than_a_tenth_of_a_second(name: str) -> None:
    text = HOSTILE[name].encode()
    assert quickest(lambda: error_in({"freeswitch.xml": text})) < 0.1
