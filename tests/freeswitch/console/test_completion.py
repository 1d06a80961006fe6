"""What the Tab key offers."""

import pytest

from tests.freeswitch.office import Office
from voiplab.freeswitch.console.completion import LINES, completions
from voiplab.freeswitch.console.table import COMMANDS, execute


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("vers", ["version"]),
        ("sofia st", ["status"]),
        ("sofia profile ", ["internal", "prack", "threepcc"]),
        ("sofia profile internal re", ["rescan", "restart"]),
        ("sofia profile internal siptrace ", ["off", "on"]),
        ("sofia status profile internal user 1002@127", ["1002@127.0.0.20"]),
        ("sofia profile nowhere ", []),
        ("show ca", ["calls"]),
        ("uuid_kill ", []),
        ("nonsense ", []),
    ],
)
def test_the_words_that_fit_are_offered(typed: str, offered: list[str]) -> None:
    assert completions(Office().switch, typed) == offered


def test_only_commands_that_are_answered_are_offered() -> None:
    assert {str(line[0]) for line in LINES} <= set(COMMANDS)
    switch = Office().switch
    for line in LINES:
        if all(isinstance(word, str) for word in line):
            assert "not simulated" not in (execute(switch, " ".join(map(str, line)))), line


def test_a_command_of_the_server_that_is_not_here_is_refused_by_name() -> None:
    switch = Office().switch
    assert execute(switch, "conference list") == "-ERR not simulated in voiplab: conference\n"
    assert execute(switch, "conferense list") == "-ERR conferense Command not found!\n"
