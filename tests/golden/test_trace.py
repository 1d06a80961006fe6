"""The form of the trace files: what is written is what was read, to the byte."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.golden.configuration import configuration, inserted
from tests.golden.trace import Message, Trace
from tests.golden.trace_file import FREESWITCH, BadTrace, committed, load, parse, write
from voiplab.net.address import Address

every_trace = pytest.mark.parametrize("path", committed(), ids=lambda path: f"{path.parent.name}/{path.stem}")

A = Address("127.0.0.21", 5060)
B = Address("127.0.0.20", 5060)


def one_message(raw: bytes) -> Trace:
    empty = Trace("lab/case", B.ip, datetime(2026, 1, 1, tzinfo=UTC), (), (), (), (), (), (), (), (), (), ())
    return replace(empty, messages=(Message(1, 0, A, B, raw),))


@every_trace
def test_a_file_is_what_its_trace_is_written_as(path: Path) -> None:
    assert write(load(path)).encode() == path.read_bytes()


@every_trace
def test_a_file_bears_the_name_of_its_case(path: Path) -> None:
    assert load(path).case == f"{path.parent.name}/{path.stem}"


@every_trace
def test_a_case_fits_the_common_configuration(path: Path) -> None:
    trace = load(path)
    files = configuration(trace)
    for insert in trace.inserts:
        if insert.at is not None:
            files = inserted(files, insert)
    for insert in trace.inserts:
        if insert.file in files:
            assert "\n".join(insert.lines) in files[insert.file].decode()


def test_a_case_is_played_with_its_own_profiles_only() -> None:
    trace = load(FREESWITCH / "c-prack/on_sip_h_Require_100rel_sip_callee.trace")
    profiles = [path for path in configuration(trace) if path.startswith("sip_profiles/")]
    assert profiles == ["sip_profiles/prack.xml"]


@pytest.mark.parametrize(
    "raw",
    [
        b"OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n",
        b"OPTIONS sip:a SIP/2.0\r\nl: 3\r\n\r\nabc",
        b"a\nb\r\nc\r\n",
        b"back\\slash\t\xff\x00\r\nand \xe2\x80\x9d\r\n",
        b"| > ~ = 1\r\n|\r\n= 1",
        b"\r\n\r\n",
        b"\r",
    ],
)
def test_any_bytes_survive(raw: bytes) -> None:
    assert parse(write(one_message(raw)), "x").messages[0].raw == raw


def test_a_repetition_is_written_as_one() -> None:
    trace = one_message(b"BYE sip:a SIP/2.0\r\n\r\n")
    twice = replace(trace, messages=(*trace.messages, Message(2, 500_000, A, B, trace.messages[0].raw)))
    assert write(twice).endswith("2 +0.500000 127.0.0.21:5060 127.0.0.20:5060\n= 1\n")
    assert parse(write(twice), "x") == twice


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("another form\n", "x:1: expected"),
        ("voiplab golden trace, form 1\ncase a\ncase b\n", "expected one 'case', found 2"),
        ("voiplab golden trace, form 1\ncase a\nserver s\nbegan 2026-01-01\nshoe size\n", "unknown key 'shoe'"),
        ("voiplab golden trace, form 1\n?\n", "x:2: expected a key"),
    ],
)
def test_what_is_not_understood_is_an_error(text: str, says: str) -> None:
    with pytest.raises(BadTrace, match=says):
        parse(text, "x")
