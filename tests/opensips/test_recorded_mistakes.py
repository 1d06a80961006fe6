"""Mistakes of students, and what OpenSIPS 3.2.10 printed about each: `opensips -C`, and the start where -C found nothing."""

import re

import pytest

from tests.opensips.recorded_mistakes import BY_NAME, Mistake
from voiplab.opensips.checking import verdict
from voiplab.opensips.refusal import Refused
from voiplab.opensips.starting import load

ADDRESSES = ("127.0.0.10",)
_POINTER = re.compile(r"bind\(\w+, 0x[0-9a-f]+,")
"""File descriptors and addresses of memory are of that one process."""


def lines(printed: str) -> list[str]:
    return [line.rstrip() for line in _POINTER.sub("bind(", printed).strip().split("\n")]


def started(mistake: Mistake) -> list[str]:
    """The lines that were kept of the real start: those with a level of WARNING or worse, and the last one."""
    try:
        log = load({"opensips.cfg": mistake.config.encode()}, ADDRESSES).log
    except Refused as refused:
        log = refused.log
    kept = re.compile(r"(?:WARNING|ERROR|CRITICAL):|NOTICE:core:main: Exiting")
    return [line for line in lines("\n".join(str(line) for line in log)) if kept.match(line)] or [""]


def test_all_of_the_recorded_mistakes_are_here() -> None:
    assert len(BY_NAME) >= 59


@pytest.mark.parametrize("name", BY_NAME)
def test_the_check_prints_what_the_real_one_printed(name: str) -> None:
    mistake = BY_NAME[name]
    found = verdict({"opensips.cfg": mistake.config.encode()})
    assert lines(found.output) == lines(mistake.printed)
    assert found.status == mistake.status


@pytest.mark.parametrize("name", [name for name, mistake in BY_NAME.items() if mistake.started is not None])
def test_the_start_refuses_what_the_real_start_refused_and_says_so_in_its_words(name: str) -> None:
    mistake = BY_NAME[name]
    assert mistake.started is not None
    assert started(mistake) == lines(mistake.started)
