"""Whoever looks at a recording while it grows sees what one sees who looks at it anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.calls import direct_call, lost_180_call, prack_call, to_itself_call, two_calls
from tests.explain.growing import Names, growing, recordings, solved
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.story import Happening, Story
from voiplab.recording.recording import Recording

LESSONS = ("prack-loss", "gruu-transfer", "intercom-opensips", "first-proxy")


def check(finished: Recording, names: Names, steps: int) -> None:
    """At each step, of three readers: one follows all the way, one is anew, and one is told what has changed."""
    story: Story | None = None
    told: list[Happening] = []
    known: dict[int, SipMessage] = {}
    read = 0
    for recording in growing(finished, steps):
        if story is None:
            story = Story(Messages(recording, names))
            told = list(story)
        elif (growth := story.catch_up()) is not None:
            for place in growth.redrawn:
                told[place] = story[place]
            told[growth.kept :] = story[growth.kept :]
        fresh = Messages(recording, names)
        assert list(story.messages) == list(fresh)
        assert list(story) == list(Story(fresh))
        assert told == list(story)
        known.update((n, story.messages[n - 1]) for n in story.messages.changes[read:])
        read = len(story.messages.changes)
        assert list(known.values()) == list(fresh)


@pytest.mark.parametrize("make", [prack_call, lost_180_call, to_itself_call, direct_call, two_calls])
@pytest.mark.parametrize("steps", [1, 3, 1_000])
def test_a_call_that_grows_is_at_every_moment_what_it_would_be_anew(make: type[Recording], steps: int) -> None:
    check(make(), {}, steps)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_run_of_a_lesson_that_grows_is_what_it_would_be_anew(lesson: str) -> None:
    for _, recording, names in solved(lesson):
        check(recording, names, 41)
        check(recording, {}, 97)


@given(recordings(), st.sampled_from([1, 2, 5]))
@settings(max_examples=150, deadline=None)
def test_whatever_happens_who_follows_sees_what_one_sees_anew(recording: Recording, steps: int) -> None:
    check(recording, {"10.0.0.2": "freeswitch"}, steps)
