"""What is written on the arrow of a message: its name, and the facts of its header that tell most.

`INVITE sip:1001@10.0.0.2 offer`, `180 Ringing 100rel RSeq 39965`, `PRACK RAck 39965 2 INVITE`, `200 OK (BYE)`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from voiplab.explain.messages import Delivered, SipMessage, Unreadable
from voiplab.explain.offers import Description
from voiplab.sim.moment import Duration
from voiplab.sip.field import Field, method_of, sdp_of
from voiplab.sip.message import Request, Response
from voiplab.sip.value import value
from voiplab.text.harmless import harmless
from voiplab.text.width import width

LONGEST: Final = 240


class Piece(NamedTuple):
    """A part of a label. When room is short, those of the highest rank go first, or become short; rank 0 is the name."""

    text: str
    rank: int
    short: str = ""


@value(frozen=True, slots=False)
class Label:
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return " ".join([piece.text for piece in self.pieces if piece.text])

    def down_to(self, rank: int) -> str:
        texts = [piece.text if piece.rank <= rank else piece.short for piece in self.pieces]
        return " ".join([text for text in texts if text])

    @property
    def core(self) -> str:
        """What a reader should not have to do without."""
        return self.down_to(ESSENTIAL)

    def within(self, room: int) -> str:
        """As much as fits into so many columns of a screen, the least telling facts left out; at last the name is cut."""
        for rank in sorted({piece.rank for piece in self.pieces}, reverse=True):
            text = self.down_to(rank)
            if width(text) <= room:
                return text
        return cut(self.pieces[0].text, room)


ESSENTIAL: Final = 1


def cut(text: str, room: int) -> str:
    """With `..` where something is missing: an ellipsis has no certain width on a terminal."""
    if width(text) <= room:
        return text
    mark = ".."[: max(room, 0)]
    while text and width(text) > room - len(mark):
        text = text[:-1]
    return text + mark


Fact = Callable[[Request | Response], str]


class Told(NamedTuple):
    rank: int
    fact: Fact
    short: Fact = lambda _: ""


def _value(field: str, words: str = "") -> Fact:
    """`words` and the first value of a field; nothing when it is not there."""
    wanted = Field.parse(field)

    def fact(message: Request | Response) -> str:
        values = wanted.values(message)
        return f"{words} {values[0]}".strip() if values else ""

    return fact


def _destination(message: Request | Response) -> str:
    return _device(message) or (message.uri.partition(";")[0] if isinstance(message, Request) else "")


def _device(message: Request | Response) -> str:
    """The R-URI if it is a GRUU (RFC 5627); no other parameter tells a reader where a message goes."""
    if not isinstance(message, Request):
        return ""
    address, _, params = message.uri.partition(";")
    gruu = [param for param in params.split(";") if param.split("=")[0] == "gr"]
    return f"{address};{gruu[0]}" if gruu else ""


def _reliable(message: Request | Response) -> str:
    return "100rel" if "100rel" in (message.get("Require") or "").lower() else ""


def _demands(message: Request | Response) -> str:
    demanded = message.get("Require")
    return f"Require {demanded}" if demanded else ""


def _credentials(message: Request | Response) -> str:
    return "+auth" if message.get("Authorization") or message.get("Proxy-Authorization") else ""


def _expiry(message: Request | Response) -> str:
    expires = Field("Contact", "expires").values(message) or message.values("Expires")
    return f"expires {expires[0]}" if expires else ""


def _cause(message: Request | Response) -> str:
    cause = Field("Reason", "cause").values(message)
    protocol = (message.get("Reason") or "").partition(";")[0].strip()
    return f"{protocol} {cause[0]}" if cause else ""


def _progress(message: Request | Response) -> str:
    #  RFC 3515 section 2.4.5: the body of a NOTIFY is the start line of a response
    if "sipfrag" not in (message.get("Content-Type") or "").lower():
        return ""
    return message.body.partition(b"\r\n")[0].decode("utf-8", "surrogateescape").removeprefix("SIP/2.0 ")


REQUESTS: Final[Mapping[str, tuple[Told, ...]]] = {
    "INVITE": (
        Told(3, _destination, _value("R-URI.user")),
        Told(1, _demands),
        Told(2, _value("Call-Info.answer-after", "answer-after")),
        Told(5, _credentials),
    ),
    "REGISTER": (Told(2, _value("To.user")), Told(3, _expiry), Told(4, _credentials)),
    "PRACK": (Told(1, _value("RAck", "RAck"), _value("RAck.number", "RAck")),),
    "BYE": (Told(3, _cause), Told(4, _device)),
    "CANCEL": (Told(3, _cause),),
    "ACK": (Told(4, _device),),
    "REFER": (Told(1, _value("Refer-To.uri")),),
    "NOTIFY": (Told(2, _value("Event")), Told(1, _progress)),
    "SUBSCRIBE": (Told(1, _value("Event")), Told(3, _expiry)),
}
OTHER_REQUESTS: Final = (Told(3, _destination),)

RESPONSES: Final = (
    Told(1, _reliable),
    Told(1, _value("RSeq", "RSeq")),
    Told(1, _value("Unsupported", "Unsupported")),
    Told(3, _cause),
)
EXTENSION_REQUIRED: Final = (Told(1, _demands), Told(3, _cause))
REGISTERED: Final = (Told(3, _expiry),)
HOLDS: Final = {
    "a=sendonly": "sendonly",
    "a=recvonly": "recvonly",
    "a=inactive": "inactive",
    "c=IN IP4 0.0.0.0": "0.0.0.0",
}


def _facts(message: Request | Response) -> tuple[Told, ...]:
    if isinstance(message, Request):
        return REQUESTS.get(message.method, OTHER_REQUESTS)
    if message.status == 421:
        return EXTENSION_REQUIRED
    if method_of(message) == "REGISTER" and message.status == 200:
        return REGISTERED
    return RESPONSES


def _name(message: Request | Response) -> list[Piece]:
    if isinstance(message, Request):
        return [Piece(message.method, 0)]
    first, _, rest = message.phrase.partition(" ")
    name = [Piece(f"{message.status} {first}".rstrip(), 0), Piece(rest, 2)]
    #  that a 180 or a 486 belongs to an INVITE nobody asks; a 200 belongs to anything
    is_success = 200 <= message.status < 300
    if method_of(message) != "INVITE" or is_success:
        name.append(Piece(f"({method_of(message)})", 1 if is_success else 2))
    return name


class Circumstances(NamedTuple):
    """What cannot be read from the message alone."""

    description: Description | None = None
    is_acknowledged_by_number: bool = False
    """A RAck of its leg repeats its CSeq, so the number matters."""

    since_last_copy: Duration | None = None
    crosses: int | None = None


def label(message: SipMessage, around: Circumstances) -> Label:
    """All that can be said on the arrow, harmless for a screen."""
    content = message.content
    if isinstance(content, Unreadable):
        return Label(
            (Piece("(not SIP)", 0), Piece(_harmless(message.raw[:LONGEST].decode("utf-8", "surrogateescape")), 2))
        )
    #  a repetition has the facts of the first one, and something to tell that is more important
    behind = 2 if message.is_copy else 0
    pieces = _name(content)
    pieces += [
        Piece(told.fact(content), told.rank + behind, "" if behind else told.short(content)) for told in _facts(content)
    ]
    pieces += _circumstances(message, content, around)
    return Label(
        tuple(Piece(_harmless(piece.text), piece.rank, _harmless(piece.short)) for piece in pieces if piece.text)
    )


def _circumstances(message: SipMessage, content: Request | Response, around: Circumstances) -> Iterator[Piece]:
    if around.is_acknowledged_by_number:
        yield Piece(f"CSeq {content.cseq.number}", 4)
    if around.description is not None:
        yield Piece(around.description.value, 2)
        yield Piece(_hold(content), 1)
    if message.is_copy:
        yield Piece("(again)", 1)
    if around.since_last_copy is not None:
        yield Piece(f"after {_seconds(around.since_last_copy)} s", 2)
    if message.is_copy and message.timer is not None and len(name := message.timer.partition(":")[0]) == 1:
        yield Piece(f"timer {name}", 3)  # the letters of RFC 3261; other timers have no short name
    if isinstance(message.fate, Delivered) and len(message.fate.events) > 1:
        yield Piece("arrives twice", 1)
    if around.crosses is not None:
        yield Piece(f"crosses {around.crosses}", 2)


def _hold(message: Request | Response) -> str:
    """What a session description takes away: RFC 3264 section 8.4, and the address of RFC 2543."""
    lines = [line for description in sdp_of(message) for line in description.split("\r\n")]
    return next((HOLDS[line] for line in lines if line in HOLDS), "")


def _seconds(duration: Duration) -> str:
    return f"{duration / 1_000_000:.3f}".rstrip("0").rstrip(".")


def _harmless(text: str) -> str:
    return harmless(text, LONGEST)
