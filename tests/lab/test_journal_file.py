"""A journal as a file: what was written is read again, and what a person breaks by hand is said with its line."""

from pathlib import Path
from string import printable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.two_phones import LAB, NETWORK, write
from voiplab.lab.actions import Cable, Edit, NodeAction, WhatToDo
from voiplab.lab.journal_file import Unwritable, journal_file, moment_text, read_journal
from voiplab.lab.lab import Lab
from voiplab.lab.opening import open_lab
from voiplab.lab.run import Entry
from voiplab.sim.moment import ms, seconds
from voiplab.text.place import ConfigError
from voiplab.text.yaml import SCANNERS, read

SERVED = LAB.replace("  bob: {kind", "  proxy: {kind: opensips}\n  bob: {kind")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """With a server that takes any words at its console."""
    folder: Path = tmp_path_factory.mktemp("lab")
    file = write(folder, SERVED)
    (folder / "topologies/two.yaml").write_text(NETWORK.replace("bob: ", "proxy: 10.0.0.3, bob: "), encoding="utf-8")
    (folder / "files/proxy").mkdir()
    return open_lab(file)


def again(entries: list[Entry], lab: Lab) -> list[Entry]:
    return read_journal("journal.yaml", journal_file("call", entries), lab, lab.runs["call"])


def one(action: WhatToDo, node: str = "proxy") -> list[Entry]:
    return [Entry(12, 1_234_567, node, action)]


def test_a_journal_is_one_line_for_each_action_in_the_words_of_scripts() -> None:
    entries = [
        Entry(0, seconds(1), "bob", NodeAction("dial sip:alice@10.0.0.1;gr=urn:uuid:0a")),
        Entry(14, ms(1500), "bob", Cable.UNPLUG),
        Entry(15, 2_000_001, "proxy", NodeAction('ul_rm {"table": "location"}')),
        Entry(15, seconds(3), "proxy", Edit("a/b.cfg", b"one: 1\n\ttwo\n")),
        Entry(15, seconds(4), "proxy", Edit("old.cfg", None)),
        Entry(15, seconds(5), "proxy", Edit("tone.raw", b"\xff\x00")),
    ]
    lines = journal_file("call", entries).decode().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "- {at: 1s, step: 0, bob: dial sip:alice@10.0.0.1;gr=urn:uuid:0a}",
        "- {at: 1.5s, step: 14, bob: unplug}",
        '- {at: 2.000001s, step: 15, proxy: "ul_rm {\\"table\\": \\"location\\"}"}',
        '- {at: 3s, step: 15, proxy: {save: a/b.cfg, text: "one: 1\\n\\ttwo\\n"}}',
        "- {at: 4s, step: 15, proxy: {remove: old.cfg}}",
        '- {at: 5s, step: 15, proxy: {save: tone.raw, base64: "/wA="}}',
    ]


@pytest.mark.parametrize(
    "action",
    [
        NodeAction("dial bob"),
        NodeAction("transfer to alice's call"),
        Cable.PLUG_IN,
        Edit("phone.ini", b""),
        Edit("phone.ini", "Gr\u00fc\u00dfe\r\n".encode()),
        Edit("phone.ini", "Gr\u00fc\u00dfe\r\n".encode("latin-1")),
        Edit("true", None),
    ],
    ids=str,
)
def test_what_was_written_is_read_again(lab: Lab, action: WhatToDo) -> None:
    assert again(one(action, "alice"), lab) == one(action, "alice")


WORDS = st.lists(st.text(st.sampled_from(printable.split(" ")[0] + "\u00e4\u20ac\U0001f600"), min_size=1), min_size=1)


@settings(max_examples=200, deadline=None)
@given(words=WORDS)
def test_all_that_can_be_typed_at_a_console_is_read_again(lab: Lab, words: list[str]) -> None:
    entries = one(NodeAction(" ".join(words)))
    assert again(entries, lab) == entries
    written = journal_file("call", entries)
    assert all(read("", written, scanner=scanner) == read("", written) for scanner in SCANNERS)


@settings(max_examples=200, deadline=None)
@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_content_of_a_file_is_read_again(lab: Lab, content: bytes) -> None:
    assert again(one(Edit("some/file", content)), lab) == one(Edit("some/file", content))


def test_entries_by_hand_need_no_step_and_no_order(lab: Lab) -> None:
    text = b"- {at: 2s, bob: answer}\n- at: 500ms\n  alice: dial  bob\n"
    assert read_journal("j", text, lab, lab.runs["call"]) == [
        Entry(0, ms(500), "alice", NodeAction("dial bob")),
        Entry(0, seconds(2), "bob", NodeAction("answer")),
    ]


def test_an_empty_file_is_an_empty_journal(lab: Lab) -> None:
    assert read_journal("j", b"# nothing\n", lab, lab.runs["call"]) == []
    assert again([], lab) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("at: 1s", "j:1: a list of what was done is expected, one a line: - {at: 1s, bob: dial 1001}"),
        ("- dial bob", "j:1: a moment, a node and what it does are expected: - {at: 1s, bob: dial 1001}"),
        (
            "- {at: 1s, bob: answer}\n- {bob: answer}",
            "j:2: a moment `at`, and one node with what it does, are expected",
        ),
        ("- {at: 1s, bob: answer, alice: answer}", "j:1: a moment `at`, and one node with what it does, are expected"),
        ("- {at: soon, bob: answer}", "j:1: `soon` is no time; expected something like 500ms, 2s, 1.5s or 2m"),
        ("- {at: 400s, bob: answer}", "j:1: the run call ends after 300s at the latest"),
        ("- {at: 1s, step: -1, bob: answer}", "j:1: a whole number is expected; it may also be left out"),
        ("- {at: 1s, proxi: answer}", "j:1: no node of the run call is called proxi; did you mean proxy?"),
        ("- {at: 1s, bob: sing}", "j:1: 'sing' is nothing that a phone can do; it can register, unregister, restart"),
        ("- {at: 1s, bob: }", "j:1: what the node does is expected, as text: - {at: 1s, bob: dial 1001}"),
        (
            '- {at: 1s, bob: "dial\\u00a0bob"}',
            "j:1: words are expected: at most 2000 characters, and no control characters",
        ),
        ("- {at: 1s, bob: {burn: it}}", "j:1: one of these is expected here: save, remove"),
        ("- {at: 1s, bob: {save: a}}", "j:1: a file that is saved has either `text` or `base64`"),
        ("- {at: 1s, bob: {save: a, base64: '?'}}", "j:1: base64 is expected"),
        ("- {at: 1s, bob: {save: a, test: b}}", "j:1: `test` is no key here; did you mean text?"),
        ("- {at: 1s, bob: answer", "j:1: "),
        ("- {at: 1s, bob: answer}\n" * 1_001, "j:1001: at most 1000 entries are expected"),
    ],
)
def test_what_is_broken_by_hand_is_said_with_its_line(lab: Lab, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_journal("j", text.encode(), lab, lab.runs["call"])
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    "entries",
    [
        one(NodeAction("two\nlines")),
        one(NodeAction("\udcff")),
        one(NodeAction("x" * 2_001)),
        one(Cable.UNPLUG) * 1_001,
        one(Edit("big", bytes(1_048_576))),
    ],
    ids=["a control character", "half a character", "long", "many", "a large file"],
)
def test_what_could_not_be_read_again_is_not_written(entries: list[Entry]) -> None:
    with pytest.raises(Unwritable):
        journal_file("call", entries)


@pytest.mark.parametrize(("at", "text"), [(0, "0s"), (1, "0.000001s"), (seconds(10), "10s"), (ms(1500), "1.5s")])
def test_a_moment_is_written_exactly(at: int, text: str) -> None:
    assert moment_text(at) == text
