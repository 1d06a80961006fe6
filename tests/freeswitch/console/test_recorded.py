"""Each answer of the console beside the one that a real server gave to the same words."""

import pytest

from tests.freeswitch.console.asked import answers
from tests.freeswitch.console.recording import normal, recorded

NAMES = ("call", "state", "questions", "originate_errors")


def asked(name: str) -> list[tuple[str, str, str]]:
    there = recorded(name)
    ours = answers(*(command for command, _ in there))
    return [(command, said, answer) for (command, said), answer in zip(there, ours, strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_answer_comes_out_the_same(name: str) -> None:
    differing = [
        (command, normal(said), normal(answer))
        for command, said, answer in asked(name)
        if normal(said) != normal(answer)
    ]
    assert differing == []
