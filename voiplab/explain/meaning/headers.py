"""All headers that are explained: what each means where it stands, who reads it, and the clause."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from voiplab.explain.meaning import (
    access,
    contact,
    content,
    dialog,
    identity,
    options,
    reasons,
    ringing,
    subscription,
    times,
    transfer,
    way,
)
from voiplab.explain.meaning.here import Header, Said, Says

Explain = Callable[[Header], Said]


class Kind(NamedTuple):
    explain: Explain
    reader: str
    """Who acts on it."""
    clause: str


def always(text: str) -> Explain:
    """Of a header that means the same everywhere."""

    def explain(_header: Header) -> Said:
        yield Says(text)

    return explain


NEXT = "the next hop"
PROXIES = "every proxy on the way"
FAR = "the other end"
HOPS = "every hop of the way back"
BOTH = "both ends"
REGISTRAR = "the registrar"
CLIENT = "the one who sent the request"
PEOPLE = "people"
SCREEN = "the telephone, for its display"

HEADERS: Final[Mapping[str, Kind]] = {
    "accept": Kind(content.accept, FAR, "RFC 3261 section 20.1"),
    "accept-encoding": Kind(content.encoding, FAR, "RFC 3261 section 20.2"),
    "accept-language": Kind(content.language, FAR, "RFC 3261 section 20.3"),
    "alert-info": Kind(ringing.alert_info, "the telephone that rings", "RFC 3261 section 20.4"),
    "allow": Kind(options.allow, FAR, "RFC 3261 section 20.5"),
    "allow-events": Kind(subscription.allow_events, FAR, "RFC 6665 section 8.2.2"),
    "answer-mode": Kind(ringing.answer_mode, "the telephone that rings", "RFC 5373"),
    "authentication-info": Kind(access.info, CLIENT, "RFC 3261 section 20.6"),
    "authorization": Kind(
        access.credentials, "the registrar or user agent that sent the challenge", "RFC 3261 section 20.7"
    ),
    "call-id": Kind(dialog.call_id, BOTH, "RFC 3261 section 20.8"),
    "call-info": Kind(ringing.call_info, "the telephone that rings", "RFC 3261 section 20.9"),
    "contact": Kind(contact.contact, FAR, "RFC 3261 section 20.10"),
    "content-disposition": Kind(content.content_disposition, FAR, "RFC 3261 section 20.11"),
    "content-encoding": Kind(content.content_encoding, FAR, "RFC 3261 section 20.12"),
    "content-language": Kind(content.language, FAR, "RFC 3261 section 20.13"),
    "content-length": Kind(content.content_length, "everybody", "RFC 3261 section 20.14"),
    "content-type": Kind(content.content_type, FAR, "RFC 3261 section 20.15"),
    "cseq": Kind(dialog.cseq, BOTH, "RFC 3261 section 20.16"),
    "date": Kind(times.date, "telephones without a clock", "RFC 3261 section 20.17"),
    "diversion": Kind(identity.diversion, "the other end, such as its voicemail", "RFC 5806"),
    "error-info": Kind(always("where more is told about the failure"), CLIENT, "RFC 3261 section 20.18"),
    "event": Kind(subscription.event, BOTH, "RFC 6665 section 8.2.1"),
    "expires": Kind(times.expires, BOTH, "RFC 3261 section 20.19"),
    "from": Kind(dialog.from_, BOTH, "RFC 3261 section 20.20"),
    "history-info": Kind(identity.history, "the other end, such as its voicemail", "RFC 7044"),
    "identity": Kind(
        always("a signature of the caller's provider over the number of the caller (STIR)"), FAR, "RFC 8224"
    ),
    "in-reply-to": Kind(always("the calls that this one answers"), SCREEN, "RFC 3261 section 20.21"),
    "info-package": Kind(always("which kind of INFO this is"), FAR, "RFC 6086"),
    "join": Kind(transfer.join, FAR, "RFC 3911"),
    "max-forwards": Kind(way.max_forwards, PROXIES, "RFC 3261 section 20.22"),
    "mime-version": Kind(always("the version of MIME that the body follows"), FAR, "RFC 3261 section 20.24"),
    "min-expires": Kind(times.min_expires, CLIENT, "RFC 3261 section 20.23"),
    "min-se": Kind(times.min_se, "everybody on the way", "RFC 4028 section 5"),
    "organization": Kind(always("where the sender works"), SCREEN, "RFC 3261 section 20.25"),
    "p-asserted-identity": Kind(
        identity.asserted, "trusted servers, and the telephone for its display", "RFC 3325 section 9.1"
    ),
    "p-auto-answer": Kind(ringing.auto_answer, "the telephone that rings", "not of an RFC"),
    "p-preferred-identity": Kind(identity.preferred, "the first trusted server", "RFC 3325 section 9.2"),
    "p-registrar-error": Kind(
        always("why the registrar of OpenSIPS refused, in its own words"), PEOPLE, "not of an RFC; module registrar"
    ),
    "path": Kind(way.path, REGISTRAR, "RFC 3327 section 4"),
    "priority": Kind(always("how urgent the caller thinks it is"), SCREEN, "RFC 3261 section 20.26"),
    "privacy": Kind(identity.privacy, "the servers that can hide it", "RFC 3323 section 4.2"),
    "proxy-authenticate": Kind(access.challenge, CLIENT, "RFC 3261 section 20.27"),
    "proxy-authorization": Kind(access.credentials, "the proxy that sent the challenge", "RFC 3261 section 20.28"),
    "proxy-require": Kind(options.proxy_require, PROXIES, "RFC 3261 section 20.29"),
    "rack": Kind(dialog.rack, "who sent the reliable response", "RFC 3262 section 7.2"),
    "reason": Kind(reasons.reason, FAR, "RFC 3326"),
    "record-route": Kind(way.record_route, BOTH, "RFC 3261 section 20.30"),
    "recv-info": Kind(always("which kinds of INFO the sender takes"), FAR, "RFC 6086"),
    "refer-to": Kind(transfer.refer_to, "who gets the REFER", "RFC 3515 section 2.1"),
    "referred-by": Kind(transfer.referred_by, "who gets the REFER, and whom he calls", "RFC 3892 section 3"),
    "refer-sub": Kind(always("false: no NOTIFYs are wanted after this REFER"), BOTH, "RFC 4488"),
    "remote-party-id": Kind(
        identity.remote_party, SCREEN, "an expired draft (draft-ietf-sip-privacy); P-Asserted-Identity took its place"
    ),
    "replaces": Kind(transfer.replaces, FAR, "RFC 3891"),
    "reply-to": Kind(always("where to call back"), SCREEN, "RFC 3261 section 20.31"),
    "require": Kind(options.require, FAR, "RFC 3261 section 20.32"),
    "retry-after": Kind(times.retry_after, CLIENT, "RFC 3261 section 20.33"),
    "route": Kind(way.route, NEXT, "RFC 3261 section 20.34"),
    "rseq": Kind(dialog.rseq, CLIENT, "RFC 3262 section 7.1"),
    "server": Kind(content.server, PEOPLE, "RFC 3261 section 20.35"),
    "service-route": Kind(way.service_route, "the telephone that registers", "RFC 3608"),
    "session-expires": Kind(times.session_expires, BOTH, "RFC 4028 section 4"),
    "sip-etag": Kind(always("names the published state: renew it under this name"), CLIENT, "RFC 3903 section 11.3.1"),
    "sip-if-match": Kind(
        always("which published state this renews, changes or removes"), FAR, "RFC 3903 section 11.3.2"
    ),
    "subject": Kind(always("what the call is about, in the caller's words"), SCREEN, "RFC 3261 section 20.36"),
    "subscription-state": Kind(subscription.subscription_state, "the subscriber", "RFC 6665 section 8.2.3"),
    "supported": Kind(options.supported, FAR, "RFC 3261 section 20.37"),
    "target-dialog": Kind(transfer.target_dialog, FAR, "RFC 4538"),
    "timestamp": Kind(times.timestamp, FAR, "RFC 3261 section 20.38"),
    "to": Kind(dialog.to, BOTH, "RFC 3261 section 20.39"),
    "unsupported": Kind(options.unsupported, CLIENT, "RFC 3261 section 20.40"),
    "user-agent": Kind(content.user_agent, PEOPLE, "RFC 3261 section 20.41"),
    "user-to-user": Kind(
        always("data of the caller's application for that of the callee, passed on unread"), FAR, "RFC 7433"
    ),
    "via": Kind(way.via, HOPS, "RFC 3261 section 20.42"),
    "warning": Kind(reasons.warning, CLIENT, "RFC 3261 section 20.43"),
    "www-authenticate": Kind(access.challenge, CLIENT, "RFC 3261 section 20.44"),
    "x-fs-support": Kind(
        always("a FreeSWITCH tells another one which of its own INFO messages it takes"), "FreeSWITCH", "not of an RFC"
    ),
}

PRIVATE: Final = Kind(
    always("an X- header: its meaning is agreed on between those who write and read it, no RFC has it (RFC 6648)"),
    "whoever knows it",
    "not of an RFC",
)
UNKNOWN: Final = Kind(
    always("voiplab does not know this header. Who does not understand a header passes it over"),
    "whoever knows it",
    "RFC 3261 section 7.3.1",
)


def kind_of(key: str) -> Kind:
    return HEADERS.get(key) or (PRIVATE if key.startswith("x-") else UNKNOWN)
