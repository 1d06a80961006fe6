"""What the management interface was asked in recordings, and answered: ours answers the same after the same REGISTERs.

A file has for each question how long after the first client had been started it was asked, the question, and the answer.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from tests.golden.configuration import configuration
from tests.golden.trace import Message, Trace
from tests.golden.trace_file import OPENSIPS, load
from tests.opensips.bench import Bench
from voiplab.opensips.console.json_rpc import answer
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import Moment, ms

RECORDED: Final = Path(__file__).parent / "recorded"
FILES: Final = sorted(RECORDED.glob("*.txt"))
LATE: Final = ms(100)
"""So long a client needs until its first packet leaves. An answer was noted up to 0.06 s after it had been given: seconds that
are left may be one more."""
_CONTACT_ID: Final = re.compile(r'"ContactID":"(\d+)"')
_EXPIRES: Final = re.compile(r'"Expires":(\d+)')
_CHANCE: Final = 14
"""So many bits of a ContactID are chance."""


def trace_of(path: Path) -> Trace:
    folder, _, rest = re.sub(r"^([a-z])-", r"\1\0", path.stem).partition("-")
    return load(OPENSIPS / folder.replace("\0", "-") / f"{rest}.trace")


def questions(path: Path) -> list[tuple[Moment, str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(ms(int(float(at) * 1000)), question, said) for at, question, said in zip(*[iter(lines)] * 3, strict=True)]


def registers(trace: Trace) -> list[Message]:
    return [
        message
        for message in trace.messages
        if not trace.is_from_server(message) and message.raw.startswith(b"REGISTER ")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_answers_are_those_of_the_recording(path: Path) -> None:
    trace = trace_of(path)
    running = Bench.of(configuration(trace)["opensips.cfg"].decode(), Calendar(trace.began))
    asked = questions(path)
    phones = registers(trace)
    heard = []
    for at, question, _ in asked:
        while phones and phones[0].at <= at - LATE:
            message = phones.pop(0)
            running.go_to(message.at)
            running.tell(message.raw, message.source)
        running.go_to(at - LATE)
        heard.append(answer(running.server, question))
    recorded = [said for _, _, said in asked]
    assert [fixed(said or "") for said in heard] == [fixed(said) for said in recorded]
    pairs = zip(seconds_left(heard), seconds_left(recorded), strict=True)
    assert [pair for pair in pairs if pair[1] - pair[0] not in (0, 1)] == []


def fixed(said: str) -> str:
    """What neither chance nor the time of the day has made."""
    without = _CONTACT_ID.sub(lambda found: f'"ContactID":"{int(found[1]) >> _CHANCE}"', said)
    return _EXPIRES.sub('"Expires":N', without)


def seconds_left(answers: Iterable[str | None]) -> list[int]:
    return [int(found) for said in answers for found in _EXPIRES.findall(said or "")]
