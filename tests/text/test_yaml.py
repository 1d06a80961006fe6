"""Content is read as its author meant it, and hostile content ends in one located sentence."""

from json import dumps

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quickest import quickest
from voiplab.text import yaml
from voiplab.text.document import Document, Plain
from voiplab.text.place import ConfigError, Place


def value(text: str) -> Plain:
    return yaml.read("lab.yaml", text.encode()).value


def refusal(text: str | bytes, scanner: yaml.Scanner = yaml.SCANNERS[0]) -> tuple[int, str]:
    """Line and sentence."""
    with pytest.raises(ConfigError) as caught:
        yaml.read("lab.yaml", text.encode() if isinstance(text, str) else text, scanner=scanner)
    assert caught.value.place.file == "lab.yaml"
    return caught.value.place.line, caught.value.says


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("1001", 1001),
        ("-3", -3),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("0700", "0700"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("+15551234", "+15551234"),
        ("-0", "-0"),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        (".nan", ".nan"),
        ("-.inf", "-.inf"),
        ("1e999", "1e999"),
        ("2026-03-02", "2026-03-02"),
        ("9" * 19, "9" * 19),
        ("٣", "٣"),  # int() reads this as 3
        ("'1001'", "1001"),
        ('"true"', "true"),
        ("=", "="),
    ],
)
def test_an_unquoted_word_means_what_json_means_by_it_and_else_is_text(word: str, means: Plain) -> None:
    assert value(f"extension: {word}") == {"extension": means}


def test_keys_are_text_as_they_were_written() -> None:
    assert value("{486: busy, on: yes, 0700: desk, null: none}") == {
        "486": "busy",
        "on": "yes",
        "0700": "desk",
        "null": "none",
    }


def test_an_empty_file_is_nothing() -> None:
    assert value("") is None
    assert value("# only a remark\n") is None


def test_every_value_and_key_has_its_place() -> None:
    document = yaml.read("lab.yaml", b"title: Loss\nruns:\n  - name: lost\n    seed: 7\n")
    assert document.place(("title",)) == Place("lab.yaml", 1, 8)
    assert document.key(("title",)) == Place("lab.yaml", 1, 1)
    assert document.place(("runs", 0, "seed")) == Place("lab.yaml", 4, 11)
    assert document.key(("runs", 0, "seed")) == Place("lab.yaml", 4, 5)
    assert document.key(("runs", 0)) == Place("lab.yaml", 3, 5)


def test_what_is_missing_is_looked_for_where_it_should_stand() -> None:
    document = yaml.read("lab.yaml", b"title: Loss\nruns:\n  - name: lost\n")
    assert document.place(("runs", 0, "seed", "first")) == document.place(("runs", 0))
    assert Document("lab.yaml", None, {}, {}).place(("title",)) == Place("lab.yaml", 1)


def test_an_alias_stands_for_its_anchor_and_has_its_own_place() -> None:
    document = yaml.read("lab.yaml", b"a: &steps [1, 2]\nb: *steps\n")
    assert document.value == {"a": [1, 2], "b": [1, 2]}
    assert document.place(("b", 1)) == Place("lab.yaml", 2, 4)


@pytest.mark.parametrize("scanner", yaml.SCANNERS)
@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("a: b\n\tc: d", 2, "no tab"),
        ("a:\n\tb: 1", 2, "no tab"),
        ("a:\n  b: 1\n\tc: 2", 3, "no tab"),
        ("- a\n-\tb", 2, "no tab"),
        ("a: 1\nb: 2\na: 3", 3, "`a` stands here for the second time, first in line 1"),
        ("a: {b: 1, b: 2}", 1, "second time"),
        ("<<: {a: 1}", 1, "merge keys"),
        ("a: &x {b: 1}\nc:\n  <<: *x", 3, "merge keys"),
        ("a: !!python/object/apply:os.system [id]", 1, "without the tag"),
        ("a: !!str 5", 1, "without the tag"),
        ("a: ! 5", 1, "without the tag"),
        ("a: *x", 1, "the anchor &x"),
        ("a: &x [*x]", 1, "the anchor &x"),
        ("--- a\n--- b", 2, "one document"),
        ("? [a]\n: b", 1, "a plain word"),
        ("? {a: b}\n: b", 1, "a plain word"),
        ('"": b', 1, "a key is expected"),
        ("a: b: c", 1, "quote a value that has a colon"),
        ("a: 1\n b: 2", 2, "check the indentation"),
        ("a: [1, 2", 1, "a comma or ]"),
        ("a: {b: c", 1, "a comma or }"),
        ("a: 'x", 1, "a closing quote"),
        ("a: @x", 1, "in quotes"),
        ("a: - b", 1, "a new line"),
        ('a: "\\q"', 1, "a known escape"),
        ("a" * 300 + ": 1", 1, "a key of at most 256"),
    ],
)
def test_a_mistake_is_named_with_its_line_whichever_scanner_runs(
    text: str, line: int, part: str, scanner: yaml.Scanner
) -> None:
    """PyYAML has two; which one runs depends on how it was built."""
    at, says = refusal(text, scanner)
    assert at == line
    assert part in says


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"a: 1\nb: \xff\n", 2, "UTF-8 is expected"),
        ("a: 1".encode("utf-16"), 1, "UTF-8 is expected"),
        (b"a: 1\nb: x\0y\n", 2, "text is expected, not U+0000"),
        (b"a: \x1b[31m\n", 1, "text is expected, not U+001B"),
        (b"a: 1\n" * 60_000, 1, "at most 262144 bytes are expected, and the file has 300000"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(content: bytes, line: int, says: str) -> None:
    assert refusal(content) == (line, says)


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert yaml.read("lab.yaml", b"\xef\xbb\xbfa: 1").value == {"a": 1}


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 25))
DEEP_ALIASES = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 60))

HOSTILE = {
    "alias bomb": ALIAS_BOMB,
    "merge bomb": MERGE_BOMB,
    "depth by aliases": DEEP_ALIASES,
    "wide aliases": f"a: &a [{'x, ' * 1000}]\nb: [{'*a, ' * 60}]\n",
    "flow nesting": "[" * 250_000,
    "closed flow nesting": "[" * 100_000 + "]" * 100_000,
    "block nesting": "- " * 130_000,
    "question marks": "? " * 130_000,
    "braces": "{" * 250_000,
    "anchors": "&a " * 80_000,
    "aliases": "[" + "*a, " * 60_000,
    "tags": "!a " * 80_000,
    "directives": "%a\n" * 80_000,
    "many items": "- a\n" * 60_000,
    "many documents": "--- a\n" * 40_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_bomb_ends_in_a_sentence_within_a_second(text: str) -> None:
    assert quickest(lambda: refusal(text)) < 1


@pytest.mark.parametrize(
    "text", ["a: " + "x" * 260_000, "#" * 262_144, '"' + "\\n" * 130_000 + '"', "a: |\n" + " x\n" * 80_000]
)
def test_a_long_line_or_text_is_read_within_a_second(text: str) -> None:
    assert quickest(lambda: value(text)) < 1


def test_a_line_of_ten_megabytes_is_refused_at_once() -> None:
    assert refusal(b"x" * 10_000_000)[0] == 1
    assert quickest(lambda: refusal(b"x" * 10_000_000)) < 0.1


def test_an_allowed_number_of_aliases_does_not_count_twice() -> None:
    assert value("a: &a x\nb: [" + "*a, " * 64 + "]") == {"a": "x", "b": ["x"] * 64}
    assert "at most 64 aliases" in refusal("a: &a x\nb: [" + "*a, " * 65 + "]")[1]


MARKS = [
    "a",
    "b: ",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&x ",
    "*x ",
    "<<: ",
    "!!map ",
    "---\n",
    "...\n",
]
ODDITIES = [
    "|\n",
    "> ",
    "'",
    '"',
    "\\",
    "#",
    "? ",
    "%YAML 1.1\n",
    "\0",
    "\x85",
    "\u2028",
    "\ufeff",
    "0700",
    ".nan",
    "\ud800",
    "\r",
]
SCRAPS = st.lists(st.sampled_from(MARKS + ODDITIES), max_size=60).map(
    lambda all_: "".join(all_).encode("utf-8", "surrogatepass")
)


def outcome(content: bytes) -> Document | ConfigError:
    try:
        return yaml.read("lab.yaml", content)
    except ConfigError as error:
        return error


@given(SCRAPS | st.binary(max_size=300))
@settings(max_examples=200, deadline=500)
def test_any_bytes_are_a_document_or_one_config_error(content: bytes) -> None:
    result = outcome(content)
    place = result.place if isinstance(result, ConfigError) else result.place()
    assert place.file == "lab.yaml"
    assert 1 <= place.line <= len(content.decode("utf-8", "replace").splitlines()) + 1


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**17), 10**17)
        | st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"])),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc-_1", min_size=1), inner, max_size=4),
        max_leaves=20,
    )
)
@settings(max_examples=100, deadline=500)
def test_what_another_program_writes_as_json_is_read_unchanged(content: Plain) -> None:
    assert value(dumps(content)) == content
