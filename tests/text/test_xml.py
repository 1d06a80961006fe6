"""The phones' XML is read with the line of every element and attribute; bombs and broken text end in a located sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quickest import quickest
from voiplab.text.place import ConfigError, Place
from voiplab.text.xml import Element, read

FILE = b"""\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- <reg reg.1.address="commented out"> -->
<PHONE_CONFIG>
  <reg
    reg.1.address="1000"
    reg.1.label='Desk &amp; "door" <x>'/>
  <ParameterList>
    <P><![CDATA[<P>]]>a<!-- no part of it -->b</P>
  </ParameterList>
</PHONE_CONFIG>
""".replace(b"<x>", b"&lt;x>")


def refusal(content: bytes) -> tuple[int, str]:
    with pytest.raises(ConfigError) as caught:
        read("phone.xml", content)
    assert caught.value.place.file == "phone.xml"
    return caught.value.place.line, caught.value.says


def test_elements_and_attributes_know_their_line() -> None:
    registration = read("phone.xml", FILE).children[0]
    assert registration.name == "reg"
    assert registration.place == Place("phone.xml", 4, 3)
    assert registration.attributes == {"reg.1.address": "1000", "reg.1.label": 'Desk & "door" <x>'}
    assert registration.place_of("reg.1.label") == Place("phone.xml", 6, 5)
    assert registration.place_of("reg.2.label") == registration.place


def test_text_is_what_stands_directly_inside() -> None:
    assert [(one.name, one.place.line, one.text.strip()) for one in read("phone.xml", FILE).walk()] == [
        ("PHONE_CONFIG", 3, ""),
        ("reg", 4, ""),
        ("ParameterList", 7, ""),
        ("P", 8, "<P>ab"),
    ]


def test_a_child_is_asked_for_by_name() -> None:
    root = read("phone.xml", FILE)
    assert root.child("ParameterList") is root.children[1]
    assert root.child("parameterlist") is None


def test_the_bytes_are_utf_8_whatever_the_file_declares() -> None:
    assert read("phone.xml", "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode()).text == "é"


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
FOREIGN_FILE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (LAUGHS, 1, "XML without <!DOCTYPE> is expected"),
        (FOREIGN_FILE, 1, "XML without <!DOCTYPE> is expected"),
        (b"<!-- x -->\n<?p q?>\n<!DOCTYPE a><a/>", 3, "XML without <!DOCTYPE> is expected"),
        (b"", 1, "Document is empty"),
        (b"<a>\n<b>\n</a>", 3, "Opening and ending tag mismatch: b line 2 and a"),
        (b"<a>\n<b c=1/></a>", 2, "AttValue: \" or ' expected"),
        (b"<a>\n&foo;</a>", 2, "Entity 'foo' not defined"),
        (b"<a b='\n&foo;'/>", 2, "Entity 'foo' not defined"),
        (b"<a\nb='1' b='2'/>", 2, "Attribute b redefined"),
        (b"<a>\n\0</a>", 2, "text is expected, not U+0000"),
        (b"<a>&#0;</a>", 1, "invalid xmlChar value 0"),
        (b"<a>\n\xff</a>", 2, "UTF-8 is expected"),
        ("<a/>".encode("utf-16"), 1, "UTF-8 is expected"),
        (b"<a>" * 300, 1, "Excessive depth in document: 256"),
        (b"<a>" * 40 + b"</a>" * 40, 1, "at most 32 elements inside each other are expected"),
        (b"<a>" + b"<b/>" * 60_000 + b"</a>", 1, "at most 50000 elements are expected in one file"),
        (
            b"<a " + b" ".join(b"b%d='1'" % n for n in range(60_000)) + b"/>",
            1,
            "at most 256 attributes of one element are expected",
        ),
        (b"x" * 2_000_000, 1, "at most 1048576 bytes are expected, and the file has 2000000"),
    ],
)
def test_bombs_and_broken_text_end_in_a_located_sentence_within_a_second(content: bytes, line: int, says: str) -> None:
    assert refusal(content) == (line, says)
    assert quickest(lambda: refusal(content)) < 1


@pytest.mark.parametrize("part", [b"<!--", b"<?", b"<![CDATA[", b"&x;", b"<a b='", b" ", b"<", b"<a", b"]]>", b"<a/>"])
def test_a_megabyte_of_one_mark_is_refused_within_a_second(part: bytes) -> None:
    assert quickest(lambda: refusal(part * (1_000_000 // len(part)))) < 1
    assert quickest(lambda: refusal(b"<a>" + part * (900_000 // len(part)))) < 1


def test_nothing_is_included() -> None:
    include = b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname"/></a>'
    assert [(one.name, one.text) for one in read("phone.xml", include).walk()] == [
        ("a", ""),
        ("{http://www.w3.org/2001/XInclude}include", ""),
    ]


def outcome(content: bytes) -> Element | ConfigError:
    try:
        return read("phone.xml", content)
    except ConfigError as error:
        return error


MARKS = [
    "<a>",
    "</a>",
    "<b/>",
    "<c d='",
    "'>",
    "/>",
    "<",
    ">",
    "&amp;",
    "&x;",
    "&#60;",
    "&#1;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
]
ODDITIES = [
    "<?p",
    "?>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE",
    "\n",
    " ",
    "x",
    '"',
    "=",
    "xmlns='u'",
    "a:b",
    "\x85",
    "\ufeff",
    "\ufffe",
    "\0",
    "é",
]
SCRAPS = st.lists(st.sampled_from(MARKS + ODDITIES), max_size=40).map(lambda all_: "".join(all_).encode())


@given(SCRAPS | SCRAPS.map(lambda inner: b"<a>" + inner + b"</a>") | st.binary(max_size=200))
@settings(max_examples=300, deadline=500)
def test_any_bytes_are_an_element_or_one_config_error(content: bytes) -> None:
    result = outcome(content)
    places = [result.place] if isinstance(result, ConfigError) else [one.place for one in result.walk()]
    assert sorted(places) == places
    assert all(1 <= place.line <= content.count(b"\n") + content.count(b"\r") + 1 for place in places)


TREES = st.recursive(
    st.builds(lambda name: f"<{name}/>", st.sampled_from("abc")),
    lambda inner: st.builds(
        lambda name, gap, value, children: f"<{name}{gap}k{gap}='{value}'>{gap.join(children)}<!-- <x> --></{name}>",
        st.sampled_from("abc"),
        st.sampled_from([" ", "\n", "\n  "]),
        st.sampled_from(["1", '"', ">", "/>", "\n"]),
        st.lists(inner, max_size=3),
    ),
)


@given(TREES)
@settings(max_examples=100, deadline=500)
def test_every_start_tag_is_found_where_it_stands(text: str) -> None:
    lines = text.split("\n")
    for element in read("phone.xml", text.encode()).walk():
        assert lines[element.place.line - 1][element.place.column - 1 :].startswith(f"<{element.name}")
        for name in element.attributes:
            place = element.place_of(name)
            assert lines[place.line - 1][place.column - 1 :].startswith(name)
