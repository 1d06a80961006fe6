"""The faces of telephones, folded from recordings."""

from voiplab.explain import faces
from voiplab.explain.face import HOLDS, IDLE, RINGS, TALKS, Face
from voiplab.explain.faces import Faces
from voiplab.explain.pressed import Came, KeyHeard, KeySent, Way
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, Heard, Lost, Moved, Performed, Sent, Shown, What
from voiplab.recording.recording import Recording
from voiplab.rtp.flow import Flow
from voiplab.rtp.hearing import SILENCE, Sound
from voiplab.sim.moment import seconds

HOSTS = {"alice": "alice", "bob": "bob"}
BOB = Address("10.0.0.2", 4000)
EVENT = Flow("telephone-event", 101, 7, "digit:5")
INFO = b"INFO sip:bob@10.0.0.2 SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=5\r\nDuration=160\r\n"


class Told:
    """A recording that a test writes itself."""

    def __init__(self) -> None:
        self.recording = Recording()
        self.faces = Faces(self.recording, HOSTS, {name: Face() for name in HOSTS})

    def happens(self, what: What, at: int = 0, host: str = "alice") -> int:
        return self.recording.append(seconds(at), host, None, None, what)

    def moves(self, machine: str, now: str, kind: str = "phone", at: int = 0) -> None:
        self.happens(Moved(machine, kind, "", now), at)

    @property
    def alice(self) -> Face:
        return self.faces.at()["alice"]


def packet(payload: bytes | Flow) -> Packet:
    return Packet(Transport.UDP, Address("10.0.0.1", 4000), BOB, payload)


def test_a_face_shows_what_its_telephone_shows_and_hears() -> None:
    told = Told()
    told.moves("alice", TALKS)
    told.happens(Shown("alice", "talks: bob"))
    told.happens(Heard("alice", "voice:bob", "10.0.0.2:4000"))
    told.moves("alice account", "is registered")
    face = told.alice
    assert (face.state, face.display, face.party, face.is_registered) == (TALKS, "talks: bob", "bob", True)
    assert face.hears == "hears bob (from 10.0.0.2:4000)"
    assert told.faces.at()["bob"] == Face()


def test_the_ear_of_an_idle_telephone_hears_nothing() -> None:
    assert Face().hears == "hears nothing"
    assert Face(sound=Sound("ringback", "local")).hears == "hears ringback (its own)"


def test_looking_back_shows_the_face_as_it_was_and_forth_again() -> None:
    told = Told()
    for number in range(3 * faces.BETWEEN):
        told.happens(Shown("alice", str(number)))
    for end in (2 * faces.BETWEEN + 7, 3, faces.BETWEEN, 2 * faces.BETWEEN, 1, 3 * faces.BETWEEN):
        assert told.faces.at(end)["alice"].display == str(end - 1)
    assert told.alice.display == str(3 * faces.BETWEEN - 1)


def test_a_call_has_lasted_since_it_was_answered() -> None:
    told = Told()
    told.moves("one", "invited", "call", at=1)
    told.moves("alice", "dials", at=1)
    assert told.alice.talked(seconds(2)) is None
    told.moves("one", "up", "call", at=3)
    told.moves("alice", TALKS, at=3)
    assert told.alice.talked(seconds(10)) == seconds(7)


def test_of_two_calls_the_one_answered_last_is_at_the_ear_until_it_ends() -> None:
    told = Told()
    for call, at in (("one", 3), ("two", 8)):
        told.moves(call, "invited", "call", at=at - 1)
        told.moves(call, "up", "call", at=at)
        told.moves("alice", TALKS, at=at)
    assert told.alice.talked(seconds(10)) == seconds(2)
    assert told.alice.has_another_call
    told.moves("two", "ended", "call", at=11)
    told.moves("alice", HOLDS, at=11)
    assert told.alice.talked(seconds(13)) == seconds(10)
    assert not told.alice.has_another_call


def test_the_microphone_that_is_off_is_that_of_one_call() -> None:
    told = Told()
    muted: list[bool] = []
    told.moves("one", "up", "call", at=1)
    told.moves("alice", TALKS, at=1)
    for what in (
        Performed("mute on", 1),
        Moved("two", "call", "", "up"),
        Moved("two", "call", "up", "ended"),
        Performed("mute off", 1),
    ):
        told.happens(what, at=5)
        muted.append(told.alice.is_muted)
    assert muted == [True, False, True, False]


def test_an_intercom_call_may_begin_with_the_microphone_off() -> None:
    told = Told()
    told.moves("one", "up", "call")
    told.moves("alice", TALKS)
    told.happens(Shown("alice", "talks: bob (answered by itself, on the speaker, microphone off)"))
    assert told.alice.is_muted
    assert told.alice.party == "bob"


def test_keys_and_cables_that_leave_no_other_trace_are_read_from_what_was_done() -> None:
    told = Told()
    told.happens(Performed("dnd on", 1))
    told.happens(Performed("unplug", 2))
    assert (told.alice.does_not_disturb, told.alice.is_plugged_in) == (True, False)
    told.happens(Performed("dnd off", 3))
    told.happens(Performed("plug in", 4))
    assert (told.alice.does_not_disturb, told.alice.is_plugged_in) == (False, True)


def test_a_telephone_that_is_switched_off_and_on_does_what_its_file_says() -> None:
    told = Told()
    told.happens(Performed("dnd on", 1))
    told.moves("one", "invited", "call")
    told.happens(Performed("restart", 2))
    refused = told.alice.does_not_disturb
    told.moves("one", "ended", "call")
    told.happens(Performed("restart", 3))
    assert (refused, told.alice.does_not_disturb) == (True, False)


def test_a_second_call_that_rings_is_not_the_state_of_the_first() -> None:
    told = Told()
    told.moves("alice", TALKS)
    told.moves("alice second call", RINGS)
    assert (told.alice.state, told.alice.rings_beside) == (TALKS, True)
    told.moves("alice second call", "has no second call")
    assert not told.alice.rings_beside


def test_a_transfer_that_is_over_is_forgotten_with_the_next_call() -> None:
    told = Told()
    told.moves("one", "up", "call")
    told.moves("alice transfer", "has transferred")
    told.moves("one", "ended", "call")
    told.moves("alice", IDLE)
    assert told.alice.transfer == "has transferred"
    told.moves("two", "invited", "call")
    assert told.alice.transfer == ""


def test_how_a_key_left_and_what_became_of_it_are_told() -> None:
    told = Told()
    for payload, way in ((EVENT, Way.EVENT), (INFO, Way.INFO), (EVENT._replace(content="tone:5"), Way.TONE)):
        sent = told.happens(Sent(packet(payload)))
        assert told.alice.keys_sent[-1] == KeySent(sent, "5", way, "10.0.0.2")
    told.happens(Arrived(packet(EVENT), 0), host="bob")
    told.happens(Lost(packet(INFO), 1, "gone"))
    assert [(key.came, key.to) for key in told.alice.keys_sent] == [
        (Came.ARRIVED, "bob"),
        (Came.LOST, "10.0.0.2"),
        (Came.UNDER_WAY, "10.0.0.2"),
    ]


def test_a_repeated_info_and_a_voice_are_no_keys() -> None:
    told = Told()
    told.happens(Sent(packet(INFO), copy=True))
    told.happens(Sent(packet(EVENT._replace(content="voice:alice"))))
    told.happens(Sent(packet(EVENT._replace(content="tone:ringback"))))
    assert told.alice.keys_sent == ()


def test_a_key_of_the_other_side_is_heard_and_is_not_what_the_ear_hears_from_then_on() -> None:
    told = Told()
    told.happens(Heard("alice", "digit:7", "10.0.0.2:4000"))
    assert told.alice.keys_heard == (KeyHeard("7", "10.0.0.2:4000"),)
    assert told.alice.sound == SILENCE
