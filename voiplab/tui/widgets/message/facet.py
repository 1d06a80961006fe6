"""The sides from which a message can be looked at."""

from collections.abc import Sequence
from enum import Enum

from voiplab.explain.meaning.causes import causes
from voiplab.explain.meaning.compared import compared
from voiplab.explain.meaning.explained import explained
from voiplab.explain.meaning.raw import raw
from voiplab.explain.meaning.session import session_page
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.page import Paragraph, remark


class Facet(Enum):
    """The value is the word for it."""

    EXPLAINED = "explained"
    RAW = "raw"
    SDP = "SDP"
    WHY = "why"
    COMPARED = "compared"

    __hash__ = object.__hash__


def missing(facet: Facet, marked: Sequence[int], *, is_run: bool) -> str:
    """Why there is no such side; nothing when there is one."""
    if facet is Facet.COMPARED and len(marked) != 2:
        return "Mark two messages in the ladder to compare them."
    if facet is Facet.WHY and not is_run:
        return "A capture does not tell why a message was sent."
    return ""


def page(facet: Facet, messages: Messages, message: SipMessage, marked: Sequence[int] = ()) -> list[Paragraph]:
    match facet:
        case Facet.EXPLAINED:
            return explained(messages, message)
        case Facet.RAW:
            return raw(messages, message)
        case Facet.SDP:
            return session_page(messages, message)
        case Facet.WHY:
            return causes(messages, message)
        case Facet.COMPARED:
            pair = [found for number in marked if (found := messages.number(number)) is not None]
            return compared(*pair) if len(pair) == 2 else [remark("the marked messages are not there any more")]
