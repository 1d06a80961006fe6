"""What an experienced eye sees in a ladder at once: each finding with its clause, and the messages that show it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from voiplab.explain.messages import Messages, SipMessage
from voiplab.sip.message import Response
from voiplab.text.harmless import harmless

LONGEST: Final = 1_000


class Finding(NamedTuple):
    """`says` is a sentence about this run; `shown_by` are message numbers."""

    name: str
    clause: str
    says: str
    shown_by: tuple[int, ...]

    def __str__(self) -> str:
        numbers = " ".join(str(n) for n in self.shown_by)
        return f"{self.says} ({self.clause}; message{'' if len(self.shown_by) == 1 else 's'} {numbers})"


class Rule(NamedTuple):
    clause: str
    look: Callable[[Messages], Iterator[tuple[str, tuple[int, ...]]]]


Seen = Iterator[tuple[str, tuple[int, ...]]]


def findings(messages: Messages) -> Sequence[Finding]:
    """By the message that shows them first."""
    found = [Finding(name, rule.clause, *seen) for name, rule in RULES.items() for seen in rule.look(messages)]
    return sorted(found, key=lambda finding: finding.shown_by[0])


def as_text(found: Sequence[Finding]) -> str:
    """A line each."""
    if not found:
        return "nothing: none of the rules finds anything in this run\n"
    return "".join(f"{harmless(str(finding), LONGEST)}\n" for finding in found)


def _originals(messages: Messages) -> list[SipMessage]:
    return [message for message in messages if not message.is_copy]


def _copies(messages: Messages, first: SipMessage) -> tuple[int, ...]:
    return tuple(message.n for message in messages if message.first == first.n)


def _unanswered(messages: Messages) -> Seen:
    answered = {message.transaction for message in messages if message.response is not None}
    for message in _originals(messages):
        if message.request is not None and message.method != "ACK" and message.transaction not in answered:
            shown_by = _copies(messages, message)
            times = "once" if len(shown_by) == 1 else f"{len(shown_by)} times"
            yield (
                f"{message.method} from {message.source} to {message.target} was sent {times} and never answered",
                shown_by,
            )


def _unacknowledged_200(messages: Messages) -> Seen:
    acks = {(ack.leg.call_id, ack.request.cseq.number) for ack in messages if ack.request and ack.method == "ACK"}
    for message in _originals(messages):
        response = message.response
        if response is None or message.method != "INVITE" or not 200 <= response.status < 300:
            continue
        if (message.leg.call_id, response.cseq.number) not in acks:
            yield f"the 200 from {message.source} was never acknowledged by an ACK", _copies(messages, message)


def _is_reliable(response: Response) -> bool:
    return 100 < response.status < 200 and response.get("RSeq") is not None


def _unacknowledged_provisional(messages: Messages) -> Seen:
    racks = [(one.leg.call_id, one.request.rack) for one in messages if one.request is not None]
    acknowledged = {(call_id, rack.rseq, rack.cseq) for call_id, rack in racks if rack is not None}
    for message in _originals(messages):
        response = message.response
        if response is None or not _is_reliable(response):
            continue
        if (message.leg.call_id, response.rseq, response.cseq.number) not in acknowledged:
            says = f"the reliable {response.status} from {message.source} was acknowledged by no PRACK"
            yield says, _copies(messages, message)


def _lost_for_good(messages: Messages) -> Seen:
    for message in _originals(messages):
        response = message.response
        if response is None or _is_reliable(response) or not 100 < response.status < 200 or not message.is_lost:
            continue
        if len(shown_by := _copies(messages, message)) == 1:
            says = f"the {response.status} from {message.source} was lost, and as it is not reliable nobody repeats it"
            yield says, shown_by


def _refused_extension(messages: Messages) -> Seen:
    for message in _originals(messages):
        if message.response is not None and message.response.status == 420:
            request = _request_of(messages, message)
            refused = ", ".join(message.response.values("Unsupported")) or "an extension that it does not name"
            says = f"{message.source} does not know {refused}, which {message.target} demands by Require"
            yield says, (message.n,) if request is None else (request.n, message.n)


def _demanded_extension(messages: Messages) -> Seen:
    for message in _originals(messages):
        if message.response is not None and message.response.status == 421:
            demanded = ", ".join(message.response.values("Require"))
            if demanded:
                yield f"{message.source} insists on {demanded}, which {message.target} did not offer", (message.n,)
            else:
                yield f"the 421 from {message.source} does not say which extension it misses", (message.n,)


def _no_to_tag(messages: Messages) -> Seen:
    for message in _originals(messages):
        response = message.response
        if response is not None and response.status > 100 and response.to_tag is None:
            yield f"the {response.status} from {message.source} has no tag in To", (message.n,)


def _no_max_forwards(messages: Messages) -> Seen:
    for message in _originals(messages):
        if message.request is not None and message.request.get("Max-Forwards") is None:
            yield f"{message.method} from {message.source} has no Max-Forwards", (message.n,)


def _gap_in_rseq(messages: Messages) -> Seen:
    latest: dict[tuple[str, int], int] = {}
    for message in _originals(messages):
        response = message.response
        if response is None or not _is_reliable(response) or response.rseq is None:
            continue
        series = (message.leg.call_id, response.cseq.number)
        before = latest.setdefault(series, response.rseq)
        if response.rseq not in (before, before + 1):
            says = f"RSeq goes from {before} to {response.rseq}: between them a reliable response is missing"
            yield says, (message.n,)
        latest[series] = response.rseq


def _request_of(messages: Messages, response: SipMessage) -> SipMessage | None:
    """The request that a response answers."""
    asked = (one for one in messages if one.request is not None and one.transaction == response.transaction)
    return next(asked, None)


RULES: Final[Mapping[str, Rule]] = {
    "never answered": Rule("RFC 3261 section 17.1", _unanswered),
    "200 without ACK": Rule("RFC 3261 section 13.3.1.4", _unacknowledged_200),
    "reliable response without PRACK": Rule("RFC 3262 section 3", _unacknowledged_provisional),
    "provisional response lost for good": Rule("RFC 3262 section 1", _lost_for_good),
    "gap in RSeq": Rule("RFC 3262 section 4", _gap_in_rseq),
    "extension refused": Rule("RFC 3261 section 8.2.2.3", _refused_extension),
    "extension demanded": Rule("RFC 3261 section 21.4.16", _demanded_extension),
    "no tag in To": Rule("RFC 3261 section 8.2.6.2", _no_to_tag),
    "no Max-Forwards": Rule("RFC 3261 section 8.1.1.6", _no_max_forwards),
}
