"""How a message or a stream of media is drawn from one lifeline to another: what is written on it, and in which role."""

from typing import NamedTuple

from voiplab.explain.arrows import Arrow
from voiplab.explain.asides import heard
from voiplab.explain.canvas import Role
from voiplab.explain.labels import Label, Piece
from voiplab.explain.messages import UnderWay
from voiplab.explain.shafts import Tip, Traffic
from voiplab.explain.streams import Stream
from voiplab.text.harmless import harmless


class Stroke(NamedTuple):
    source: str
    target: str
    label: Label
    role: Role
    tip: Tip
    traffic: Traffic


def stroke(of: Arrow | Stream) -> Stroke:
    traffic = Traffic.MEDIA if isinstance(of, Stream) else Traffic.MESSAGE
    return Stroke(of.source, of.target, label(of), _role(of), tip(of), traffic)


def label(of: Arrow | Stream) -> Label:
    return _said(of) if isinstance(of, Stream) else of.label


def tip(of: Arrow | Stream) -> Tip:
    if isinstance(of, Stream):
        is_lost, is_under_way = bool(of.lost), not of.has_arrived
    else:
        is_lost, is_under_way = of.message.is_lost, isinstance(of.message.fate, UnderWay)
    if is_lost:
        return Tip.LOST
    return Tip.UNDER_WAY if is_under_way else Tip.ARRIVES


def _said(stream: Stream) -> Label:
    """`RTP bob PCMU 150 packets until 5.024 s`."""
    flow = stream.flow
    pieces = [Piece("RTP", 0), Piece(harmless(heard(flow.content)), 1), Piece(harmless(flow.codec), 2)]
    if stream.packets is not None:
        pieces.append(Piece(f"{stream.packets} packets", 3))
    if stream.ends is not None:
        pieces.append(Piece(f"until {stream.ends / 1_000_000:.3f} s", 4))
    return Label(tuple(pieces))


def _role(of: Arrow | Stream) -> Role:
    if isinstance(of, Stream):
        return Role.LOST if of.lost else Role.MEDIA
    message = of.message
    if message.is_lost:
        return Role.LOST
    if message.is_copy:
        return Role.AGAIN
    if message.response is None:
        return Role.REQUEST
    return {1: Role.PROVISIONAL, 2: Role.SUCCESS}.get(message.response.status // 100, Role.FAILURE)
