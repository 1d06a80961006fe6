"""How a run ends before its time: in a sentence with the student's own file and line."""

import re
from dataclasses import replace

import pytest

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.ending import LimitReached, located
from voiplab.lab.run import Run
from voiplab.recording.events import Logged, SettingRead
from voiplab.recording.recording import Recording
from voiplab.sip.layout import Unwritable
from voiplab.text.place import ConfigError, NotSimulated, Place

RULE = '<action application="bridge" data="user/$1@${domain_name}"/>'


def ending(action: str) -> ConfigError:
    """Of the first call in the PRACK lab, when its dialplan has another action in line 6."""
    lab = read_lesson(lesson_folders()["prack-enable"]).lab
    server, file = lab.files["freeswitch"], "dialplan/default.xml"
    edited = {**server, file: server[file].decode().replace(RULE, action).encode()}
    run = Run(replace(lab, files={**lab.files, "freeswitch": edited}), lab.runs["call"], 1)
    with pytest.raises(ConfigError) as caught:
        run.run()
    return caught.value


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (
            '<action application="respond" data="486 Busy&#13;&#10;X-Evil: 1"/>',
            "a line end in the first line: 'SIP/2.0 486 Busy\\r\\nX-Evil: 1', which would begin another header",
        ),
        (
            '<action application="set" data="sip_h_X-Foo=a&#10;X-Evil: 1"/>',
            "a line end in the channel variable sip_h_X-Foo",
        ),
    ],
)
def test_a_header_that_would_take_two_lines_is_refused_at_the_line_that_wrote_it(action: str, says: str) -> None:
    refused = ending(action)
    assert isinstance(refused, NotSimulated)
    assert str(refused) == f"freeswitch/dialplan/default.xml:6: {says}"


def test_the_line_that_wrote_the_header_is_named_before_the_one_in_force() -> None:
    recording = Recording()
    read = recording.append(0, "fs", None, None, SettingRead(Place("a.xml", 3), "name", "x"))
    force = recording.append(1, "fs", None, None, SettingRead(Place("b.xml", 4), "name", "y"))
    other = recording.append(2, "fs", None, None, Logged("info", "no line of a file"))
    places = [
        str(located(recording, line, Unwritable("X-Foo", "a\nb", origin)).place)
        for origin, line in ((read, force), (None, force), (other, None))
    ]
    assert places == ["a.xml:3", "b.xml:4", ":1"]


ENDLESS = "the script does not end: 500,000 steps for one call, within a second, are not enough"
PATTERN = "((a{1,200}){1,200}){1,200}b"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("while (1) { while (1) { while (1) { } } }", ENDLESS),
        (f'if ($var(many) =~ "{PATTERN}") exit;', f"the pattern {PATTERN} needs more than 1.0 s for one search"),
        ("t_relay();", ENDLESS),
        ("if (mf_process_maxfwd_header(70)) { t_relay(); t_relay(); }", ENDLESS),
        ('while (1) append_branch("sip:a@192.168.20.10"); t_relay();', ENDLESS),
    ],
)
def test_what_an_opensips_would_do_for_ever_ends_as_a_limit(statement: str, says: str) -> None:
    lab = read_lesson(lesson_folders()["first-proxy"]).lab
    head = lab.files["opensips"]["opensips.cfg"].decode().partition("route {")[0]
    edited = f'{head}route {{ $var(many) = "{"a" * 60}"; {statement} }}\n'
    run = Run(replace(lab, files={**lab.files, "opensips": {"opensips.cfg": edited.encode()}}), lab.runs["direct"], 1)
    with pytest.raises(LimitReached, match=re.escape(f"opensips/opensips.cfg:{edited.count(chr(10))}: {says}")):
        run.run()
