"""The examples of RFC 3264 section 10 and RFC 4317, as pjproject's negotiation test plays them from each side.

The cases that show pjsip's own ways are held as well; here they agree with what the RFC leaves open.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

import pytest

from voiplab.sdp.description import Description, Refused, Stream, describe
from voiplab.sdp.direction import Direction
from voiplab.sdp.offer_answer import Extent, NotAcceptable, Policy, answer, reoffer, settle
from voiplab.sdp.session import Session


class Step(TypedDict, total=False):
    type: str
    offer: str
    remote_answer: str
    active_local: str
    multiple_codecs: bool
    local_capability: str
    answer: str


class Case(TypedDict):
    title: str
    origin: str
    steps: list[Step]


VECTORS = Path(__file__).parent.parent / "vectors" / "sdp_offer_answer.json"
CASES: list[Case] = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]


def read(text: str) -> Description:
    return describe(Session.parse(text.encode()))


def shape(description: Description) -> list[tuple[object, ...]]:
    """What the vectors compare: per m= line kind, protocol, port or none; formats and their names, direction."""
    lines: list[tuple[object, ...]] = []
    for slot in description.streams:
        match slot:
            case Stream():
                lines.append((slot.kind, slot.proto, slot.codecs, slot.direction))
            case Refused():
                lines.append((slot.kind, slot.proto))
    return lines


def both_ways(description: Description) -> Description:
    """pjsip answers whatever direction the offer leaves, and takes no notice of that of its capabilities."""
    streams = [replace(slot, direction=Direction.SENDRECV) for slot in description.streams if isinstance(slot, Stream)]
    return replace(description, streams=tuple(streams))


class Side:
    """One party: what it is able to do, and what it said last."""

    def __init__(self) -> None:
        self.able: Description | None = None
        self.active: Description | None = None

    def play(self, step: Step) -> Description | NotAcceptable:
        if step["type"] == "local_offer":
            return self.offers(read(step["offer"]), step["remote_answer"])
        if step["local_capability"] != "NULL":
            self.able = both_ways(read(step["local_capability"]))
        assert self.able
        policy = Policy(extent=Extent.ALL if step["multiple_codecs"] else Extent.ONE)
        return answer(Session.parse(step["offer"].encode()), self.able, policy, self.active)

    def offers(self, wanted: Description, answered: str) -> Description | NotAcceptable:
        self.able = self.able or wanted
        offered = reoffer(self.active, wanted) if self.active else wanted
        return settle(offered, Session.parse(answered.encode()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_offer_and_answer_come_out_as_recorded(case: Case) -> None:
    side = Side()
    for step in case["steps"]:
        result = side.play(step)
        assert isinstance(result, Description)
        assert shape(result) == shape(read(step.get("answer") or step["active_local"]))
        side.active = result
