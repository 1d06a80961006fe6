"""A ladder on a screen, drawn where it is looked at."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.calls import CALLER, lost_180_call, prack_call, to_itself_call, two_calls
from tests.explain.exchange import Exchange, Leg
from tests.explain.growing import growing, recordings, solved
from voiplab.explain.columns import Column
from voiplab.explain.ladder import ALL, MESSAGES_ONLY, Row, Show, ladder
from voiplab.explain.margin import Clock
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Story
from voiplab.explain.view import ANEW, LadderView, Redraw, everything, of_call
from voiplab.recording.events import Moved, Tied
from voiplab.recording.recording import Recording
from voiplab.sim.moment import ms

COLUMNS = (Column("alice", "1000 MicroSIP"), Column("carol"), Column("freeswitch"), Column("bob", "1001 OBi1062"))
IN_FULL = Show(media=True, sdp=True, legs=True)


def view_of(recording: Recording, **options: object) -> LadderView:
    return LadderView(Story(Messages(recording)), COLUMNS, **options)  # type: ignore[arg-type]


def all_rows(view: LadderView) -> list[Row]:
    return view.rows(0, len(view))


@pytest.mark.parametrize("make", [prack_call, lost_180_call, to_itself_call, two_calls])
@pytest.mark.parametrize("show", [ALL, MESSAGES_ONLY, IN_FULL, Show(clock=Clock.PREVIOUS)])
@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_whole_of_it_is_the_ladder_that_is_printed(make: Callable[[], Recording], show: Show, width: int) -> None:
    view = view_of(make(), width=width, show=show)
    printed = ladder(Messages(make()), COLUMNS, width=width, show=show)
    assert tuple(view.heading) == printed.heading
    assert tuple(all_rows(view)) == printed.rows


def test_rows_are_given_from_anywhere_as_far_as_there_are() -> None:
    view = view_of(lost_180_call())
    whole = all_rows(view)
    for first in range(-1, len(whole) + 2):
        for count in range(5):
            begin = max(first, 0)
            assert view.rows(first, count) == whole[begin : max(first + count, 0)], (first, count)


def test_nothing_is_shown_of_an_empty_recording_until_something_happens() -> None:
    go = Exchange()
    view = view_of(go.recording)
    assert (len(view), view.heading, view.rows(0, 10), view.catch_up()) == (0, (), [], None)
    go.send(0, "alice > bob", CALLER.invite())
    assert view.catch_up() == ANEW
    assert len(view) == 1


class Follower:
    """A screen that draws anew only what it is told to."""

    def __init__(self, view: LadderView) -> None:
        self.view = view
        self.heading = view.heading
        self.rows = all_rows(view)

    def follow(self) -> None:
        redraw = self.view.catch_up()
        if redraw is not None:
            self.rows[redraw.row :] = self.view.rows(redraw.row, len(self.view))
            self.heading = self.view.heading if redraw.heading else self.heading
        assert self.rows == all_rows(self.view)
        assert self.heading == self.view.heading


def is_request(message: SipMessage) -> bool:
    return message.request is not None


def check(finished: Recording, steps: int, show: Show, keeps: Callable[[SipMessage], bool], width: int) -> None:
    """At each step the same rows as on a screen that was opened then, unless the lifelines stand elsewhere there."""
    follower: Follower | None = None
    for recording in growing(finished, steps):
        if follower is None:
            follower = Follower(LadderView(Story(Messages(recording)), COLUMNS, show=show, keeps=keeps, width=width))
        follower.follow()
        fresh = LadderView(Story(Messages(recording)), COLUMNS, show=show, keeps=keeps, width=width)
        if fresh.heading == follower.heading:
            assert follower.rows == all_rows(fresh)
        view = follower.view
        for place in range(len(view.story)):
            row = view.row_of(place)
            assert (row is None) == (fresh.row_of(place) is None)
            assert row is None or view.rows(row, 1)[0].happening == place
    assert follower is not None
    follower.view.resize(width)
    assert all_rows(follower.view) == all_rows(fresh)
    assert follower.view.heading == fresh.heading


@pytest.mark.parametrize("make", [prack_call, lost_180_call, to_itself_call, two_calls])
@pytest.mark.parametrize("show", [ALL, IN_FULL])
@pytest.mark.parametrize("keeps", [everything, is_request])
def test_a_call_is_followed(make: Callable[[], Recording], show: Show, keeps: Callable[[SipMessage], bool]) -> None:
    check(make(), 1, show, keeps, 80)


@given(
    recordings(), st.sampled_from([1, 3]), st.sampled_from([ALL, IN_FULL]), st.sampled_from([everything, is_request])
)
@settings(max_examples=150, deadline=None)
def test_whatever_happens_a_screen_that_follows_shows_it(
    recording: Recording, steps: int, show: Show, keeps: Callable[[SipMessage], bool]
) -> None:
    check(recording, steps, show, keeps, 70)


def test_the_call_of_a_message_is_shown_with_all_its_legs_and_nothing_else() -> None:
    view = view_of(two_calls(), keeps=everything)
    view.filter(of_call(view.story.messages, 2))
    assert [row.message for row in all_rows(view)] == [2, 3, 4]
    assert {row.leg and row.leg.call for row in all_rows(view)} == {2}


def test_a_leg_that_turns_out_to_belong_to_the_call_is_shown_with_it_from_its_beginning() -> None:
    recording = two_calls()
    view = view_of(recording)
    view.filter(of_call(view.story.messages, 2))
    recording.append(ms(20), "freeswitch", None, None, Tied("one", "two"))
    assert view.catch_up() == ANEW
    assert [row.message for row in all_rows(view)] == [2, 3, 4, 6, 7, 8]


def test_what_people_do_is_shown_with_the_messages_that_come_of_it() -> None:
    view = view_of(prack_call(), keeps=lambda message: message.method == "BYE")
    assert [str(row).split("*")[1].strip(" |") for row in all_rows(view) if row.message is None] == ["hang up"]


def test_the_legs_stand_in_the_margin_when_they_are_asked_for() -> None:
    view = view_of(prack_call(), show=Show(legs=True))
    legs = [str(row).split()[1] for row in all_rows(view) if row.message is not None]
    assert legs[:7] == ["1a"] * 5 + ["1b"] * 2


def test_the_letter_of_a_further_call_lays_nothing_out_anew() -> None:
    go = Exchange()
    view = view_of(go.recording)
    redraws = []
    for number in range(8):
        leg = Leg(f"call-{number}", "1000", "1001")
        go.send(ms(number), "alice > freeswitch", leg.invite())
        redraws.append(view.catch_up())
    assert redraws[:2] == [ANEW, ANEW]
    assert redraws[2:] == [Redraw(number, heading=False) for number in range(2, 8)]
    assert [str(row).split()[0] for row in all_rows(view)] == [f"{n}{letter}" for n, letter in enumerate("abcdefgh", 1)]


def test_the_lifelines_stand_still_until_something_comes_that_does_not_fit() -> None:
    go = Exchange()
    view = view_of(go.recording, width=120)
    go.send(0, "alice > freeswitch", CALLER.invite())
    assert view.catch_up() == ANEW
    go.send(ms(1), "freeswitch > alice", CALLER.response("180 Ringing"))
    assert view.catch_up() == Redraw(1, heading=False)
    go.send(
        ms(2), "freeswitch > alice", CALLER.response("420 Bad Extension", "Unsupported: a-long-name-of-an-extension")
    )
    assert view.catch_up() == ANEW


def test_nodes_that_do_not_fit_on_the_screen_reach_beyond_it() -> None:
    assert view_of(two_calls(), width=120).across == 120
    assert view_of(two_calls(), width=20).across > 20


def test_a_happening_is_found_by_its_row_and_a_message_by_its_number() -> None:
    view = view_of(lost_180_call(), show=MESSAGES_ONLY)
    for row in all_rows(view):
        assert row.happening is not None
        assert row.message is not None
        first = view.row_of(row.happening)
        assert first is not None
        assert first == view.row_of_message(row.message)
        assert view.rows(first, 1)[0].message == row.message
    assert view.row_of(0) is None  # what alice did
    assert (view.row_of_message(0), view.row_of_message(1_000)) == (None, None)


def test_only_rows_that_were_looked_at_are_remembered_and_not_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiplab.explain.view.MOST_REMEMBERED", 4)
    view = view_of(prack_call())
    fresh = all_rows(view_of(prack_call()))
    for first in (0, 5, 2, 9, 0):
        assert view.rows(first, 3) == fresh[first : first + 3]


@pytest.mark.parametrize("lesson", ["prack-loss"])
def test_a_run_of_a_lesson_is_followed(lesson: str) -> None:
    for _, recording, _names in solved(lesson):
        check(recording, 60, IN_FULL, everything, 100)


@pytest.mark.parametrize("length", range(60, 70))
def test_a_reason_is_folded_anew_when_the_margin_becomes_wider(length: int) -> None:
    go = Exchange()
    go.send(0, "alice > bob", CALLER.invite(), lost="a " * (length // 2) + "b" * (length % 2))
    go.send(ms(1), "alice > bob", CALLER.request("BYE"))
    go.send(ms(10_000), "alice > bob", CALLER.request("OPTIONS"))
    check(go.recording, 1, ALL, everything, 80)


def test_a_reason_that_was_told_is_told_where_it_was_when_a_timer_is_put_before_it() -> None:
    go = Exchange()
    go.send(0, "alice > bob", CALLER.invite())
    fired = go.fire(ms(5), "alice", "F: no response: give up")
    go.send(ms(6), "alice > bob", CALLER.request("BYE"), lost="the cable is out")
    go.note(ms(7), "alice", Moved("call", "dialog", "confirmed", "terminated"), cause=fired)
    check(go.recording, 1, ALL, everything, 80)
    check(go.recording, 100, ALL, everything, 80)
