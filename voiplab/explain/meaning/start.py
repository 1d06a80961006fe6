"""The start line: what a request asks for and a response says, and which of its messages it belongs to."""

from collections.abc import Iterator
from typing import Final

from voiplab.explain.meaning.here import Here, Says, said_of
from voiplab.explain.meaning.leads import first_lead
from voiplab.explain.meaning.methods import METHODS
from voiplab.explain.meaning.statuses import status_of
from voiplab.explain.meaning.uri_words import uri_words
from voiplab.explain.page import Paragraph, Tone, line
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, Response

INDENT: Final = 2


def start(here: Here) -> Paragraph:
    content = here.content
    said, clause = _request(here, content) if isinstance(content, Request) else _response(here, content)
    lines = [line(content.start, Tone.HEAD), *(line(says.text, indent=INDENT) for says in said)]
    return Paragraph((*lines, line(clause, Tone.FAINT, INDENT)), first_lead(said))


def _request(here: Here, request: Request) -> tuple[list[Says], str]:
    method = METHODS.get(request.method)
    asks = "not a method that voiplab knows" if method is None else method.asks
    said = [Says(f"{request.method}: {asks}"), *_particular(here)]
    try:
        target = request.target
    except Malformed as wrong:
        return [*said, Says(f"the Request-URI cannot be read: {wrong}")], "RFC 3261 section 7.1"
    place = here.place_of(target.host, target.port)
    whom = " at ".join(part for part in (target.username, place) if part)
    said.append(Says(f"Request-URI: to be brought to {whom}; unlike To, every proxy may write another one"))
    said.extend(uri_words(target))
    return said, f"{'RFC 3261' if method is None else method.clause}; Request-URI: RFC 3261 section 8.1.1.1"


def _particular(here: Here) -> Iterator[Says]:
    """Which of the things that the method can be it is here."""
    match here.method:
        case "INVITE" if here.is_in_dialog:
            yield Says("To has a tag: a re-INVITE, it changes the session of a call that is there")
        case "INVITE":
            yield Says("To has no tag: a new call")
        case "ACK":
            yield from _acknowledged(here)
        case "CANCEL":
            withdrawn = here.opened_with(here.content.branch or "")
            if withdrawn is not None and withdrawn.n != here.message.n:
                yield Says(f"withdraws {said_of(withdrawn)}, whose branch it has", withdrawn.n)
        case _:
            pass


def _acknowledged(here: Here) -> Iterator[Says]:
    final = here.acknowledged
    if final is None or final.response is None:
        yield Says("the response that it confirms is not in this recording")
    elif final.response.status < 300:
        yield Says(f"confirms {said_of(final)}: a transaction of its own, with its own branch, end to end", final.n)
    else:
        yield Says(
            f"confirms {said_of(final)}: part of the INVITE's transaction, with its branch, for this hop only", final.n
        )


def _response(here: Here, response: Response) -> tuple[list[Says], str]:
    status = status_of(response.status)
    said = [Says(f"{response.status}: {status.says}")]
    request = here.request
    if request is None:
        said.append(Says(f"answers a {here.method} that is not in this recording"))
    else:
        after = f"{(here.message.at - request.at) / 1_000:.1f} ms before"
        said.append(Says(f"answers {said_of(request)}, sent {after}", request.n))
    if response.status < 200:
        said.append(Says("provisional: a final response is still to come"))
    elif here.method == "INVITE":
        how = "an ACK of its own, end to end" if response.status < 300 else "an ACK hop by hop, in the same transaction"
        said.append(Says(f"final: to be confirmed by {how}"))
    return said, status.clause
