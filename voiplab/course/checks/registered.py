"""Whether a phone is registered (`registered`): what the registrar promised on the wire, until it lapses or is taken back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voiplab.course.checks.look import look_at, named
from voiplab.course.checks.parameters import Parameters, Time
from voiplab.course.checks.played import Played
from voiplab.course.checks.sequence import evidence_of
from voiplab.course.checks.verdict import Outcome, Verdict
from voiplab.course.checks.when import When
from voiplab.explain.messages import SipMessage
from voiplab.sim.moment import Moment, seconds, stamp
from voiplab.sip.equivalence import equivalent
from voiplab.sip.errors import Malformed
from voiplab.sip.headers.name_addr import NameAddr, Star
from voiplab.sip.message import Request, Response


class RegisteredParameters(Parameters):
    """`who` is registered at some time, never, at the end, or at the moment `at`."""

    who: str
    when: When = When.EVER
    at: Time | None = None


class Binding(NamedTuple):
    """What a 200 to a REGISTER says about the contact of who asked."""

    answer: SipMessage
    begin: Moment
    end: Moment


def registered(played: Played, parameters: RegisteredParameters) -> Verdict:
    expected = f"{parameters.who} {_when(parameters)}"
    answers = [message for message in played.messages if _answers_register(message, parameters.who)]
    if not answers:
        why = f"Nobody answered a REGISTER of {parameters.who}."
        return Verdict(_outcome(False, parameters), expected, why)
    bindings = list(_bindings(played, answers))
    moment = parameters.at if parameters.at is not None else played.end if parameters.when is When.AT_END else None
    holding = [one for one in bindings if one.begin < one.end and (moment is None or one.begin <= moment < one.end)]
    last = answers[-1]
    outcome = _outcome(bool(holding), parameters)
    why = f"The last answer to a REGISTER of {parameters.who} was {named(last)}."
    evidence = evidence_of([one.answer for one in holding] or [last])
    if outcome is Outcome.PASSED:
        return Verdict(outcome, expected, why, evidence)
    difference = _difference(bindings, last)
    return Verdict(outcome, expected, why, evidence, last.event.id, difference, look_at(played, last))


def _outcome(is_so: bool, parameters: RegisteredParameters) -> Outcome:
    return Outcome.PASSED if is_so is (parameters.when is not When.NEVER) else Outcome.FAILED


def _answers_register(message: SipMessage, who: str) -> bool:
    return message.response is not None and message.method == "REGISTER" and message.target == who


def _bindings(played: Played, answers: list[SipMessage]) -> Iterator[Binding]:
    for place, answer in enumerate(answers):
        if answer.response is None or answer.response.status // 100 != 2 or answer.is_lost:
            continue
        later = (one for one in answers[place + 1 :] if one.response is not None and one.response.status == 200)
        replaced = next((one.at for one in later), None)
        lapses = answer.at + seconds(_granted(played, answer))
        yield Binding(answer, answer.at, lapses if replaced is None else min(lapses, replaced))


def _granted(played: Played, answer: SipMessage) -> int:
    """The seconds for which the contact of the request is bound; 0 when the registrar does not list it (RFC 3261 10.3)."""
    request = next((one for one in played.messages if one.transaction == answer.transaction and one.request), None)
    if request is None or request.request is None or answer.response is None:
        return 0
    asked = [contact.uri for contact in _contacts(request.request)]
    listed = _contacts(answer.response)
    granted = next((one for one in listed if any(equivalent(one.uri, contact) for contact in asked)), None)
    if granted is None:
        return 0
    expires = granted.param("expires") or answer.response.get("Expires") or "0"
    return int(expires) if expires.isdecimal() else 0


def _contacts(message: Request | Response) -> tuple[NameAddr, ...]:
    try:
        contacts = message.contacts
    except Malformed:
        return ()
    return () if contacts is Star.STAR else contacts


def _when(parameters: RegisteredParameters) -> str:
    if parameters.at is not None:
        return f"is {'not ' if parameters.when is When.NEVER else ''}registered at {stamp(parameters.at)}"
    return f"is registered {parameters.when}"


def _difference(bindings: Sequence[Binding], last: SipMessage) -> str:
    if last.response is not None and last.response.status >= 300:
        return f"it was refused with {last.response.status} {last.response.phrase}"
    if not bindings or bindings[-1].end <= bindings[-1].begin:
        return f"message {last.n} binds no contact of it"
    return f"it was registered from {stamp(bindings[-1].begin)} to {stamp(bindings[-1].end)}"
