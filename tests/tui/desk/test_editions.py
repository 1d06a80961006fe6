from tests.tui.desks import desk, play_out, played
from voiplab.lab.actions import Edit, NodeAction
from voiplab.recording.events import Answered
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.editions import Edition, Editions

PROFILE = "sip_profiles/internal.xml"
DIALPLAN = "dialplan/default.xml"


def editions(of: Desk, node: str, path: str) -> list[Edition]:
    found = Editions(of.player)
    found.catch_up()
    return list(found.of(node, path))


def answers(of: Desk) -> list[int]:
    return [event.id for event in of.player.recording if isinstance(event.what, Answered)]


def test_a_file_that_nobody_saved_has_one_edition() -> None:
    here = played("prack-enable")
    assert editions(here, "alice", "MicroSIP.ini") == [Edition(0, here.files["alice"]["MicroSIP.ini"])]


def test_a_script_that_saves_a_file_makes_an_edition_when_the_server_reads_it() -> None:
    here = played("prack-enable", "live")
    before, after = editions(here, "freeswitch", PROFILE)
    assert before == Edition(0, here.player.lab.files["freeswitch"][PROFILE])
    assert after.since == answers(here)[0]
    assert after.content != before.content


def test_a_saved_file_counts_when_reloadxml_has_read_it_and_not_before() -> None:
    here = desk("prack-enable")
    new = b"<!-- new -->\n" + here.files["freeswitch"][DIALPLAN]
    here.save("freeswitch", DIALPLAN, new)
    assert len(editions(here, "freeswitch", DIALPLAN)) == 1
    here.perform("freeswitch", NodeAction("status"))
    assert len(editions(here, "freeswitch", DIALPLAN)) == 1
    here.perform("freeswitch", NodeAction("reloadxml"))
    assert editions(here, "freeswitch", DIALPLAN)[1:] == [Edition(answers(here)[-1], new)]


def test_a_broken_file_does_not_come_into_force() -> None:
    here = desk("prack-enable")
    here.save("freeswitch", DIALPLAN, b"<broken")
    here.perform("freeswitch", NodeAction("reloadxml"))
    assert len(editions(here, "freeswitch", DIALPLAN)) == 1


def test_of_two_texts_saved_at_one_moment_the_last_one_is_read() -> None:
    here = desk("first-proxy")
    script = here.files["opensips"]["opensips.cfg"]
    here.save("opensips", "opensips.cfg", script + b"# one\n")
    here.save("opensips", "opensips.cfg", script + b"# two\n")
    here.perform("opensips", NodeAction("systemctl restart opensips"))
    found = [edition.content for edition in editions(here, "opensips", "opensips.cfg")]
    assert found == [script, script + b"# two\n"]


def test_a_telephone_reads_no_file_in_the_middle_of_a_run() -> None:
    here = played("prack-enable")
    here.player.perform("alice", Edit("MicroSIP.ini", b"[Settings]\n"))
    play_out(here)
    assert len(editions(here, "alice", "MicroSIP.ini")) == 1
