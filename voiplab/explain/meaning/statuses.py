"""What each response says, and where that stands."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Status(NamedTuple):
    says: str
    clause: str


STATUSES: Final[Mapping[int, Status]] = {
    100: Status(
        "the next hop has the request and works on it: stop repeating. It goes one hop and no further",
        "RFC 3261 section 21.1.1",
    ),
    180: Status(
        "the user is being alerted; without early media the caller's own telephone makes the ringback tone",
        "RFC 3261 section 21.1.2",
    ),
    181: Status("the call goes on to another destination", "RFC 3261 section 21.1.3"),
    182: Status("the callee is busy, and the call waits its turn", "RFC 3261 section 21.1.4"),
    183: Status(
        "something about the progress of the call; with a session description, media may come before the answer",
        "RFC 3261 section 21.1.5",
    ),
    199: Status("one of the early dialogs of a forked call is over, the call itself is not", "RFC 6228"),
    200: Status("the request did what it asked for", "RFC 3261 section 21.2.1"),
    202: Status(
        "the request was understood, what comes of it is told later. New implementations say 200",
        "RFC 6665 section 8.3.1",
    ),
    204: Status("the subscription is renewed, and there is nothing new to notify", "RFC 5839"),
    300: Status("there are several places where the user may be; the Contacts name them", "RFC 3261 section 21.3.1"),
    301: Status(
        "the user is not here any more: the Contact is the new address, to be remembered", "RFC 3261 section 21.3.2"
    ),
    302: Status("try the address in the Contact this time", "RFC 3261 section 21.3.3"),
    305: Status("the user must be reached through the proxy in the Contact", "RFC 3261 section 21.3.4"),
    380: Status(
        "the call did not succeed, but there are other services; the body names them", "RFC 3261 section 21.3.5"
    ),
    400: Status("the request is malformed; the phrase should say where", "RFC 3261 section 21.4.1"),
    401: Status(
        "the request needs credentials of the one who sent it: repeat it with an answer to the challenge. "
        "User agents and registrars say this, proxies say 407",
        "RFC 3261 section 21.4.2",
    ),
    402: Status("payment is required; reserved", "RFC 3261 section 21.4.3"),
    403: Status(
        "the request was understood and is refused; credentials do not help, and it should not be repeated",
        "RFC 3261 section 21.4.4",
    ),
    404: Status(
        "the server knows for certain that there is no such user in the domain of the Request-URI",
        "RFC 3261 section 21.4.5",
    ),
    405: Status(
        "the method is known, but not allowed for this address; Allow lists what is", "RFC 3261 section 21.4.6"
    ),
    406: Status("whatever could be answered is not among what Accept lists", "RFC 3261 section 21.4.7"),
    407: Status(
        "a proxy, or a B2BUA that acts as one, wants credentials first: repeat the request with an answer",
        "RFC 3261 section 21.4.8",
    ),
    408: Status(
        "no answer in time. Whoever waited for a response may also make it up: a transaction that times out "
        "counts as this",
        "RFC 3261 section 21.4.9",
    ),
    410: Status("the user was here, is gone, and left no new address", "RFC 3261 section 21.4.10"),
    412: Status("the published state that SIP-If-Match names is not there", "RFC 3903 section 11.2.1"),
    413: Status("the body is larger than the server takes", "RFC 3261 section 21.4.11"),
    414: Status("the Request-URI is longer than the server reads", "RFC 3261 section 21.4.12"),
    415: Status(
        "the server does not read this kind of body or its encoding; Accept and Accept-Encoding list what it reads",
        "RFC 3261 section 21.4.13",
    ),
    416: Status("the server does not know this scheme of URI", "RFC 3261 section 21.4.14"),
    417: Status("none of the values of Resource-Priority is known", "RFC 4412"),
    420: Status(
        "the request requires an extension that the server does not have; Unsupported names it",
        "RFC 3261 section 21.4.15",
    ),
    421: Status(
        "the server insists on an extension that the request did not list in Supported; Require names it",
        "RFC 3261 section 21.4.16",
    ),
    422: Status(
        "the session interval is too short for this server; Min-SE says what it would take", "RFC 4028 section 6"
    ),
    423: Status(
        "the registration was wanted for too short a time; Min-Expires says what it would take",
        "RFC 3261 section 21.4.17",
    ),
    428: Status("the request needs an Identity header", "RFC 8224"),
    429: Status("the REFER needs a Referred-By with a signature", "RFC 3892 section 5"),
    430: Status("the flow to the user agent is broken; another one may be tried", "RFC 5626"),
    433: Status("anonymous callers are not put through", "RFC 5079"),
    439: Status("the registration wanted outbound, which the first proxy does not do", "RFC 5626"),
    440: Status("forking would make more branches than Max-Breadth allows", "RFC 5393"),
    469: Status("the INFO package is none that this side announced in Recv-Info", "RFC 6086"),
    470: Status("the recipient did not consent to requests from there", "RFC 5360"),
    476: Status(
        "no RFC has it: SER, OpenSIPS and Kamailio say so when they cannot resolve or reach the next hop",
        "not of an RFC",
    ),
    480: Status(
        "the user is known but cannot be reached now: not registered, do not disturb, or nobody answered",
        "RFC 3261 section 21.4.18",
    ),
    481: Status(
        "there is no dialog or transaction that this request fits: over already, or never begun",
        "RFC 3261 section 21.4.19",
    ),
    482: Status("the request came back to a proxy that had seen it", "RFC 3261 section 21.4.20"),
    483: Status("Max-Forwards came down to 0 before the request arrived: often a loop", "RFC 3261 section 21.4.21"),
    484: Status("the number is not complete; with overlap dialling more digits are tried", "RFC 3261 section 21.4.22"),
    485: Status("the address fits several users", "RFC 3261 section 21.4.23"),
    486: Status("this telephone is busy; another one of the user may be free", "RFC 3261 section 21.4.24"),
    487: Status(
        "the INVITE ended because it was cancelled, or because a BYE came before the answer", "RFC 3261 section 21.4.25"
    ),
    488: Status(
        "the session that was offered is not acceptable here: no common codec, mostly. Warning may say more",
        "RFC 3261 section 21.4.26",
    ),
    489: Status(
        "the server does not know this event package; Allow-Events lists those that it does", "RFC 6665 section 8.3.2"
    ),
    491: Status(
        "two re-INVITEs or UPDATEs met (glare): try again after a random time, a shorter one for the one who "
        "did not make the Call-ID",
        "RFC 3261 sections 21.4.27 and 14.1",
    ),
    493: Status("the encrypted body cannot be read with the keys that are there", "RFC 3261 section 21.4.28"),
    494: Status("the first hop must agree on its security first", "RFC 3329"),
    500: Status("something unexpected in the server; Retry-After may say when to try again", "RFC 3261 section 21.5.1"),
    501: Status("the server does not know this method at all", "RFC 3261 section 21.5.2"),
    502: Status("the server behind this gateway or proxy answered with something invalid", "RFC 3261 section 21.5.3"),
    503: Status(
        "overloaded or under maintenance; the client should try another server. A proxy should not pass it "
        "on upstream as it is",
        "RFC 3261 section 21.5.4",
    ),
    504: Status("a server that was needed on the way did not answer in time", "RFC 3261 section 21.5.5"),
    505: Status("another version of SIP than this server speaks", "RFC 3261 section 21.5.6"),
    513: Status("the message is longer than the server takes", "RFC 3261 section 21.5.7"),
    580: Status("a precondition, such as reserved bandwidth, cannot be met", "RFC 3312"),
    600: Status("busy everywhere: no other telephone of the user need be tried", "RFC 3261 section 21.6.1"),
    603: Status("the user declined, on all telephones: no other one need be tried", "RFC 3261 section 21.6.2"),
    604: Status("the user exists nowhere", "RFC 3261 section 21.6.3"),
    606: Status("the user would talk, but nowhere with what was offered; Warning says why", "RFC 3261 section 21.6.4"),
    607: Status("the user marked the call as unwanted", "RFC 8197"),
    608: Status("an intermediary, not the user, rejected the call", "RFC 8688"),
}

CLASSES: Final[Mapping[int, Status]] = {
    1: Status("provisional: the request is being worked on", "RFC 3261 section 21.1"),
    2: Status("success", "RFC 3261 section 21.2"),
    3: Status("the request has to be sent somewhere else", "RFC 3261 section 21.3"),
    4: Status(
        "this server refuses this request; another server may take it, or another request", "RFC 3261 section 21.4"
    ),
    5: Status("the server failed, though the request seems to be in order", "RFC 3261 section 21.5"),
    6: Status("no server anywhere would do it", "RFC 3261 section 21.6"),
}


def status_of(status: int) -> Status:
    """An unknown one means what x00 of its class means (RFC 3261 section 8.1.3.2)."""
    return STATUSES.get(status) or CLASSES[status // 100]
