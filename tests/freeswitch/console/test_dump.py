"""uuid_dump of both legs of a call, beside the dump of a real server: what is said of a channel is said in the same words."""

import pytest

from tests.freeswitch.console.asked import answers, normal, recorded

OF_THE_DAY = ("-Time", "Timestamp", "Date")
OF_THE_MACHINE = ("FreeSWITCH-Hostname", "FreeSWITCH-IPv4")


def facts(text: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in text.split("\n") if line)
    return {name: value for name, _, value in pairs if not any(word in name for word in (*OF_THE_DAY, *OF_THE_MACHINE))}


@pytest.mark.parametrize("leg", [0, 1], ids=["caller", "called"])
def test_what_is_known_of_a_channel_is_told_as_recorded(leg: int) -> None:
    command, there = recorded("dump")[leg]
    theirs, ours = facts(normal(there)), facts(normal(answers(command)[0]))
    shared = [name for name in ours if name in theirs and not name.startswith("variable_")]
    assert len(shared) > 30
    assert [name for name in theirs if name in shared] == shared
    differing = {name: (theirs[name], ours[name]) for name in shared if theirs[name] != ours[name]}
    assert differing == {}
