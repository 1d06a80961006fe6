"""Whether a telephone answers by itself: the one place that decides, by the tables of its profile and what its owner has set.

`AskedBy` is the matrix: one field per way of asking. `Intercom` is how the model goes about it.
"""

from collections.abc import Mapping
from enum import Enum
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from voiplab.phone.asking import Ask, Asked, asked
from voiplab.sim.moment import Duration, ms, seconds
from voiplab.sip.message import Request
from voiplab.sip.value import value


class Heeds(Enum):
    """What a model makes of one way of asking."""

    NEVER = "never"
    IF_ALLOWED = "if allowed"  # the switch of the phone decides
    IF_MAPPED = "if mapped"  # the text of the header is one that the phone was told
    ALWAYS = "always"


class Tone(Enum):
    """What its owner hears of it."""

    NONE = "none"
    BEFORE = "before it answers"
    AFTER = "after it has answered"


class Barge(Enum):
    """What such a call does to one that is there already."""

    RINGS = "rings like any other"
    HOLDS = "puts it on hold"
    HOLDS_UNLESS_INTERCOM = "puts it on hold, and is refused while an intercom call is there"


@value(frozen=True, slots=True)
class AskedBy:
    """Each way of asking, by the names in `Ask`."""

    x_autoanswer: Heeds
    call_info_text: Heeds
    call_info: Heeds
    call_info_other: Heeds
    alert_autoanswer: Heeds
    alert_auto_answer: Heeds
    alert_ring_answer: Heeds
    alert_answer_after: Heeds
    alert_intercom: Heeds
    alert_other: Heeds
    uri_intercom: Heeds
    answer_mode: Heeds
    priv_answer_mode: Heeds
    p_auto_answer: Heeds
    notify_talk: Heeds

    def heeds(self, how: Ask) -> Heeds:
        found: Heeds = getattr(self, how.value)
        return found


@value(frozen=True, slots=True)
class Intercom:
    """`waits` and `tone_lasts` are milliseconds."""

    allowed: bool
    """As it comes out of the box."""
    rings: bool
    """It says 180 even when it answers at once."""
    waits: int
    """Until it answers when nothing says how long."""
    tone: Tone
    tone_lasts: int
    muted: bool
    """Its microphone is off until its owner turns it on."""
    speaker: bool
    barge: Barge
    refuses_demands: bool
    """A call that insists (RFC 5373, `;require`) is refused when it would have to ring."""


class Mapped(NamedTuple):
    """A text of Alert-Info or Call-Info that the phone was told, and what it then does."""

    text: str
    rings_first: bool = False
    muted: bool = False


@value(frozen=True, slots=True)
class AnswerSettings:
    """What the owner has set; None is left to the profile."""

    allowed: bool | None = None
    tone: bool | None = None
    muted: bool | None = None
    barge: Barge | None = None
    mapped: tuple[Mapped, ...] = ()
    ring_first: int = 2_000
    """Milliseconds that a text of that kind rings."""
    every_call: bool = False
    """It answers whoever calls, unless it is in a call."""
    every_call_after: int = 0
    """Seconds."""
    only_from: tuple[str, ...] = ()
    """Callers with wildcards, `10*`; none: all."""


class Around(Enum):
    """What else the phone is doing."""

    NOTHING = "nothing"
    A_CALL = "a call"
    AN_INTERCOM = "a call that it answered by itself"

    __hash__ = object.__hash__


class Rings(NamedTuple):
    """Somebody has to pick it up."""


class Answers(NamedTuple):
    """`after` so long; until then it rings, unless `rings` is false: then it says nothing before its 200."""

    after: Duration
    rings: bool
    tone: Tone
    tone_lasts: Duration
    muted: bool
    speaker: bool

    @property
    def note(self) -> str:
        """For the display."""
        extras = [word for word, on in (("on the speaker", self.speaker), ("microphone off", self.muted)) if on]
        return f" ({', '.join(['answered by itself', *extras])})"


class Refuses(NamedTuple):
    """There is an intercom call already, or it would have to ring and must not."""


Verdict = Rings | Answers | Refuses

BESIDE: Final[Mapping[tuple[Barge, Around], bool | None]] = {
    (Barge.RINGS, Around.A_CALL): False,
    (Barge.RINGS, Around.AN_INTERCOM): False,
    (Barge.HOLDS, Around.A_CALL): True,
    (Barge.HOLDS, Around.AN_INTERCOM): True,
    (Barge.HOLDS_UNLESS_INTERCOM, Around.A_CALL): True,
    (Barge.HOLDS_UNLESS_INTERCOM, Around.AN_INTERCOM): None,
}
"""Whether a call that asks for it is answered beside another one; None: it is refused."""


@value(frozen=True, slots=True)
class AnswersByItself:
    """The rules of one telephone."""

    asked_by: AskedBy
    model: Intercom
    settings: AnswerSettings

    def verdict(self, invite: Request, around: Around) -> Verdict:
        """What becomes of a call that the phone would otherwise ring for."""
        if not self._may_come_from(invite.from_.uri.username):
            return Rings()
        ways = asked(invite)
        found = next((one for one in ways if self.heeds(one)), None)
        if found is not None:
            return self._beside(around, self._asked(found))
        if self.model.refuses_demands and any(one.insists for one in ways):
            return Refuses()
        if self.settings.every_call and around is Around.NOTHING:
            wait = seconds(self.settings.every_call_after)
            return self._answers(wait, rings=self.model.rings or bool(wait))
        return Rings()

    def heeds(self, one: Asked) -> bool:
        match self.asked_by.heeds(one.how):
            case Heeds.NEVER:
                return False
            case Heeds.IF_ALLOWED:
                return self.allowed
            case Heeds.IF_MAPPED:
                return self._mapped(one) is not None
            case Heeds.ALWAYS:
                return True

    def when_told(self) -> Answers:
        """By a NOTIFY, while it rings: its owner's own hand, so to speak, and so the microphone is on."""
        return self._answers(0, rings=True)._replace(muted=False)

    @property
    def allowed(self) -> bool:
        return self.model.allowed if self.settings.allowed is None else self.settings.allowed

    def _may_come_from(self, caller: str) -> bool:
        patterns = self.settings.only_from
        return not patterns or any(fnmatchcase(caller, pattern) for pattern in patterns)

    def _mapped(self, one: Asked) -> Mapped | None:
        """Wherever in the header the text stands: whether vendors want the whole of it is documented nowhere."""
        return next((mapped for mapped in self.settings.mapped if mapped.text and mapped.text in one.text), None)

    def _beside(self, around: Around, answers: Answers) -> Verdict:
        if around is Around.NOTHING:
            return answers
        barge = self.model.barge if self.settings.barge is None else self.settings.barge
        beside = BESIDE[barge, around]
        if beside is None:
            return Refuses()
        return answers if beside else Rings()

    def _asked(self, one: Asked) -> Answers:
        mapped = self._mapped(one) if self.asked_by.heeds(one.how) is Heeds.IF_MAPPED else None
        if mapped is not None:
            wait = ms(self.settings.ring_first) if mapped.rings_first else ms(self.model.waits)
            return self._answers(wait, rings=True)._replace(muted=mapped.muted)
        if one.after:
            return self._answers(seconds(one.after), rings=True)
        return self._answers(ms(self.model.waits), rings=self.model.rings)

    def _answers(self, after: Duration, *, rings: bool) -> Answers:
        settings, model = self.settings, self.model
        tone = Tone.NONE if settings.tone is False else model.tone
        lasts = ms(model.tone_lasts)
        muted = model.muted if settings.muted is None else settings.muted
        # A tone that comes first is heard to its end.
        wait = max(after, lasts) if tone is Tone.BEFORE else after
        return Answers(wait, rings, tone, lasts, muted, model.speaker)
