"""Recordings that grow before one's eyes: the events of a finished one, a few at a time."""

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import strategies as st

from tests.explain.exchange import Leg, wire
from voiplab.course.catalogue import lesson_folders
from voiplab.course.grading import names, runs
from voiplab.course.lesson import overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, Heard, Lost, Moved, Performed, Sent, Tied, TimerFired
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.sim.moment import Moment, ms

Names = Mapping[str, str]


def growing(finished: Recording, steps: int) -> Iterator[Recording]:
    """The same recording each time, with so many more events in it; at last with all."""
    growing = Recording()
    for event in finished:
        growing.append(*event[1:])
        if len(growing) % steps == 0:
            yield growing
    yield growing


def solved(lesson_name: str) -> Iterator[tuple[str, Recording, Names]]:
    """Each run of a lesson with the solution in place."""
    lesson = read_lesson(lesson_folders()[lesson_name])
    for name, run in runs(lesson, overlaid(lesson.lab.files, lesson.solution), 1):
        run.run()
        yield name, run.recording, names(run.lab)


NODES = ("alice", "freeswitch", "bob", "carol")
LEGS = tuple(Leg(f"leg-{number}", "1000", "1001") for number in range(4))
RELIABLE = ("Require: 100rel", "RSeq: 7")


addresses = st.builds(Address, st.sampled_from(["10.0.0.1", "10.0.0.2"]), st.sampled_from([5060, 5062]))


def _texts() -> Sequence[str]:
    texts = []
    for leg in LEGS:
        texts += [
            leg.invite(),
            leg.response("180 Ringing", *RELIABLE),
            leg.response("200 OK", sdp=True),
            leg.request("BYE"),
        ]
        texts += [leg.request("PRACK", "RAck: 7 1 INVITE", cseq=2)]
    return texts


messages = st.one_of(st.sampled_from([*_texts(), "OPTIONS"]).map(wire), st.just(b"\r\n\r\n"))


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """What no lab does: addresses that move, messages that are lost, doubled and late, calls that turn out to be one."""
    recording = Recording()
    under_way: list[tuple[int, Packet]] = []
    at: Moment = 0
    cause: int | None = None
    for _ in range(draw(st.integers(1, 40))):
        at += ms(draw(st.sampled_from([0, 1, 40, 200])))
        node = draw(st.sampled_from(NODES))
        match draw(
            st.sampled_from(["send", "send", "send", "arrive", "arrive", "lose", "tie", "act", "hear", "fire", "say"])
        ):
            case "send":
                packet = Packet(Transport.UDP, draw(addresses), draw(addresses), draw(messages))
                what: Sent | Arrived | Lost = Sent(packet, {}, draw(st.booleans()))
                under_way.append((recording.append(at, node, cause, None, what), packet))
            case "say":
                flow = Flow("PCMU", 0, 1, draw(st.sampled_from(["voice:alice", "tone:busy", "", "digit:5"])))
                packet = Packet(Transport.RTP, draw(addresses), draw(addresses), flow)
                under_way.append((recording.append(at, node, cause, None, Sent(packet)), packet))
            case "arrive" if under_way:
                sent, packet = draw(st.sampled_from(under_way))
                cause = recording.append(at, node, sent, None, Arrived(packet, sent))
            case "lose" if under_way:
                sent, packet = draw(st.sampled_from(under_way))
                recording.append(at, draw(st.sampled_from([node, ""])), sent, None, Lost(packet, sent, "cut off"))
            case "tie":
                first, second = draw(st.sampled_from(LEGS)), draw(st.sampled_from(LEGS))
                recording.append(at, node, cause, None, Tied(first.call_id, second.call_id))
            case "act":
                cause = recording.append(at, node, None, None, Performed("dial 1001", 0))
            case "hear":
                recording.append(at, node, cause, None, Heard(node, draw(st.sampled_from(["silence", "voice:x"])), ""))
                recording.append(at, node, cause, None, Moved("x", "dialog", "a", "b"))
            case "fire":
                cause = recording.append(at, node, cause, None, TimerFired("x", "B: no response: give up"))
            case _:
                pass
    return recording
