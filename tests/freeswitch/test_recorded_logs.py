"""The log of FreeSWITCH 1.10.12 in recorded calls: ours has the same lines, and those of a channel in the same order.

The server's threads write as they please: lines of different channels have no order among each other, nor have sofia-sip's
states of a call and the core's own lines.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.golden.run import log_of
from tests.golden.trace_file import FREESWITCH, load

CASES: Final = sorted((FREESWITCH / "logs").glob("*.txt"))
CHANNEL: Final = re.compile(r"sofia/internal/[^\s!\])]+")
PARTED: Final = re.compile(r"entering state|EXECUTE \[|\] SET ")
"""Written by other threads, or into other places, than the lines around them."""
WRITTEN: Final = re.compile(
    r"\[(?!DEBUG)|State Change CS_|Callstate Change|entering state|hanging up, cause|Sending (?:BYE|CANCEL) to"
    r"|Responding to INVITE|Originate (?:Resulted|Cancelled)|Overriding SIP|\] SET |EXPORT \("
    r"|detaching session|Re-attaching to"
)
"""What the recordings have been reduced to; the rest is about media and the threads themselves."""


def recorded(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def ours(path: Path) -> list[str]:
    (trace,) = FREESWITCH.glob(f"b-*/{path.stem}.trace")
    return [bare(line) for line in log_of(load(trace)) if WRITTEN.search(line) and "Dialplan: " not in line]


def bare(line: str) -> str:
    """Without what no two runs have in common."""
    line = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "<uuid>", line)
    return re.sub(r"Session \d+", "Session <n>", line)


def by_channel(lines: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        channel, parted = CHANNEL.search(line), PARTED.search(line)
        if channel is not None:
            found.setdefault((channel[0], parted[0] if parted else ""), []).append(line)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_log_of_a_call_is_the_recorded_one(path: Path) -> None:
    theirs, mine = recorded(path), ours(path)
    assert Counter(mine) == Counter(theirs)
    assert by_channel(mine) == by_channel(theirs)


def test_all_recordings_are_there() -> None:
    assert len(CASES) == 20
