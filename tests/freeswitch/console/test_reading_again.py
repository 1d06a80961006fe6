"""What `reloadxml`, `rescan` and `restart` make take effect, and what they leave as it is."""

from functools import partial
from typing import Final

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office
from voiplab.freeswitch.console.table import execute as typed
from voiplab.freeswitch.switch import Switch
from voiplab.text.place import Files

INTERNAL: Final = "sip_profiles/internal.xml"
CONTEXT: Final = changed(FILES, INTERNAL, '"context" value="public"', '"context" value="elsewhere"')
"""A setting that a running profile reads again."""
PRACK: Final = changed(FILES, INTERNAL, "<settings>", '<settings><param name="enable-100rel" value="true"/>')
"""A setting that the SIP stack is told once."""
BROKEN: Final = {**FILES, "dialplan/default.xml": FILES["dialplan/default.xml"] + b"</context>"}


def execute(switch: Switch, command: str) -> str:
    """The answer without the line ends behind it."""
    return typed(switch, command).rstrip("\n")


def saved(files: Files) -> Office:
    """The files are saved in an office that has been up for some time."""
    office = Office().register("1000")
    office.later(20, lambda: None)
    office.run()
    office.switch.replace(files)
    return office


def context(office: Office) -> str:
    lines = execute(office.switch, "sofia status profile internal").splitlines()
    return next(line.split()[-1] for line in lines if line.startswith("Context "))


def supported(office: Office) -> str:
    """What the profile tells a phone that asks what it can."""
    office.begin()
    office["1000"].dial("1001")
    office.run()
    return next(field.value for field in office.last("1000", "407 INVITE").fields if field.name == "Supported")


def test_a_saved_file_changes_nothing_by_itself() -> None:
    office = saved(CONTEXT)
    assert context(office) == "public"


def test_reloadxml_leaves_a_running_profile_as_it_is() -> None:
    office = saved(CONTEXT)
    assert execute(office.switch, "reloadxml") == "+OK [Success]"
    assert context(office) == "public"


def test_a_rescan_reads_the_files_itself_and_takes_over_the_context() -> None:
    office = saved(CONTEXT)
    assert execute(office.switch, "sofia profile internal rescan") == "Reload XML [Success]\n+OK scan complete"
    assert context(office) == "elsewhere"


def test_enable_100rel_waits_for_a_restart() -> None:
    office = saved(PRACK)
    execute(office.switch, "sofia profile internal rescan")
    assert supported(office) == "timer, path, replaces"
    assert execute(office.switch, "sofia profile internal restart") == "Reload XML [Success]\nrestarting: internal"
    office.run()
    assert supported(office) == "100rel, timer, path, replaces"


@pytest.mark.parametrize("command", ["reloadxml", "sofia profile internal rescan"])
def test_a_broken_file_is_told_with_its_line_and_what_runs_stays(command: str) -> None:
    office = saved(BROKEN)
    before = office.switch.configuration
    said = execute(office.switch, command)
    assert "[[error near line " in said
    assert "unexpected closing tag </context>]" in said
    assert office.switch.configuration is before
    office.switch.replace(CONTEXT)
    execute(office.switch, "sofia profile internal rescan")
    assert context(office) == "elsewhere"


def test_a_call_goes_through_the_old_dialplan_after_a_broken_reload() -> None:
    office = saved(BROKEN).register("1001")
    office["1001"].answers_with((0, 180), (0.5, 200))
    execute(office.switch, "reloadxml")
    office.later(1, partial(_dial, office))
    office.later(3, office["1000"].hang_up)
    office.run()
    assert "200 INVITE" in office.told("1000", timed=False)


def _dial(office: Office) -> None:
    office["1000"].dial("1001")


@pytest.mark.parametrize("verb", ["start", "stop", "restart", "rescan"])
def test_to_wait_for_it_is_refused_by_name_and_nothing_is_done(verb: str) -> None:
    office = saved(CONTEXT)
    refused = "-ERR not simulated in voiplab: sofia profile ... wait"
    assert execute(office.switch, f"sofia profile internal {verb} wait") == refused
    office.run()
    assert context(office) == "public"
