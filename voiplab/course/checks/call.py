"""How a call went (`call`), as the caller saw it on the wire: answered, refused, cancelled, or nothing at all."""

from enum import Enum
from typing import NamedTuple

from voiplab.course.checks.look import look_at, named
from voiplab.course.checks.parameters import Parameters
from voiplab.course.checks.played import Played
from voiplab.course.checks.sequence import evidence_of
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.explain.messages import SipMessage

CHALLENGES = (401, 407)


class Result(Enum):
    ANSWERED = "answered"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    UNANSWERED = "unanswered"
    """No final response reached the caller."""


class CallParameters(Parameters):
    """The last call that `caller` began ended like this: `status` is its final response, `hangs_up` who sent the first BYE."""

    caller: str
    callee: str | None = None
    """Who had to be reached: an INVITE of the same call went there."""

    result: Result | None = None
    status: int | None = None
    hangs_up: str | None = None


class Ending(NamedTuple):
    result: Result
    final: SipMessage | None
    first_bye: SipMessage | None


def call(played: Played, parameters: CallParameters) -> Verdict:
    expected = _expected(parameters)
    invite = _last_call_of(played, parameters.caller)
    if invite is None:
        return Verdict(Outcome.FAILED, expected, f"{parameters.caller} sent no INVITE: nothing left the phone.")
    members = [message for message in played.messages if message.leg.call == invite.leg.call]
    ending = _ending(invite, members)
    shown = [message for message in (invite, ending.final, ending.first_bye) if message is not None]
    why = _told(invite, ending)
    difference = _difference(parameters, ending, members)
    if not difference:
        return Verdict(Outcome.PASSED, expected, why, evidence_of(shown))
    nearest = shown[-1]
    look = look_at(played, nearest)
    return Verdict(Outcome.FAILED, expected, why, evidence_of(shown), nearest.event.id, difference, look)


def _last_call_of(played: Played, caller: str) -> SipMessage | None:
    """The INVITE that began it, or its repetition with credentials; not a re-INVITE, which has a To tag."""
    invites = [
        message
        for message in played.messages
        if message.source == caller
        and message.request is not None
        and message.method == "INVITE"
        and message.request.to_tag is None
        and not message.is_copy
    ]
    return invites[-1] if invites else None


def _ending(invite: SipMessage, members: list[SipMessage]) -> Ending:
    finals = [
        message
        for message in members
        if message.response is not None
        and message.transaction == invite.transaction
        and message.target == invite.source
        and message.response.status >= 200
        and not message.is_lost
    ]
    byes = [message for message in members if message.request is not None and message.method == "BYE"]
    final = finals[-1] if finals else None
    return Ending(_result(final, members, invite), final, byes[0] if byes else None)


def _result(final: SipMessage | None, members: list[SipMessage], invite: SipMessage) -> Result:
    if final is None or final.response is None:
        return Result.UNANSWERED
    if final.response.status < 300:
        return Result.ANSWERED
    gave_up = any(message.method == "CANCEL" and message.source == invite.source for message in members)
    return Result.CANCELLED if gave_up and final.response.status == 487 else Result.REFUSED


def _difference(parameters: CallParameters, ending: Ending, members: list[SipMessage]) -> str:
    """The first thing that is not as expected."""
    status = ending.final.response.status if ending.final is not None and ending.final.response is not None else None
    ended_by = ending.first_bye.source if ending.first_bye is not None else None
    invites = [message for message in members if message.method == "INVITE" and message.request is not None]
    reached = [message.target for message in invites if not message.is_lost]
    if parameters.callee is not None and parameters.callee not in reached:
        return f"no INVITE reached {parameters.callee}"
    if parameters.result not in (None, ending.result):
        return f"it was {ending.result.value}" + (f" with {status}" if status is not None else "")
    if parameters.status not in (None, status):
        return f"the final response was {status or 'missing'}"
    if parameters.hangs_up not in (None, ended_by):
        return f"{ended_by or 'nobody'} hung up"
    return ""


def _expected(parameters: CallParameters) -> str:
    callee = f" to {parameters.callee}" if parameters.callee else ""
    parts = [f"the call of {parameters.caller}{callee}"]
    if parameters.result is not None:
        parts.append(f"is {parameters.result.value}")
    if parameters.status is not None:
        parts.append(f"with {parameters.status}")
    if parameters.hangs_up is not None:
        parts.append(f"and {parameters.hangs_up} hangs up")
    return " ".join(parts)


def _told(invite: SipMessage, ending: Ending) -> str:
    if ending.final is None:
        return f"No final response to message {invite.n} reached {invite.source}."
    hung_up = f"; {ending.first_bye.source} hung up" if ending.first_bye is not None else ""
    return f"{named(ending.final).capitalize()}{hung_up}."
