"""A registration, as its phone sees it: made, kept up, taken back (RFC 3261 section 10.2).

TRANSITIONS is the whole machine. Only one REGISTER is under way at a time (section 10.2): what is wanted meanwhile waits.
Not here: Retry-After, which the retry list of the plan replaces.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from voiplab.sim.moment import Duration, seconds
from voiplab.sip.challenged import Answer, Challenged, Demand
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Response
from voiplab.sip.table import Table, arrow, step
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm
from voiplab.sip.uri import Uri

CHALLENGES: Final = frozenset({401, 407})
INTERVAL_TOO_BRIEF: Final = 423
REQUEST_TIMEOUT: Final = 408
SIP_PORT: Final = 5060


@dataclass(frozen=True, slots=True)
class SendRegister:
    """Send a REGISTER for our Contact: for so many seconds, 0 to take it back, with credentials for the demands."""

    expires: int
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """The registrar has granted so many seconds."""

    expires: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The registrar refused; 408 stands for silence too (RFC 3261 section 8.1.3.1)."""

    status: int


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The registrar has forgotten us before it answered the refresh."""


@dataclass(frozen=True, slots=True)
class Unregistered:
    """The binding was taken back, or is not tried for any more."""


Effect = SendRegister | Registered | Failed | Lapsed | Unregistered | Arm | Disarm


class Plan(NamedTuple):
    """How a phone keeps its registration: data of its profile."""

    expires: int = 3600
    """Seconds to ask for."""
    refresh_percent: int = 100
    """When to refresh: after this part of what was granted, ..."""
    refresh_before_end: int = 0
    """... less so many seconds."""
    retry_after: tuple[Duration, ...] = ()
    """Waits after the first, second, ... failure in a row; the last one for all that follow. None: it is not tried again."""
    gives_up_on: frozenset[int] = CHALLENGES
    """Refusals after which it is not tried again. 401 and 407 stand for credentials that are wrong."""

    def refresh_after(self, granted: int) -> Duration:
        """Half of what was granted, where so little was granted that the rule leaves nothing."""
        after = seconds(granted) * self.refresh_percent // 100 - seconds(self.refresh_before_end)
        return after if after > 0 else seconds(granted) // 2


class State(Enum):
    UNREGISTERED = "not registered"
    REGISTERING = "registering"
    REGISTERED = "registered"
    REFRESHING = "registered, refreshing"
    RETRYING = "failed, will try again"
    UNREGISTERING = "unregistering"
    LEAVING = "registering, will unregister"
    RETURNING = "unregistering, will register"

    __hash__ = object.__hash__


class Input(Enum):
    REGISTER = "register"
    UNREGISTER = "unregister"
    AGAIN = "401, 407 or 423 that another REGISTER can answer"
    GRANTED = "2xx"
    REFUSED = "refused"
    REFUSED_FOR_GOOD = "refused, not to be tried again"

    __hash__ = object.__hash__


class Registration:
    """One binding of `contact` to an address of record."""

    def __init__(self, contact: Uri, plan: Plan) -> None:
        self.contact = contact
        self.plan = plan
        self.state = State.UNREGISTERED
        self.wanted = plan.expires  # a 423 raises it
        self.asked = 0  # by the REGISTER that is under way
        self.granted = 0  # by the latest 2xx
        self.status = 0  # of the latest refusal
        self.failures = 0  # in a row
        self.challenged = Challenged()

    def register(self) -> list[Effect]:
        return self._take(Input.REGISTER)

    def unregister(self) -> list[Effect]:
        return self._take(Input.UNREGISTER)

    def receive(self, response: Response) -> list[Effect]:
        """A response to the REGISTER that is under way."""
        if response.status < 200:
            return []
        if response.status < 300:
            return self._take_success(response)
        if response.status in CHALLENGES:
            return self._take_challenge(response)
        if response.status == INTERVAL_TOO_BRIEF:
            return self._take_too_brief(response)
        return self._refused(response.status)

    def silence(self) -> list[Effect]:
        """No response came, or the REGISTER could not be sent."""
        return self._refused(REQUEST_TIMEOUT)

    def fire(self, timer: Timer) -> list[Effect]:
        return self._take(timer)

    def _take_success(self, response: Response) -> list[Effect]:
        self.granted = granted(response, self.contact, self.asked)
        if self.asked and not self.granted:
            return self._refused(response.status)  # accepted, and yet our binding is not listed
        self.failures = 0
        return self._take(Input.GRANTED)

    def _take_challenge(self, response: Response) -> list[Effect]:
        if any(isinstance(effect, Answer) for effect in self.challenged.receive(response)):
            return self._take(Input.AGAIN)
        return self._refused(response.status)

    def _take_too_brief(self, response: Response) -> list[Effect]:
        least = _least_expires(response)
        if not self.asked or least <= self.asked:
            return self._refused(response.status)  # more than enough was asked for: no reason to ask again
        self.wanted = self.asked = least
        return self._take(Input.AGAIN)

    def _refused(self, status: int) -> list[Effect]:
        self.status = status
        is_final = status in self.plan.gives_up_on or not self.plan.retry_after
        return self._take(Input.REFUSED_FOR_GOOD if is_final else Input.REFUSED)

    def _take(self, trigger: Input | Timer) -> list[Effect]:
        step = arrow(TRANSITIONS, self.state, trigger)
        self.state = step.to
        return [effect for act in step.acts for effect in act(self)]


def granted(response: Response, contact: Uri, asked: int) -> int:
    """The seconds that a 2xx grants our own Contact: RFC 3261 section 10.2.4. 0 when it is not listed."""
    try:
        listed, default = response.contacts, response.expires
    except Malformed:
        return 0
    ours = [one for one in listed if _is_same(one.uri, contact)] if isinstance(listed, tuple) else []
    if not ours:
        return 0
    said = ours[0].param("expires")
    if said is not None and said.isascii() and said.isdigit():
        return min(int(said[:10]), 2**32 - 1)
    return asked if default is None else default


def _is_same(one: Uri, other: Uri) -> bool:
    """The same socket and user; registrars add parameters and write the default port."""
    return (one.scheme, one.user, one.host.lower(), one.port or SIP_PORT) == (
        other.scheme,
        other.user,
        other.host.lower(),
        other.port or SIP_PORT,
    )


def _least_expires(response: Response) -> int:
    try:
        return response.min_expires or 0
    except Malformed:
        return 0


def begin(phone: Registration) -> Iterator[Effect]:
    phone.challenged = Challenged()
    phone.asked = phone.wanted
    yield SendRegister(phone.asked)


def take_back(phone: Registration) -> Iterator[Effect]:
    phone.challenged = Challenged()
    phone.asked = 0
    yield SendRegister(0)


def again(phone: Registration) -> Iterator[Effect]:
    yield SendRegister(phone.asked, phone.challenged.demands)


def keep_up(phone: Registration) -> Iterator[Effect]:
    yield Registered(phone.granted)
    yield Arm(Timer.REFRESH, phone.plan.refresh_after(phone.granted))
    yield Arm(Timer.LAPSE, seconds(phone.granted))


def stop_refreshing(_: Registration) -> Iterator[Effect]:
    yield Disarm(Timer.REFRESH)


def stop_lapsing(_: Registration) -> Iterator[Effect]:
    yield Disarm(Timer.LAPSE)


def stop_retrying(_: Registration) -> Iterator[Effect]:
    yield Disarm(Timer.RETRY)


def report_failure(phone: Registration) -> Iterator[Effect]:
    yield Failed(phone.status)


def report_lapse(_: Registration) -> Iterator[Effect]:
    yield Lapsed()


def report_end(_: Registration) -> Iterator[Effect]:
    yield Unregistered()


def retry_later(phone: Registration) -> Iterator[Effect]:
    waits = phone.plan.retry_after
    yield Arm(Timer.RETRY, waits[min(phone.failures, len(waits) - 1)])
    phone.failures += 1


TRANSITIONS: Final[Table[State, Input | Timer, Registration, Effect]] = {
    State.UNREGISTERED: {
        Input.REGISTER: step(State.REGISTERING, begin),
        Input.UNREGISTER: step(State.UNREGISTERED),
    },
    State.REGISTERING: {
        Input.REGISTER: step(State.REGISTERING),  # it is under way
        Input.UNREGISTER: step(State.LEAVING),
        Input.AGAIN: step(State.REGISTERING, again),
        Input.GRANTED: step(State.REGISTERED, keep_up),
        Input.REFUSED: step(State.RETRYING, report_failure, retry_later),
        Input.REFUSED_FOR_GOOD: step(State.UNREGISTERED, report_failure),
    },
    State.REGISTERED: {
        Timer.REFRESH: step(State.REFRESHING, begin),
        Input.REGISTER: step(State.REFRESHING, stop_refreshing, begin),
        Input.UNREGISTER: step(State.UNREGISTERING, stop_refreshing, stop_lapsing, take_back),
    },
    State.REFRESHING: {
        Timer.LAPSE: step(State.REGISTERING, report_lapse),
        Input.REGISTER: step(State.REFRESHING),  # it is under way
        Input.UNREGISTER: step(State.LEAVING, stop_lapsing),
        Input.AGAIN: step(State.REFRESHING, again),
        Input.GRANTED: step(State.REGISTERED, stop_lapsing, keep_up),
        Input.REFUSED: step(State.RETRYING, stop_lapsing, report_failure, retry_later),
        Input.REFUSED_FOR_GOOD: step(State.UNREGISTERED, stop_lapsing, report_failure),
    },
    State.RETRYING: {
        Timer.RETRY: step(State.REGISTERING, begin),
        Input.REGISTER: step(State.REGISTERING, stop_retrying, begin),
        Input.UNREGISTER: step(State.UNREGISTERED, stop_retrying, report_end),
    },
    State.UNREGISTERING: {
        Input.REGISTER: step(State.RETURNING),
        Input.UNREGISTER: step(State.UNREGISTERING),  # it is under way
        Input.AGAIN: step(State.UNREGISTERING, again),
        Input.GRANTED: step(State.UNREGISTERED, report_end),
        Input.REFUSED: step(State.UNREGISTERED, report_failure),
        Input.REFUSED_FOR_GOOD: step(State.UNREGISTERED, report_failure),
    },
    State.LEAVING: {
        Input.REGISTER: step(State.REGISTERING),  # the person has thought better of it
        Input.UNREGISTER: step(State.LEAVING),
        Input.AGAIN: step(State.UNREGISTERING, take_back),
        Input.GRANTED: step(State.UNREGISTERING, take_back),
        Input.REFUSED: step(State.UNREGISTERED, report_end),
        Input.REFUSED_FOR_GOOD: step(State.UNREGISTERED, report_end),
    },
    State.RETURNING: {
        Input.REGISTER: step(State.RETURNING),
        Input.UNREGISTER: step(State.UNREGISTERING),  # the person has thought better of it
        Input.AGAIN: step(State.RETURNING, again),
        Input.GRANTED: step(State.REGISTERING, begin),
        Input.REFUSED: step(State.REGISTERING, begin),
        Input.REFUSED_FOR_GOOD: step(State.REGISTERING, begin),
    },
}
