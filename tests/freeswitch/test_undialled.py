"""What of a dial string is not simulated ends the run at its line, and `config explain` says so before."""

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import Office, rule
from voiplab.freeswitch.console.table import execute
from voiplab.freeswitch.kind import KIND
from voiplab.text.place import Files, NotSimulated
from voiplab.text.remark import Effect

CASES = [
    ("bridge {inherit_codec=true}user/1001", "the channel variable inherit_codec"),
    ("bridge [leg_delay_start=5]user/1001,user/1002", "the channel variable leg_delay_start"),
    ("bridge {bypass_media=true}user/1001", "bypass_media in a dial string: set it before"),
    ("bridge loopback/1001/default", "loopback/ in a dial string"),
    ("bridge user/1001|group/sales", "group/ in a dial string"),
    ("bridge user/1001:_:user/1002", "several dial strings at once, with :_:"),
]


def refusal(files: Files) -> str:
    office = Office(files=files).register("1000", "1001")
    office.later(0, lambda: office["1000"].dial("7"))
    with pytest.raises(NotSimulated) as caught:
        office.run()
    return str(caught.value)


@pytest.mark.parametrize(("action", "says"), CASES)
def test_a_call_that_comes_to_it_ends_the_run(action: str, says: str) -> None:
    assert refusal(rule(action)) == f"dialplan/default.xml:3: {says}"


@pytest.mark.parametrize(("action", "says"), CASES)
def test_its_line_is_explained_as_not_simulated(action: str, says: str) -> None:
    remarks = [one for one in KIND.explain(None, rule(action)) if one.effect is Effect.NOT_SIMULATED]
    assert [(str(one.place), one.says) for one in remarks if one.place.line == 3] == [("dialplan/default.xml:3", says)]


def test_so_does_the_dial_string_of_a_user_and_a_variable_of_the_user_that_calls() -> None:
    file = "directory/default.xml"
    dialled = changed(rule("bridge user/1001"), file, "{^^:", "{^^:inherit_codec=true:")
    line = dialled[file].decode().partition("inherit_codec")[0].count("\n") + 1
    assert refusal(dialled) == f"{file}:{line}: the channel variable inherit_codec"
    name = '<variable name="user_context" value="default"/>'
    calls = changed(rule("bridge user/1001"), file, name, f'{name}<variable name="hold_music" value="x.wav"/>')
    line = calls[file].decode().partition("hold_music")[0].count("\n") + 1
    assert refusal(calls) == f"{file}:{line}: the channel variable hold_music"


def test_the_console_says_so_and_calls_nobody() -> None:
    office = Office().register("1000")
    said = execute(office.switch, "originate loopback/1000 &park()")
    assert said == "-ERR not simulated in voiplab: originate:1: loopback/ in a dial string\n"
    assert office.run().sent == []
