"""How long something lasts, and when: Expires, Min-Expires, Session-Expires, Min-SE, Retry-After, Date, Timestamp."""

from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.sip.headers.expiry import RetryAfter, SessionExpires, parse_expiry, parse_min_se, parse_number

SHORTEST_WARNING: Final = 32
"""Seconds before its end at which a session that nobody refreshed is given up: RFC 4028 section 10."""


def expires(header: Header) -> Said:
    here = header.here
    count = parse_expiry(header.value)
    match here.method, here.is_request:
        case ("REGISTER", True) if count == 0:
            yield Says("0: the bindings in Contact are to be removed")
        case "REGISTER", True:
            yield Says(
                f"wants to be registered for {_long(count)}; an expires in Contact counts more, the registrar decides"
            )
        case "REGISTER", False:
            yield Says(f"granted: {_long(count)}; an expires in Contact counts more")
        case ("SUBSCRIBE", True) if count == 0:
            yield Says("0: ends the subscription, or asks only once")
        case "SUBSCRIBE" | "PUBLISH", True:
            yield Says(f"wants it for {_long(count)}")
        case "SUBSCRIBE" | "PUBLISH", False:
            yield Says(f"granted: {_long(count)}")
        case "INVITE", True:
            yield Says(f"the invitation is good for {_long(count)}; the call itself may take longer")
        case "REFER", True:
            yield Says(f"the subscription that comes with the REFER is wanted for {_long(count)}")
        case _:
            yield Says(f"good for {_long(count)}")


def min_expires(header: Header) -> Said:
    yield Says(f"at least {_long(parse_number(header.value))}: ask again, for no less")


def session_expires(header: Header) -> Said:
    here = header.here
    found = SessionExpires.parse(header.value)
    yield Says(f"the session ends after {_long(found.seconds)}, unless somebody refreshes it by re-INVITE or UPDATE")
    refresher = found.refresher
    if refresher is not None:
        sender = here.message.source if here.is_request else here.message.target
        answering = here.message.target if here.is_request else here.message.source
        who = {"uac": sender, "uas": answering}.get(refresher, refresher)
        yield Says(
            f"refresher={refresher}: that is to be done by {who}, after half of the time: {_long(found.seconds // 2)}"
        )
    elif here.is_request:
        yield Says("without refresher: the one who answers says who it is")
    given_up = found.seconds - min(SHORTEST_WARNING, found.seconds // 3)
    yield Says(f"if no refresh comes, the other side ends the call with a BYE, after {_long(given_up)}")


def min_se(header: Header) -> Said:
    count = parse_min_se(header.value)
    if header.here.status == 422:
        yield Says(f"the shortest interval that is taken here: {_long(count)}; ask again with no less")
    else:
        yield Says(
            f"nobody on the way may set the session interval below {_long(count)}; without the header the limit is 90 s"
        )


def retry_after(header: Header) -> Said:
    found = RetryAfter.parse(header.value)
    yield Says(f"try again in {_long(found.seconds)} at the earliest" + (f": {found.comment}" if found.comment else ""))


def date(header: Header) -> Said:
    if header.here.method == "REGISTER" and not header.here.is_request:
        yield Says("the clock of the server: telephones without a clock of their own take their time from it")
    else:
        yield Says("when the message was sent, by the clock of its sender; always GMT")


def timestamp(_header: Header) -> Said:
    yield Says(
        "when the request was sent, by the sender's own clock: the response copies it, so the round trip can be measured"
    )


def _long(count: int) -> str:
    if count < 120:
        return f"{count} s"
    minutes, rest = divmod(count, 60)
    if rest or minutes < 60:
        return f"{count} s ({minutes} min{f' {rest} s' if rest else ''})"
    hours, rest = divmod(minutes, 60)
    return f"{count} s ({hours} h{f' {rest} min' if rest else ''})"
