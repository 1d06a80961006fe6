"""What people hear: `heard`, and `not_heard`."""

from typing import NamedTuple

from pydantic import Field

from voiplab.course.checks.parameters import Time
from voiplab.course.checks.played import Played
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.checks.window import NotOpened, Windowed, in_words, moments_of
from voiplab.recording.events import EventId, Heard
from voiplab.sim.moment import Duration, Moment, stamp
from voiplab.sip.condition import fits_glob


class HeardParameters(Windowed):
    """`who` hears `what` (`voice:bob`, `ringback`, `tone:*`), `for` so long at least, beginning `within` so much time."""

    who: str
    what: str
    lasting: Time = Field(0, alias="for")
    within: Time | None = None


class NotHeardParameters(Windowed):
    """`who` never hears `what`."""

    who: str
    what: str


class Hearing(NamedTuple):
    """From one change of what a person hears to the next, cut to the window."""

    event: EventId
    content: str
    begin: Moment
    end: Moment

    @property
    def lasts(self) -> Duration:
        return self.end - self.begin


def hearings(played: Played, who: str, begin: Moment, end: Moment) -> list[Hearing]:
    sounds = [(event, event.what) for event in played.recording if isinstance(event.what, Heard)]
    changes = [(event, sound.content) for event, sound in sounds if sound.person == who]
    found = []
    for place, (event, content) in enumerate(changes):
        until = changes[place + 1][0].at if place + 1 < len(changes) else played.end
        if event.at <= end and until >= begin:
            found.append(Hearing(event.id, content, max(event.at, begin), min(until, end)))
    return found


def heard(played: Played, parameters: HeardParameters) -> Verdict:
    expected = f"{parameters.who} hears {parameters.what}{_conditions(parameters)}{in_words(parameters)}"
    try:
        begin, end = moments_of(played, parameters)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    everything = hearings(played, parameters.who, begin, end)
    fitting = [hearing for hearing in everything if fits_glob(hearing.content, parameters.what)]
    latest = end if parameters.within is None else begin + parameters.within
    in_time = [hearing for hearing in fitting if hearing.begin <= latest]
    why = _told(parameters.who, everything)
    if any(hearing.lasts >= parameters.lasting for hearing in in_time):
        return Verdict(Outcome.PASSED, expected, why, tuple(hearing.event for hearing in in_time))
    evidence = tuple(one.event for one in fitting or everything)
    if not fitting:
        last = everything[-1] if everything else None
        difference = f"{parameters.who} heard {last.content if last else 'nothing at all'} instead"
        return Verdict(Outcome.FAILED, expected, why, evidence, last.event if last else None, difference, _LOOK)
    best = max(in_time or fitting, key=lambda hearing: hearing.lasts)
    late = f"it began {_s(best.begin - begin)} after the beginning"
    difference = f"it lasted {_s(best.lasts)}" if in_time else late
    return Verdict(Outcome.FAILED, expected, why, evidence, best.event, difference, _LOOK)


def not_heard(played: Played, parameters: NotHeardParameters) -> Verdict:
    expected = f"{parameters.who} does not hear {parameters.what}{in_words(parameters)}"
    try:
        begin, end = moments_of(played, parameters)
    except NotOpened as closed:
        return Verdict(Outcome.NOT_REACHED, expected, str(closed))
    everything = hearings(played, parameters.who, begin, end)
    why = _told(parameters.who, everything)
    fitting = [hearing for hearing in everything if fits_glob(hearing.content, parameters.what)]
    if not fitting:
        return Verdict(Outcome.PASSED, expected, why, tuple(one.event for one in everything))
    first = fitting[0]
    difference = f"{parameters.who} hears {first.content} at {stamp(first.begin)}"
    return Verdict(Outcome.FAILED, expected, why, tuple(one.event for one in fitting), first.event, difference, _LOOK)


_LOOK = (
    "Look at who sends media to whom: the lines with `hears` in the ladder, and the session descriptions before them."
)


def _conditions(parameters: HeardParameters) -> str:
    lasting = f" for at least {_s(parameters.lasting)}" if parameters.lasting else ""
    return lasting + (f" within {_s(parameters.within)}" if parameters.within is not None else "")


def _told(who: str, everything: list[Hearing]) -> str:
    story = ", ".join(f"{one.content} from {stamp(one.begin)} to {stamp(one.end)}" for one in everything[:8])
    return f"{who} heard {story}." if story else f"Nothing was heard by {who}."


def _s(duration: Duration) -> str:
    return f"{duration / 1_000_000:g} s"
