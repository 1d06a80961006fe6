"""How far a dialog has come."""

import pytest

from voiplab.opensips.dialog.state import TRANSITIONS, Event, State, following


@pytest.mark.parametrize("state", State)
def test_every_state_knows_what_every_event_makes_of_it(state: State) -> None:
    assert [event for event in Event if event not in TRANSITIONS[state]] == []


def test_a_call_goes_from_unconfirmed_over_early_and_answered_to_confirmed_and_ended() -> None:
    state, passed = State.UNCONFIRMED, []
    for event in (Event.PROVISIONAL, Event.SUCCESS, Event.ACK, Event.REQUEST, Event.BYE, Event.FORGOTTEN):
        state = following(state, event)
        passed.append(state.value)
    assert passed == [2, 3, 4, 4, 5, 5]


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.EARLY])
@pytest.mark.parametrize("event", [Event.FAILURE, Event.FORGOTTEN])
def test_a_call_that_nobody_has_answered_ends_with_a_refusal_or_with_its_transaction(
    state: State, event: Event
) -> None:
    assert following(state, event) is State.ENDED


def test_a_2xx_that_overtakes_a_refusal_brings_the_dialog_back() -> None:
    assert following(State.ENDED, Event.SUCCESS) is State.ANSWERED
