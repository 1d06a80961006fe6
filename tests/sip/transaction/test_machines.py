"""The page of state diagrams is what the tables say."""

from tests.sip.transaction.machines import PAGE, page
from voiplab.explain.machines import MACHINES, Arrow, arrows
from voiplab.sip.transaction import client, invite_client


def test_the_page_shows_the_tables_that_run() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_an_arrow_says_what_happens_and_what_is_done() -> None:
    given_up = Arrow(
        "calling", "Timer B: no response to INVITE: give up", "terminated", ("stop resending", "report timeout", "end")
    )
    assert given_up in arrows(invite_client.TRANSITIONS)
    assert "    s0 --> s1: Timer B, no response to INVITE, give up" in page()


def test_a_timer_that_has_no_letter_is_named_by_its_sentence() -> None:
    triggers = [one.trigger for one in arrows(invite_client.TRANSITIONS) if one.begin == "proceeding, CANCEL sent"]
    assert triggers[0] == "no final response to the cancelled INVITE: give up"


def test_what_is_dropped_stands_in_the_table_alone() -> None:
    assert Arrow("completed", "1xx", "completed", ()) in arrows(client.TRANSITIONS)
    assert "| completed | 1xx | completed | dropped |" in page()


def test_every_machine_begins_somewhere_and_ends() -> None:
    assert [machine.arrows[0].begin for machine in MACHINES.values()] == ["calling", "trying", "proceeding", "trying"]
    assert all(any(one.end == "terminated" for one in machine.arrows) for machine in MACHINES.values())
