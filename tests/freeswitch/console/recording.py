"""What a real server's console has answered, and what of an answer differs from run to run."""

import re
from pathlib import Path
from typing import Final

from tests.golden.trace_file import FREESWITCH

PROMPT: Final = "freeswitch@lab> "
UUID: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
ANYTHING: Final = (
    (r"\b20\d\d-\d\d-\d\d(?: |%20)\d\d(?::|%3A)\d\d(?::|%3A)\d\d\b", "<time>"),
    (r"\b17\d{8}(?:\d{6})?\b", "<epoch>"),
    (r"EXPSECS\(\d+\)", "EXPSECS(<seconds>)"),
    (r"(?m)^(Call-ID: +\t).*$", r"\1<call>"),
    (r"(?m)^(Agent: +\t).*$", r"\1<agent>"),
    (r"(?m)^((?:FAILED-)?CALLS-(?:IN|OUT) +\t)\d+$", r"\1<count>"),
    (r"(?m)^(\d{4},[^,]*),[^,]*,sofia", r"\1,<call>,sofia"),
    (r"(?m)^UP 0 years, .*$", "UP <time>"),
    (r"\d+ session\(s\) (?=since|-|per)", "<count> session(s) "),
    (r"(peak|last 5min) \d+", r"\1 <count>"),
    (r"min idle cpu 0\.00/[\d.]+", "min idle cpu <share>"),
    (r"^(vm|freeswitch)$", "<hostname>"),
)
"""What differs from run to run."""


def recorded(name: str) -> list[tuple[str, str]]:
    """Commands and answers of a file of `tests/golden/freeswitch/console`."""
    path: Path = FREESWITCH / "console" / f"{name}.txt"
    parts = path.read_bytes().decode().split(PROMPT)[1:]
    return [(command, answer.rstrip("\n")) for command, _, answer in (part.partition("\n") for part in parts)]


def normal(answer: str) -> str:
    return _without_the_rest(UUID.sub("<uuid>", answer))


def numbered(answer: str) -> str:
    """The first uuid is 1, the next one 2: which of them is meant is compared."""
    numbers: dict[str, str] = {}
    return _without_the_rest(UUID.sub(lambda found: numbers.setdefault(found[0], f"<uuid {len(numbers) + 1}>"), answer))


def _without_the_rest(answer: str) -> str:
    for pattern, written in ANYTHING:
        answer = re.sub(pattern, written, answer)
    return answer.rstrip("\n")
