"""Whatever a file holds, the checker ends soon, with a verdict or with one located refusal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opensips.scripts import HEAD, cfg, in_route
from tests.quickest import quickest
from voiplab.opensips.checking import Verdict, verdict
from voiplab.opensips.complaints import MOST
from voiplab.opensips.explain.configuration import explain
from voiplab.text.place import Files, NotSimulated

WORDS = (
    "route", "route[x]", "failure_route[f]", "{", "}", "(", ")", "[", "]", ";", ",", "if", "else", "while",
    "for", "switch", "case", "default", ":", "in", "$var(x)", "$ru", "$(", "$nosuch", '"a"', '"', "'", "5", "0x",
    "-", "+", "=", "==", "=~", "!", "&&", "t_relay", "t_relay();", "save", "nosuch", "exit", "drop;", "return",
    "NULL", "/*", "*/", "#", "\n", "socket", "udp:", "127.0.0.1", "::1", "loadmodule", "modparam", "log_level",
    "mpath", "yes", "\0", "\xff", "é", "\\",
)  # fmt: skip


def judged(files: Files) -> Verdict | NotSimulated:
    try:
        return verdict(files)
    except NotSimulated as refused:
        return refused


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.booleans())
def test_any_words_in_any_order_get_a_verdict(words: list[str], inside: bool) -> None:
    text = " ".join(words)
    files = in_route("exit;", text) if inside else cfg(HEAD + text)
    found = judged(files)
    assert isinstance(found, NotSimulated) or found.output.endswith("\n")
    assert all(remark.says for remark in explain(files))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_get_a_verdict(data: bytes, inside: bool) -> None:
    before, after = ((HEAD + "route { exit; ").encode(), b"}") if inside else (b"", b"")
    judged({"opensips.cfg": before + data + after})


@pytest.mark.parametrize(
    "text",
    [
        "route {" + "if ($rU) {" * 20_000,
        "}" * 20_000,
        "route { exit; " + "}" * 20_000,
        "route { if (" + "(" * 30_000,
        "route { if (" + "!" * 30_000,
        "route { $var(x) = " + "1+" * 30_000 + "1; }",
        "route { if (" + "1 && " * 20_000 + "1) exit; }",
        "route {" + "if ($rU) exit; else " * 4_000 + "exit; }",
        "route { $var(x) = " + "~" * 30_000 + "1; }",
        "route { f(" + "$(" * 30_000,
        'route { xlog("' + "$(avp(" * 20_000 + '"); }',
        "route { f(" + '"a" ' * 20_000 + "); }",
        "route { f(" + "," * 20_000 + "); }",
        "/*" * 30_000,
        "alias=" + "a." * 20_000,
        'route { xlog("' + '\\"' * 30_000,
        "route { exit; " + "%" * 3_000_000 + "}",
        "a" * 3_000_000,
        "a" * 10_000_000,
        "log_level=" + "9" * 1_000_000,
        'include_file "opensips.cfg"\n' * 1_000,
    ],
    ids=lambda text: text[:24].strip(),
)
def test_it_ends_soon(text: str) -> None:
    assert quickest(lambda: judged(cfg(text))) < 2.0


def test_nobody_reads_more_than_so_many_complaints() -> None:
    found = judged(cfg("route { exit; " + "% " * 5_000 + "}"))
    assert isinstance(found, Verdict)
    assert f"bad config file ({MOST} errors)" in found.output


@pytest.mark.parametrize(("levels", "is_read"), [(60, True), (400, False)])
def test_there_is_a_limit_to_parts_inside_of_parts(levels: int, is_read: bool) -> None:
    text = HEAD + "route {" + "if ($rU) { " * levels + "exit;" + "}" * levels + "}\n"
    assert isinstance(judged(cfg(text)), Verdict) is is_read
    assert explain(cfg(text))
