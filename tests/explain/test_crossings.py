"""Messages that cross, held against the definition: all pairs, looked at in their order."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.calls import direct_call
from tests.explain.exchange import Exchange, Leg
from voiplab.explain.arrows import Arrows
from voiplab.explain.messages import Delivered, Messages, SipMessage
from voiplab.recording.events import Arrived, Sent
from voiplab.sim.moment import Moment, ms

LEGS = (Leg("one", "1000", "1001"), Leg("two", "1000", "1001"))
WAYS = ("alice > bob", "bob > alice", "alice > freeswitch")


@st.composite
def messages_under_way(draw: st.DrawFn) -> Messages:
    """Of two legs, each on its way for so long; all nodes are known from the beginning."""
    go = Exchange()
    arrivals: list[tuple[Moment, int, str]] = []
    plans = draw(
        st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.sampled_from(WAYS), st.integers(0, 1)), max_size=9)
    )
    at = 0
    for number, (pause, takes, way, leg) in enumerate(plans):
        at += pause
        arrivals = _arrive(go, arrivals, ms(at))
        sent = go.send(ms(at), way, LEGS[leg].request("INFO", cseq=number), lost="not yet")
        arrivals.append((ms(at + takes), sent, way.split(" > ")[1]))
    _arrive(go, arrivals, ms(at + 10))
    return Messages(go.recording)


def _arrive(go: Exchange, arrivals: list[tuple[Moment, int, str]], until: Moment) -> list[tuple[Moment, int, str]]:
    for moment, sent, node in sorted(arrivals):
        what = go.recording[sent].what
        if moment <= until and isinstance(what, Sent):
            go.recording.append(moment, node, sent, None, Arrived(what.packet, sent))
    return [arrival for arrival in arrivals if arrival[0] > until]


def crossings(messages: Messages) -> dict[int, int]:
    found: dict[int, int] = {}
    for first, second in combinations(messages, 2):
        if _meet(first, second):
            found.setdefault(first.n, second.n)
            found.setdefault(second.n, first.n)
    return found


def _meet(first: SipMessage, second: SipMessage) -> bool:
    is_against = (first.source, first.target, first.leg) == (second.target, second.source, second.leg)
    return is_against and isinstance(first.fate, Delivered) and second.at < first.fate.at


@given(messages_under_way())
@settings(max_examples=200, deadline=None)
def test_a_message_crosses_the_first_one_that_left_against_it_before_it_had_arrived(messages: Messages) -> None:
    drawn = {arrow.message.n: str(arrow.label).partition("crosses ")[2] for arrow in Arrows(messages)}
    assert {n: int(other) for n, other in drawn.items() if other} == crossings(messages)


def test_two_byes_cross() -> None:
    assert crossings(Messages(direct_call())) == {3: 4, 4: 3}
