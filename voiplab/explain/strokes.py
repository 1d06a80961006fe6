"""How a message or a stream of media is drawn from one lifeline to another: what is written on it, and in which role."""

from typing import NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import heard
from voiplab.explain.canvas import Role
from voiplab.explain.labels import Label, Piece
from voiplab.explain.messages import SipMessage, UnderWay, Vanished
from voiplab.explain.shafts import Line, Tip
from voiplab.explain.streams import Stream
from voiplab.sim.moment import stamp
from voiplab.text.harmless import harmless


class Stroke(NamedTuple):
    source: str
    target: str
    label: Label
    role: Role
    tip: Tip
    line: Line
    reason: str
    """Why it did not arrive, if it did not."""


def stroke(of: Arrow | Stream) -> Stroke:
    if isinstance(of, Stream):
        role = Role.LOST if of.lost else Role.MEDIA
        return Stroke(of.source, of.target, _said(of), role, _tip_of_stream(of), Line.MEDIA, of.lost)
    message = of.message
    reason = message.fate.reason if isinstance(message.fate, Vanished) else ""
    return Stroke(message.source, message.target, of.label, _role(message), tip(message), Line.MESSAGE, reason)


def tip(message: SipMessage) -> Tip:
    if message.is_lost:
        return Tip.LOST
    return Tip.UNDER_WAY if isinstance(message.fate, UnderWay) else Tip.ARRIVES


def _tip_of_stream(stream: Stream) -> Tip:
    if stream.lost:
        return Tip.LOST
    return Tip.ARRIVES if stream.has_arrived else Tip.UNDER_WAY


def _said(stream: Stream) -> Label:
    """`RTP bob PCMU 150 packets until 5.024`."""
    flow = stream.flow
    pieces = [Piece("RTP", 0), Piece(harmless(heard(flow.content)), 1), Piece(harmless(flow.codec), 2)]
    if stream.packets is not None:
        pieces.append(Piece(f"{stream.packets} packets", 3))
    if stream.ends is not None:
        pieces.append(Piece(f"until {stamp(stream.ends)}", 3))
    pieces.append(Piece(f"{stream.packet.source.port} to {stream.packet.target.port}", 4))
    return Label(tuple(pieces))


def _role(message: SipMessage) -> Role:
    if message.is_lost:
        return Role.LOST
    if message.is_copy:
        return Role.AGAIN
    if message.response is None:
        return Role.REQUEST
    return {1: Role.PROVISIONAL, 2: Role.SUCCESS}.get(message.response.status // 100, Role.FAILURE)
