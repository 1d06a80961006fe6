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


def facets(marked: Sequence[int]) -> list[Facet]:
    """Those that there are: two messages are needed to compare."""
    return [facet for facet in Facet if facet is not Facet.COMPARED or len(marked) == 2]


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
            return compared(*pair) if len(pair) == 2 else [remark("two messages have to be marked in the ladder")]
