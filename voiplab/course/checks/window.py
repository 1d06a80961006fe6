"""The part of a run that a check looks at."""

from collections.abc import Sequence

from voiplab.course.checks.parameters import AnyPattern, Parameters, Time
from voiplab.course.checks.played import Played
from voiplab.course.checks.search import first_that_fits
from voiplab.explain.messages import SipMessage
from voiplab.sim.moment import Moment


class Windowed(Parameters):
    """From the first message that fits `after` (or `since` a moment) to the first behind it that fits `before` (or `until`)."""

    after: AnyPattern | None = None
    before: AnyPattern | None = None
    since: Time | None = None
    until: Time | None = None


class NotOpened(Exception):
    """The message with which the window begins was never sent."""


def messages_within(played: Played, window: Windowed) -> Sequence[SipMessage]:
    """The messages of the window, without those that open and close it. NotOpened when nothing fits `after`."""
    messages: Sequence[SipMessage] = played.messages
    if window.after is not None:
        messages = messages[_opening(played, window).n :]
    if window.before is not None and (closing := first_that_fits(window.before, messages)) is not None:
        messages = [message for message in messages if message.n < closing.n]
    begin, end = window.since or 0, played.end if window.until is None else window.until
    return [message for message in messages if begin <= message.at <= end]


def moments_of(played: Played, window: Windowed) -> tuple[Moment, Moment]:
    """When the window begins and ends. NotOpened when nothing fits `after`."""
    begin, end = window.since or 0, played.end if window.until is None else window.until
    behind: Sequence[SipMessage] = played.messages
    if window.after is not None:
        opening = _opening(played, window)
        begin, behind = max(begin, opening.at), behind[opening.n :]
    if window.before is not None and (closing := first_that_fits(window.before, behind)) is not None:
        end = min(end, closing.at)
    return begin, end


def in_words(window: Windowed) -> str:
    """` after 180 from bob`, or nothing: the end of a sentence."""
    parts = []
    if window.after is not None:
        parts.append(f" after {window.after}")
    if window.before is not None:
        parts.append(f" before {window.before}")
    if window.since is not None:
        parts.append(f" from {window.since / 1_000_000:g} s on")
    if window.until is not None:
        parts.append(f" up to {window.until / 1_000_000:g} s")
    return "".join(parts)


def _opening(played: Played, window: Windowed) -> SipMessage:
    assert window.after is not None
    opening = first_that_fits(window.after, played.messages)
    if opening is None:
        raise NotOpened(f"No message fits `{window.after}`, so there is nothing after it to look at.")
    return opening
