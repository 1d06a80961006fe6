"""A ladder on a screen, drawn where it is looked at."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.calls import CALLER, lost_180_call, prack_call, to_itself_call, two_calls
from tests.explain.exchange import Exchange
from tests.explain.growing import growing, recordings
from voiplab.explain.columns import Column
from voiplab.explain.ladder import ALL, MESSAGES_ONLY, Row, Show, ladder
from voiplab.explain.margin import Clock
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Story
from voiplab.explain.view import ANEW, LadderView, everything
from voiplab.recording.recording import Recording

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
    follower: Follower | None = None
    for recording in growing(finished, steps):
        if follower is None:
            follower = Follower(LadderView(Story(Messages(recording)), COLUMNS, show=show, keeps=keeps, width=width))
        follower.follow()
        view = follower.view
        for place in range(len(view.story)):
            row = view.row_of(place)
            assert row is None or view.rows(row, 1)[0].happening == place
    assert follower is not None
    view = follower.view
    fresh = LadderView(Story(Messages(finished)), COLUMNS, show=show, keeps=keeps, width=width)
    assert len(view) == len(fresh) or show.sdp
    view.resize(width)
    assert all_rows(view) == all_rows(fresh)
    assert view.heading == fresh.heading


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
