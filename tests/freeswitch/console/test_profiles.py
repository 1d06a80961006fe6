"""`sofia profile ...` and `reloadxml` on a running server: what takes effect when, as c-prack/switch_on_* and others tell."""

import pytest

from tests.freeswitch.office import FILES, Office
from voiplab.freeswitch.console.table import execute
from voiplab.sim.moment import seconds

INTERNAL = "sip_profiles/internal.xml"
RULES = "dialplan/default.xml"
RELIABLE = b'<param name="enable-100rel" value="true"/>'


def changed(old: bytes, new: bytes, path: str = INTERNAL) -> dict[str, bytes]:
    assert FILES[path].count(old) == 1
    return {**FILES, path: FILES[path].replace(old, new)}


def with_parameter(line: bytes) -> dict[str, bytes]:
    return changed(b"<settings>", b"<settings>\n" + line)


ELSEWHERE = changed(b'name="context" value="public"', b'name="context" value="elsewhere"')
"""A setting that a running profile can read again."""


def settled() -> Office:
    office = Office().register("1000", "1001")
    office.kernel.run_until(seconds(12))
    office.begin()
    return office


def at(office: Office, after: int, command: str) -> str:
    office.kernel.run_until(office.kernel.now + after)
    return execute(office.switch, command)


def context(office: Office) -> str:
    lines = execute(office.switch, "sofia status profile internal").splitlines()
    return next(line.split()[-1] for line in lines if line.startswith("Context "))


def offers(office: Office) -> bool:
    """Whether what the profile answers to REGISTER speaks of 100rel."""
    office["1000"].register()
    office.run()
    return "100rel" in (office.last("1000", "200 REGISTER").get("Supported") or "")


@pytest.mark.parametrize(
    ("parameter", "fact"),
    [
        (b'"dtmf-type" value="info"', "DTMF-MODE        \tinfo"),
        (b'"session-timeout" value="1800"', "SESSION-TO       \t1800"),
        (b'"max-proceeding" value="7"', "MAX-DIALOG       \t7"),
        (b'"max-recv-requests-per-second" value="0"', "MAX-RECV-RPS     \t0"),
        (b'"aggressive-nat-detection" value="true"', "AGGRESSIVENAT    \ttrue"),
    ],
)
def test_the_status_of_a_profile_tells_what_its_file_says(parameter: bytes, fact: str) -> None:
    office = Office(files=with_parameter(b"<param name=" + parameter + b"/>"))
    assert fact in execute(office.switch, "sofia status profile internal").splitlines()


def test_a_young_profile_refuses_and_says_how_long() -> None:
    office = Office()
    assert at(office, seconds(7), "sofia profile internal restart") == (
        "Profile internal must be up for at least 10 seconds to stop/restart.\nPlease wait 3 seconds\n"
    )
    assert at(office, seconds(2), "sofia profile internal stop").endswith("Please wait 1 second\n")
    assert at(office, seconds(1), "sofia profile internal stop") == "stopping: internal\n"


def test_a_profile_that_restarts_is_gone_at_once_and_back_within_three_seconds_with_its_registrations() -> None:
    office = settled()
    office.switch.replace(with_parameter(RELIABLE))
    assert execute(office.switch, "sofia profile internal restart") == "Reload XML [Success]\nrestarting: internal\n"
    assert " internal\t" not in at(office, 0, "sofia status")
    assert execute(office.switch, "sofia status profile internal") == "Invalid Profile!\n"
    assert at(office, seconds(3), "sofia status profile internal reg").count("Call-ID:") == 2
    assert offers(office)


def test_the_end_of_a_profile_is_logged_as_recorded() -> None:
    office = settled()
    execute(office.switch, "sofia profile internal restart")
    office.kernel.run_until(office.kernel.now + seconds(3))
    log = [line for line in office.log if "DEBUG" not in line]
    assert log[log.index("[NOTICE] Waiting for worker thread") :] == [
        "[NOTICE] Waiting for worker thread",
        "[INFO] sofia:internal Destroying SQL queue.",
        "[INFO] sofia:internal Stopping SQL thread.",
        "[WARNING] rtp-timeout-sec deprecated use media_timeout variable.",
        "[WARNING] rtp-hold-timeout-sec deprecated use media_hold_timeout variable.",
        "[INFO] Setting MAX Auth Validity to 0 Attempts",
        "[NOTICE] Started Profile internal [sofia_reg_internal]",
        "[INFO] sofia:internal Starting SQL thread.",
        *(
            f"[NOTICE] Adding Alias [{name}] for profile [internal]"
            for name in ("127.0.0.20", "tenant-a.lab", "tenant-b.lab")
        ),
    ]


@pytest.mark.parametrize(
    "commands",
    [
        ["reloadxml"],
        ["sofia profile internal rescan"],
        ["reloadxml", "sofia profile internal rescan"],
    ],
    ids=" then ".join,
)
def test_neither_reloadxml_nor_rescan_makes_a_running_profile_offer_100rel(commands: list[str]) -> None:
    office = settled()
    office.switch.replace(with_parameter(RELIABLE))
    for command in commands:
        assert "[Success]" in execute(office.switch, command)
    assert not offers(office)


def test_a_saved_file_changes_nothing_by_itself_and_reloadxml_nothing_of_a_running_profile() -> None:
    office = settled()
    office.switch.replace(ELSEWHERE)
    assert context(office) == "public"
    assert execute(office.switch, "reloadxml") == "+OK [Success]\n"
    assert context(office) == "public"


def test_a_rescan_reads_the_files_itself_and_takes_over_what_the_stack_was_not_made_with() -> None:
    office = settled()
    office.switch.replace(ELSEWHERE)
    assert execute(office.switch, "sofia profile internal rescan") == "Reload XML [Success]\n+OK scan complete\n"
    assert context(office) == "elsewhere"


@pytest.mark.parametrize("command", ["reloadxml", "sofia profile internal rescan"])
def test_broken_xml_is_told_with_its_line_and_what_runs_stays(command: str) -> None:
    office = settled()
    office.switch.replace(with_parameter(RELIABLE + b"</nonsense>"))
    before = office.switch.configuration
    said = execute(office.switch, command)
    assert "[[error near line " in said
    assert "]: unexpected closing tag </nonsense>]" in said
    assert office.switch.configuration is before
    office.switch.replace(ELSEWHERE)
    execute(office.switch, "sofia profile internal rescan")
    assert context(office) == "elsewhere"


def test_a_call_goes_through_the_old_dialplan_after_a_broken_reload() -> None:
    office = settled()
    office["1001"].answers_with((0, 180), (0.5, 200))
    office.switch.replace({**FILES, RULES: FILES[RULES] + b"</context>"})
    assert execute(office.switch, "reloadxml").startswith("+OK [[error near line ")
    office["1000"].dial("1001")
    office.later(3, office["1000"].hang_up)
    office.run()
    assert "200 INVITE" in office.told("1000", timed=False)


def test_a_restart_on_broken_xml_starts_again_with_what_was_read_before() -> None:
    office = settled()
    office.switch.replace(with_parameter(RELIABLE + b"</nonsense>"))
    assert execute(office.switch, "sofia profile internal restart").endswith("\nrestarting: internal\n")
    office.kernel.run_until(office.kernel.now + seconds(3))
    assert not offers(office)


@pytest.mark.parametrize("verb", ["start", "stop", "restart", "rescan"])
def test_to_wait_for_it_is_refused_by_name_and_nothing_is_done(verb: str) -> None:
    office = settled()
    office.switch.replace(ELSEWHERE)
    refused = "-ERR not simulated in voiplab: sofia profile ... wait\n"
    assert execute(office.switch, f"sofia profile internal {verb} wait") == refused
    office.run()
    assert context(office) == "public"


def test_what_is_not_simulated_is_refused_by_name_and_the_profile_goes_on() -> None:
    office = settled()
    office.switch.replace(with_parameter(b'<param name="liberal-dtmf" value="true"/>'))
    for command in ("reloadxml", "sofia profile internal restart", "sofia profile internal rescan"):
        said = execute(office.switch, command)
        assert said.startswith("-ERR not simulated in voiplab: sip_profiles/internal.xml:")
        assert "liberal-dtmf" in said
    assert " internal\t" in execute(office.switch, "sofia status")


def test_a_profile_whose_port_is_taken_gives_up_after_the_third_time() -> None:
    office = settled()
    office.switch.replace(
        changed(b'name="sip-port" value="5070"', b'name="sip-port" value="5060"', "sip_profiles/prack.xml")
    )
    execute(office.switch, "sofia profile prack restart")
    assert at(office, seconds(14), "sofia status profile prack") == "Invalid Profile!\n"
    attempts = [line.partition("ATTEMPT ")[2] for line in office.log if "ATTEMPT" in line]
    assert attempts == [f"{number} (RETRY IN 5 SEC)" for number in (1, 2, 3)]


def test_calls_of_a_stopped_profile_end_with_a_manager_s_request() -> None:
    office = settled()
    office["1001"].answers_with((0, 180), (0.2, 200))
    office["1000"].dial("1001")
    office.kernel.run_until(office.kernel.now + seconds(2))
    assert len(office.switch.channels) == 2
    assert execute(office.switch, "sofia profile internal stop") == "stopping: internal\n"
    office.run()
    assert "MANAGER_REQUEST" in (office.last("1001", "BYE").get("Reason") or "")
