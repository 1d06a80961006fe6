"""What another program does to the files of a workspace."""

from pathlib import Path

import pytest

from tests.tui.desks import Ticks, workspace_desk
from voiplab.text.place import ConfigError
from voiplab.tui.desk.breakpoints import OnMethod
from voiplab.tui.desk.desk import Desk

PROFILE = "sip_profiles/internal.xml"


def test_nothing_is_taken_in_when_nothing_was_changed(tmp_path: Path) -> None:
    assert workspace_desk(tmp_path, "prack-enable").reread() == []


def test_a_file_that_another_program_wrote_is_taken_in_and_saved_in_the_run(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "prack-enable")
    (tmp_path / "mine" / "freeswitch" / PROFILE).write_bytes(b"<!-- from outside -->")
    (tmp_path / "mine" / "freeswitch" / "dialplan" / "more.xml").write_bytes(b"<include/>")
    assert desk.reread() == [f"freeswitch/{PROFILE}", "freeswitch/dialplan/more.xml"]
    assert desk.files["freeswitch"][PROFILE] == b"<!-- from outside -->"
    assert [str(entry.action) for entry in desk.player.run.journal] == [f"edit {PROFILE}", "edit dialplan/more.xml"]
    assert desk.reread() == []


def test_a_file_that_was_taken_away_is_gone_here_too(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "prack-enable")
    (tmp_path / "mine" / "freeswitch" / PROFILE).unlink()
    assert desk.reread() == [f"freeswitch/{PROFILE}"]
    assert PROFILE not in desk.files["freeswitch"]


def test_a_file_of_ten_megabytes_is_not_taken_in(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "prack-enable")
    (tmp_path / "mine" / "freeswitch" / PROFILE).write_bytes(b"a" * 10_000_000)
    with pytest.raises(ConfigError, match=r"internal.xml:1: at most 1048576 bytes are expected"):
        desk.reread()
    assert len(desk.files["freeswitch"][PROFILE]) < 10_000


def test_a_run_begins_with_the_files_as_they_were_then(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "prack-enable")
    before = desk.files["freeswitch"][PROFILE]
    desk.save("freeswitch", PROFILE, b"<!-- later -->")
    assert desk.player.lab.files["freeswitch"][PROFILE] == before
    assert desk.start().lab.files["freeswitch"][PROFILE] == b"<!-- later -->"


def test_answers_of_an_earlier_session_are_known_when_the_workspace_is_read_again(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "first-proxy")
    desk.answer("copies", "7")
    assert desk.workspace is not None
    assert desk.lesson is not None
    again = Desk.of_workspace(desk.workspace, desk.lesson, Ticks())
    again.reread()
    assert again.answers_now == {"copies": "7"}


def test_a_check_is_about_the_files_with_which_it_began(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "prack-enable")
    grading = desk.check()
    assert grading is not None
    before = grading.files["freeswitch"]
    desk.save("freeswitch", PROFILE, b"<!-- later -->")
    assert grading.files["freeswitch"] == before


def test_the_screen_brings_the_files_of_the_start_back_and_keeps_those_that_were_there(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "first-proxy")
    before = desk.files["opensips"]
    desk.save("opensips", "opensips.cfg", b"# mine\n")
    desk.answer("copies", "7")
    assert desk.differing() == ["answers.yaml", "opensips/opensips.cfg"]
    kept = desk.reset(desk.differing())
    assert desk.files["opensips"] == before
    assert desk.answers_now == {}
    assert kept is not None
    assert (kept / "opensips" / "opensips.cfg").read_bytes() == b"# mine\n"


def test_a_run_that_begins_again_is_as_fast_and_stops_where_the_one_before_did(tmp_path: Path) -> None:
    desk = workspace_desk(tmp_path, "prack-enable")
    desk.player.breakpoints.append(OnMethod("PRACK"))
    desk.player.pace.change(1)
    speed = desk.player.pace.speed
    desk.start()
    assert desk.player.breakpoints == [OnMethod("PRACK")]
    assert desk.player.pace.speed == speed
