from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.freeswitch.base_config import BASE, changed
from voiplab.freeswitch.applications.parking import USAGE
from voiplab.freeswitch.explain.configuration import explain
from voiplab.text.place import Files
from voiplab.text.remark import Effect

INTERNAL: Final = "sip_profiles/internal.xml"
RULES: Final = "dialplan/rules.xml"
NO_FIELD: Final = "ignored there: destination_numbre is no field of a call, and empty unless it is a variable"
NO_QUOTES: Final = "is taken for the name of an attribute: quotes are \" and ' only, and what has none is empty"


def said(files: Files, file: str, line: int) -> Sequence[str]:
    return [
        f"{one.effect.value}: {one.says}" for one in explain(files) if one.place.file == file and one.place.line == line
    ]


def said_of_param(text: str) -> Sequence[str]:
    """The remarks on one more line at the end of the settings of the internal profile."""
    return said(changed(BASE, INTERNAL, "  </settings>", f"{text}\n  </settings>"), INTERNAL, 37)


@pytest.mark.parametrize(
    ("line", "remarks"),
    [
        ('<param name="enable-100rel" value="true"/>', ["in force: enable-100rel is on"]),
        ('<param name="ENABLE-100rel" value="off"/>', ["in force: enable-100rel is off"]),
        (
            '<param name="enable-100-rel" value="true"/>',
            ["ignored there: there is no parameter enable-100-rel of a SIP profile; did you mean enable-100rel?"],
        ),
        (
            '<param name="enable-100rel" value="”true”"/>',
            [
                "in force: enable-100rel is off: '”true”' is none of yes, on, true, t, enabled, active, allow, nor a number"
            ],
        ),
        (
            '<param name="enable-100rel" value=”true”/>',
            [
                f"ignored there: ”true” {NO_QUOTES}",
                "in force: enable-100rel is off: '' is none of yes, on, true, t, enabled, active, allow, nor a number",
            ],
        ),
        (
            '<param nmae="enable-100rel" value="true"/>',
            [
                "ignored there: the attribute nmae of <param> is read by nobody; did you mean name?",
                "ignored there: there is no parameter  of a SIP profile",
            ],
        ),
        (
            '<param name="NDLB-force-rport" value="safe"/>',
            ["not simulated: ndlb-force-rport with the value 'safe'"],
        ),
        ('<param name="tls" value="true"/>', ["not simulated: tls with the value 'true'"]),
        (
            '<param name="user-agent-string" value="Lab&#10;X: 1"/>',
            ["not simulated: user-agent-string with the value 'Lab\\nX: 1'"],
        ),
        ('<param name="tls" value="false"/>', ["no effect here: tls: with this value it asks for nothing"]),
        ('<param name="debug" value="9"/>', ["no effect here: debug: It changes only what the server logs."]),
        ('<param name="sip-port" value=""/>', ["ignored there: sip-port has no value and leaves what was set before"]),
        (
            '<parma name="context" value="x"/>',
            ["ignored there: <parma> inside of <settings> is read by nobody; did you mean param?"],
        ),
        ('<!-- <param name="context" value="x"/> -->', []),
    ],
)
def test_a_line_of_a_profile_is_explained(line: str, remarks: list[str]) -> None:
    assert said_of_param(line) == remarks


def test_a_second_profile_on_the_address_of_another_is_not_started() -> None:
    # The recorded `sofia status` has no bypass after a restart on the port of internal (golden config-errors, case 14).
    files = changed(BASE, "sip_profiles/internal.xml", 'name="sip-port" value="5060"', 'name="sip-port" value="5080"')
    says = "error: the profile internal is not started: the profile bypass listens on 127.0.0.20:5080 already"
    assert says in said(files, "sip_profiles/internal.xml", 1)
    assert "in force: the profile bypass is started" in said(files, "sip_profiles/bypass.xml", 1)


def test_a_parameter_that_is_set_twice_is_told_at_the_first() -> None:
    files = changed(BASE, INTERNAL, "  </settings>", '<param name="context" value="x"/>\n  </settings>')
    assert said(files, INTERNAL, 11) == [
        "ignored there: context is set again in sip_profiles/internal.xml:37: the last one counts"
    ]


def test_a_parameter_outside_of_settings_is_read_by_nobody() -> None:
    files = changed(BASE, INTERNAL, "</profile>", '<param name="enable-100rel" value="true"/></profile>')
    assert "ignored there: <param> inside of <profile> is read by nobody" in said(files, INTERNAL, 38)


@pytest.mark.parametrize(
    ("old", "new", "remarks"),
    [
        ('"answr"', '"answr"', ["error: Invalid Application answr: the call ends there; did you mean answer?"]),
        ('data="BUSYY"', 'data="USER_BUSY"', ["in force: hangup(USER_BUSY)"]),
        (
            'data="BUSYY"',
            'data="USER_BUSSY"',
            ["ignored there: USER_BUSSY is no cause: the call ends with NORMAL_CLEARING; did you mean USER_BUSY?"],
        ),
        ('data="user1001"', 'data="user1001"', ["error: Could not locate channel type user1001"]),
        ('"sip/1001@', '"sip/1001@', ["error: Could not locate channel type sip"]),
        ('"sofia/intrenal/', '"sofia/intrenal/', ["error: Invalid Profile: intrenal; did you mean internal?"]),
        ('"sofia/gateway/', '"sofia/gateway/', ["error: Invalid Gateway mygw"]),
        ('data=""', 'data=""', ["ignored there: bridge without a dial string does nothing, and the dialplan goes on"]),
        (
            'data="park auto',
            'data="park auto',
            [f"ignored there: {USAGE.text}: the dialplan goes on"],
        ),
        (
            '"valet_park" data="park auto 701 799"',
            '"bind_meta_app" data="1 b s execute_extension::dx XML features"',
            ["not simulated: bind_meta_app with the application execute_extension"],
        ),
        (
            '"valet_park" data="park auto 701 799"',
            '"bind_meta_app" data="1 b s"',
            ["ignored there: Usage: <key> [a|b|ab] [a|b|o|s|i|1] <app>: the dialplan goes on"],
        ),
        ('data="park auto 701', 'data="park auto in 701', ["in force: valet_park(park auto in 701 799)"]),
        ('"valet_park" data="park auto', '"conference" data="park auto', ["not simulated: the application conference"]),
        (
            '"set" data="lab_y=yes" inline',
            '"answer" inline',
            ["error: This application cannot be executed inline: answer"],
        ),
        ('"lab_x=yes"', '"inherit_codec=true"', ["not simulated: the channel variable inherit_codec"]),
    ],
)
def test_an_action_is_explained(old: str, new: str, remarks: list[str]) -> None:
    files = changed(BASE, RULES, old, new)
    line = files[RULES].decode().split(new)[0].count("\n") + 1
    assert said(files, RULES, line) == remarks


@pytest.mark.parametrize(
    ("old", "new", "remarks"),
    [
        (
            'field="destination_numbre"',
            'field="destination_numbre"',
            [
                f"{NO_FIELD}; did you mean destination_number?",
                "in force: destination_numbre is compared with ^8032$",
            ],
        ),
        ('"^(8017$"', '"^(8017$"', ["error: COMPILE ERROR: 7 [missing )][^(8017$], at every call that comes by"]),
        (
            'break="always"',
            'break="alway"',
            [
                "ignored there: break='alway' is read as on-false; did you mean always?",
                "in force: destination_number is compared with ^8004$",
            ],
        ),
        ('year="1999"', 'year="1999"', ["in force: a condition on date and time"]),
        (
            'year="1999"',
            'yaer="1999"',
            [
                "ignored there: the attribute yaer of <condition> is read by nobody; did you mean year?",
                "in force: a condition that always holds",
            ],
        ),
    ],
)
def test_a_condition_is_explained(old: str, new: str, remarks: list[str]) -> None:
    files = changed(BASE, RULES, old, new)
    line = files[RULES].decode().split(new)[0].count("\n") + 1
    assert said(files, RULES, line) == remarks


def test_globals_and_includes_are_explained() -> None:
    assert said(BASE, "vars.xml", 3) == ["in force: from here on $${domain} is 127.0.0.20"]
    assert said(BASE, "freeswitch.xml", 8) == ["in force: dialplan/*.xml: 3 files"]
    files = changed(BASE, "freeswitch.xml", "dialplan/*.xml", "dialplam/*.xml")
    assert said(files, "freeswitch.xml", 8) == [
        "ignored there: dialplam/*.xml is not there: the server only writes an error to its log"
    ]
    files = changed(BASE, "directory/tenant-a.xml", "$${default_password}", "$${defualt_password}")
    remark = "ignored there: $${defualt_password} is set nowhere before: nothing stands there; did you mean default_password?"
    assert remark in said(files, "directory/tenant-a.xml", 10)


def test_files_that_cannot_be_read_have_one_remark_in_the_words_of_the_server() -> None:
    files = changed(BASE, INTERNAL, "</settings>", "</setting>")
    assert [str(one) for one in explain(files)] == [
        "sip_profiles/internal.xml:37: error: [error near line 216]: unexpected closing tag </setting>"
    ]


def test_a_directive_that_would_run_a_program_is_not_simulated() -> None:
    files = changed(BASE, "vars.xml", 'cmd="set" data="call_debug', 'cmd="exec-set" data="call_debug')
    assert [str(one) for one in explain(files)] == ['vars.xml:11: not simulated: X-PRE-PROCESS cmd="exec-set"']


def test_every_parameter_of_the_recorded_profiles_has_its_class() -> None:
    explained = {(one.place.file, one.place.line) for one in explain(BASE)}
    params = {
        (file, number)
        for file, content in BASE.items()
        for number, line in enumerate(content.split(b"\n"), 1)
        if file.startswith(("sip_profiles/", "directory/")) and b"<param " in line
    }
    assert len(params) > 230
    assert params <= explained


def test_all_classes_are_used() -> None:
    assert {one.effect for one in explain(BASE)} == set(Effect)


@given(
    st.sampled_from(sorted(BASE)),
    st.integers(0, 3000),
    st.sampled_from(["<", '"', "${", "(", "x", "[", "</a>", "|", ","]),
)
@settings(max_examples=30, deadline=None)
def test_damaged_files_are_explained_all_the_same(file: str, at: int, damage: str) -> None:
    text = BASE[file].decode()
    files = {**BASE, file: (text[:at] + damage + text[at + 1 :]).encode()}
    assert all(one.place.file in files for one in explain(files))


def test_an_application_whose_module_is_not_loaded_ends_the_call() -> None:
    files = changed(BASE, "autoload_configs/all.xml", '<load module="mod_valet_parking"/>', "")
    line = BASE["dialplan/default.xml"].decode().split('"valet_park"')[0].count("\n") + 1
    says = "error: Invalid Application valet_park: the call ends there, for mod_valet_parking is not loaded"
    assert said(files, "dialplan/default.xml", line) == [says]
