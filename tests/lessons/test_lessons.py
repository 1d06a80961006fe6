"""Every lesson that voiplab brings along holds what it promises."""

import subprocess
import textwrap

import pytest

from voiplab.course.catalogue import lesson_folders
from voiplab.course.grading import Report, grade, messages_of
from voiplab.course.lesson import overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.course.right_answers import right_answers
from voiplab.course.verify import verify
from voiplab.lab.actions import NodeAction
from voiplab.lab.run import Run
from voiplab.net.address import Address
from voiplab.net.packet import Packet
from voiplab.recording.events import Performed, Sent
from voiplab.sip.field import Field
from voiplab.sip.message import Response
from voiplab.text.width import width

LESSONS = lesson_folders()


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_proved(name: str) -> None:
    assert [str(problem) for problem in verify(read_lesson(LESSONS[name]))] == []


@pytest.mark.parametrize("name", LESSONS)
def test_what_a_lesson_needs_is_there(name: str) -> None:
    assert [needed for needed in read_lesson(LESSONS[name]).needs if needed not in LESSONS] == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_run_says_what_it_does_and_a_brief_fits_a_terminal(name: str) -> None:
    lesson = read_lesson(LESSONS[name])
    assert all(plan.does for plan in lesson.lab.runs.values())
    assert max(map(width, lesson.brief.splitlines())) <= 80


def test_in_a_running_server_only_the_restart_makes_the_parameter_count_and_nobody_registers_anew() -> None:
    lesson = read_lesson(LESSONS["prack-enable"])
    run = Run(lesson.lab, lesson.lab.runs["live"], 1)
    run.run()
    acts = [(event.at, event.what.action) for event in run.recording if isinstance(event.what, Performed)]
    [restart] = [at for at, action in acts if action == "sofia profile internal restart"]
    pracks = [message.at for message in messages_of(run) if message.method == "PRACK"]
    assert pracks
    assert min(pracks) > restart
    assert [message.n for message in messages_of(run) if message.method == "REGISTER" and message.at > restart] == []


@pytest.mark.parametrize(("name", "port"), [("contact", 5060), ("gruu", 5070)])
def test_a_telephone_that_has_moved_is_found_by_its_gruu_and_not_where_it_was(name: str, port: int) -> None:
    lesson = read_lesson(LESSONS["gruu-transfer"])
    run = Run(lesson.lab, lesson.lab.runs[name], 1)
    run.run()
    mobile = lesson.lab.topology.hosts["mobile"][0].ip
    packets = [event.what.packet for event in run.recording.sent() if isinstance(event.what, Sent)]
    called = {packet.target for packet in packets if packet.target.ip == mobile and b"INVITE sip:" in _start(packet)}
    assert called == {Address(mobile, port)}


def _start(packet: Packet) -> bytes:
    return packet.payload[:11] if isinstance(packet.payload, bytes) else b""


def graded(name: str, file: str, was: str, becomes: str) -> Report:
    """With one change of a file of the start."""
    lesson = read_lesson(LESSONS[name])
    node, _, path = file.partition("/")
    content = lesson.lab.files[node][path].decode()
    assert was in content
    changed = content.replace(was, becomes).encode()
    return grade(lesson, overlaid(lesson.lab.files, {node: {path: changed}}), {}, 3)


BRIDGE = '<action application="bridge" data="user/$1@${domain_name}"/>'
DEMAND = '<action application="bridge" data="{sip_h_Require=100rel}user/$1@${domain_name}"/>'
EARLY = '<action application="pre_answer"/><action application="set" data="ringback=$${us-ring}"/>'


@pytest.mark.parametrize("right", [DEMAND, EARLY + BRIDGE], ids=["a demand in the bridge", "pre_answer with a tone"])
def test_microsip_can_be_made_reliable_in_other_ways_than_the_solution_s(right: str) -> None:
    report = graded("prack-microsip", "freeswitch/dialplan/default.xml", BRIDGE, right)
    checks = ("pracked", "ringing", "talked", "carol-as-before")
    assert [check for check in checks if not report.verdict(check).is_passed] == []


def test_carol_may_switch_reliable_ringing_off_altogether() -> None:
    report = graded("prack-loss", "carol/phone.ini", "100rel_as_caller=required", "100rel_as_caller=off")
    assert report.verdict("carol-talks").is_passed
    assert report.verdict("bob-as-before").is_passed


def test_a_parameter_counts_in_any_case_and_place_among_the_settings() -> None:
    last = '    <param name="ENABLE-100REL" value="yes"/>\n  </settings>'
    report = graded("prack-enable", "freeswitch/sip_profiles/internal.xml", "  </settings>", last)
    assert report.verdict("offered").is_passed


def test_who_takes_the_two_characters_off_in_another_way_has_an_intercom_too() -> None:
    seam = "    # Whoever is called: where is that telephone?\n"
    mine = (
        '    if (is_method("INVITE") && $(rU{s.substr,0,2}) == "*6") {\n        $rU = $(rU{s.substr,2,0});\n'
        '        append_hf("Call-Info: <sip:office>;answer-after=0\\r\\n");\n    }\n'
    )
    report = graded("intercom-opensips", "opensips/opensips.cfg", seam, mine + seam)
    checks = ("stripped", "asked", "yealink", "plain", "no-alert", "still-rings")
    assert [check for check in checks if not report.verdict(check).is_passed] == []


def test_enable_3pcc_counts_in_any_case_and_place_among_the_settings() -> None:
    last = '    <param name="Enable-3PCC" value="Proxy"/>\n  </settings>'
    report = graded("offerless-invite", "freeswitch/sip_profiles/internal.xml", "  </settings>", last)
    checks = ("accepted", "talked", "rings-first", "busy", "not-answered", "plain")
    assert [check for check in checks if not report.verdict(check).is_passed] == []


def test_the_line_of_the_brief_takes_a_temporary_gruu_apart_and_what_it_says_is_the_right_answer() -> None:
    lesson = read_lesson(LESSONS["gruu-one-device"])
    played = grade(lesson, lesson.lab.files, {}, 5).played["temporary"]
    answer = right_answers(lesson, dict.fromkeys(lesson.lab.runs, played))["token"]
    granted = next(
        one for one in played.messages if one.target == "mobile" and one.response and one.method == "REGISTER"
    )
    assert granted.n == 6  # which the brief has shown
    assert isinstance(granted.content, Response)
    [gruu] = Field.parse("Contact.2.temp-gruu").values(granted.content)
    hidden = gruu.removeprefix("sip:tgruu.").partition("@")[0]
    shell = textwrap.dedent(lesson.brief[lesson.brief.index("    python3 -c") :].partition("\n\n")[0])
    said = subprocess.run(
        ["sh", "-c", shell.replace("'...'", f"'{hidden}'")], capture_output=True, text=True, check=True
    )
    assert said.stdout == f"{answer}\n"


def test_a_gruu_may_be_dialled_without_the_port_of_its_registrar() -> None:
    lesson = read_lesson(LESSONS["gruu-one-device"])
    [press] = lesson.by_hand["public"]
    dialled = NodeAction(str(press.entry.action).replace(":5060;", ";"))
    report = grade(lesson, lesson.lab.files, {}, 3, journals={"public": [press.entry._replace(action=dialled)]})
    assert report.is_done(next(one for one in lesson.exercises if one.id == "public"))
