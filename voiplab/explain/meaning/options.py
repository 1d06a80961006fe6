"""Lists of words: Supported, Require, Proxy-Require, Unsupported, Allow."""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.explain.meaning.methods import METHODS
from voiplab.sip.headers.tokens import parse_tokens

OPTIONS: Final[Mapping[str, str]] = {
    "100rel": "provisional responses that are acknowledged by PRACK (RFC 3262)",
    "answermode": "asks for manual or automatic answer (RFC 5373)",
    "early-session": "a session of its own for early media (RFC 3959)",
    "eventlist": "one subscription for a list of things (RFC 4662)",
    "explicitsub": "a transfer that is watched by a SUBSCRIBE of its own (RFC 7614)",
    "from-change": "another From in the middle of a dialog, as after a transfer (RFC 4916)",
    "gruu": "addresses of one device that work from anywhere (RFC 5627)",
    "histinfo": "History-Info: by which addresses a request came (RFC 7044)",
    "ice": "ICE in the session description (RFC 5768)",
    "join": "a call that joins another one (RFC 3911)",
    "multiple-refer": "one REFER for several targets (RFC 5368)",
    "norefersub": "a REFER without NOTIFYs (RFC 4488)",
    "nosub": "a REFER after which nobody subscribes (RFC 7614)",
    "outbound": "registrations over flows that the telephone keeps open (RFC 5626)",
    "path": "proxies between telephone and registrar stay on the way of calls (RFC 3327)",
    "precondition": "ringing waits for resources (RFC 3312)",
    "pref": "callers' preferences for a kind of device (RFC 3840)",
    "privacy": "the sender's identity can be hidden (RFC 3323)",
    "recipient-list-invite": "one INVITE for several people (RFC 5366)",
    "replaces": "a call that takes the place of another one, as after a transfer or a pickup (RFC 3891)",
    "resource-priority": "calls with precedence (RFC 4412)",
    "sec-agree": "the security of the first hop is agreed on (RFC 3329)",
    "siprec": "session recording (RFC 7866)",
    "tdialog": "Target-Dialog: names a dialog as a proof of rights (RFC 4538)",
    "timer": "session timers: a call whose other end died is noticed (RFC 4028)",
    "trickle-ice": "ICE candidates one after the other (RFC 8840)",
    "uui": "User-to-User information (RFC 7433)",
}


def supported(header: Header) -> Said:
    if not header.value.strip():
        yield Says("empty: no extension at all, said aloud")
    yield from _options(header, "{}")


def require(header: Header) -> Said:
    here = header.here
    if here.is_request:
        yield Says("without these the other side must not process the request: it answers 420 and names what it lacks")
    elif here.status == 421:
        yield Says("the request has to list these in Supported")
    else:
        yield Says("used in this response: possible because the request listed them in Supported")
    yield from _options(header, "{}")


def proxy_require(header: Header) -> Said:
    yield Says("every proxy on the way has to know these, or answers 420")
    yield from _options(header, "{}")


def unsupported(header: Header) -> Said:
    yield from _options(header, "{}: required, and not there")


def _options(header: Header, words: str) -> Iterator[Says]:
    for option in parse_tokens(header.value):
        known = OPTIONS.get(option.lower())
        name = words.format(option)
        if known is None:
            yield Says(f"{name}: not an option tag that voiplab knows")
        else:
            yield Says(f"{name}: {known}")


def allow(header: Header) -> Said:
    here = header.here
    methods = parse_tokens(header.value)
    if here.status == 405:
        yield Says("these methods would be taken at this address")
    else:
        yield Says(f"the {len(methods)} methods that the sender takes; what is not among them should not be sent there")
    for name in methods:
        known = METHODS.get(name)
        yield Says(
            f"{name}: " + ("not a method that voiplab knows" if known is None else f"{known.asks} ({known.clause})")
        )
