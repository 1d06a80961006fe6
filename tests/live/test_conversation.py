"""How long a connection is waited for: from when on, and for what."""

import socket
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.live.stage import HastyClock
from tests.net.wires import ALICE, BOB, lan, network
from voiplab.live.agenda import Agenda
from voiplab.live.connection import Connection
from voiplab.live.conversation import Acquaintance, Conversation
from voiplab.live.limits import MOST_UNSENT, PATIENCE
from voiplab.live.watch import Watch
from voiplab.net.stream import Stream
from voiplab.sim.moment import Duration, seconds

MESSAGE = b"OPTIONS sip:x SIP/2.0\r\nContent-Length: 0\r\n\r\n"


class Talk:
    """A conversation on a clock that a test sets; `other` is the bare socket at its far end."""

    def __init__(self, acquaintance: Acquaintance) -> None:
        self.watch = Watch()
        self.network = network(lan())
        self.clock = HastyClock()
        self.other, ours = socket.socketpair()
        ours.setblocking(False)
        self.other.setblocking(False)
        self.ended: list[Conversation] = []
        agenda = Agenda(self.network.kernel, self.clock)
        connection = Connection(self.watch, ours, ALICE, BOB)
        self.conversation = Conversation(connection, acquaintance, agenda, self.ended.append)
        self.conversation.follow(Stream(self.network, "bob", BOB, ALICE))

    def says(self, payload: bytes) -> None:
        self.other.send(payload)
        self.watch.wait(1)

    def wait(self, duration: Duration) -> None:
        """The clock goes on; the run does what is due, and stands where something was."""
        self.clock.ahead += duration
        kernel = self.network.kernel
        while (upcoming := kernel.next_moment()) is not None and upcoming <= self.clock.now():
            kernel.step()

    @property
    def is_over(self) -> bool:
        return bool(self.ended)


@pytest.fixture
def talk() -> Iterator[Callable[[Acquaintance], Talk]]:
    talks: list[Talk] = []

    def begin(acquaintance: Acquaintance) -> Talk:
        talks.append(Talk(acquaintance))
        return talks[-1]

    yield begin
    for one in talks:
        one.conversation.hang_up()
        one.other.close()
        one.watch.close_all()


Begin = Callable[[Acquaintance], Talk]
ALMOST = PATIENCE - seconds(1)


def test_a_stranger_has_so_long_for_its_first_message(talk: Begin) -> None:
    one = talk(Acquaintance.STRANGER)
    one.wait(ALMOST)
    assert not one.is_over
    one.wait(seconds(2))
    assert one.is_over


def test_pieces_of_a_message_win_no_time(talk: Begin) -> None:
    one = talk(Acquaintance.STRANGER)
    for _ in range(5):
        one.says(b"x")
        one.wait(PATIENCE // 5 + seconds(1))
    assert one.is_over


def test_a_message_counts_from_its_beginning_however_long_it_was_silent_before(talk: Begin) -> None:
    one = talk(Acquaintance.KNOWN)
    one.wait(100 * PATIENCE)
    one.says(MESSAGE[:10])
    one.wait(ALMOST)
    assert not one.is_over
    one.says(MESSAGE[10:])
    one.wait(100 * PATIENCE)
    assert not one.is_over


def test_each_message_has_its_own_time(talk: Begin) -> None:
    one = talk(Acquaintance.STRANGER)
    for _ in range(5):
        one.says(MESSAGE + MESSAGE[:10])
        one.wait(ALMOST)
        one.says(MESSAGE[10:])
    assert not one.is_over
    one.says(MESSAGE[:10])
    one.wait(PATIENCE + seconds(1))
    assert one.is_over


def test_who_does_not_read_our_last_words_is_given_up(talk: Begin) -> None:
    one = talk(Acquaintance.KNOWN)
    one.conversation.write(bytes(MOST_UNSENT))
    one.conversation.close()
    one.wait(ALMOST)
    assert not one.is_over
    one.wait(seconds(2))
    assert one.is_over


def test_the_end_is_told_once_and_leaves_no_appointment(talk: Begin) -> None:
    one = talk(Acquaintance.STRANGER)
    one.other.close()
    one.watch.wait(1)
    one.conversation.hang_up()
    assert one.ended == [one.conversation]
    one.wait(0)
    assert one.network.kernel.pending == 0


def test_a_delay_counts_from_now_and_not_from_where_the_run_stands() -> None:
    clock, net = HastyClock(), network(lan())
    agenda = Agenda(net.kernel, clock)
    clock.ahead = seconds(100)
    happened: list[str] = []
    agenda.after(seconds(5), partial(happened.append, "later"))
    agenda.at_once(partial(happened.append, "at once"))
    net.kernel.run_until(seconds(102))
    assert happened == ["at once"]
    net.kernel.run_until(seconds(106))
    assert happened == ["at once", "later"]
