from voiplab.sip.transaction import client, invite_client
from voiplab.sip.transaction.diagram import Arrow, arrows


def test_an_arrow_says_what_happens_and_what_is_done() -> None:
    given_up = Arrow(
        "calling", "Timer B: no response to INVITE: give up", "terminated", ("stop resending", "report timeout", "end")
    )
    assert given_up in arrows(invite_client.TRANSITIONS)


def test_a_timer_that_has_no_letter_is_named_by_its_sentence() -> None:
    triggers = [
        arrow.trigger for arrow in arrows(invite_client.TRANSITIONS) if arrow.begin == "proceeding, CANCEL sent"
    ]
    assert triggers[0] == "no final response to the cancelled INVITE: give up"


def test_what_is_dropped_is_an_arrow_without_acts() -> None:
    assert Arrow("completed", "1xx", "completed", ()) in arrows(client.TRANSITIONS)
