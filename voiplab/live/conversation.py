"""A TCP connection and the stream that stands for the program at its other end: bytes become whole messages in between."""

from collections.abc import Callable
from enum import Enum
from functools import partial

from voiplab.live.agenda import Agenda
from voiplab.live.connection import Connection
from voiplab.live.limits import PATIENCE
from voiplab.net.address import Address
from voiplab.net.stream import Stream
from voiplab.sip.framing import Framer, Unframed


class Acquaintance(Enum):
    STRANGER = "has not said a whole message yet"
    KNOWN = "has said one, or was called by us"


class Conversation:
    """`ended` is called once, when the connection is closed, whoever closed it."""

    def __init__(
        self,
        connection: Connection,
        acquaintance: Acquaintance,
        agenda: Agenda,
        ended: Callable[["Conversation"], None],
    ) -> None:
        self.acquaintance = acquaintance
        self._connection = connection
        self._agenda = agenda
        self._ended = ended
        self._framer = Framer()
        self._patience: int | None = None
        """The ticket of the moment at which the connection is given up."""

    @property
    def local(self) -> Address:
        return self._connection.local

    @property
    def remote(self) -> Address:
        return self._connection.remote

    def follow(self, stream: Stream) -> None:
        """From now on what arrives is said by the stream, a whole message at a time."""
        if self.acquaintance is Acquaintance.STRANGER:
            self._wait()
        self._connection.listen(partial(self._bytes, stream))

    def write(self, payload: bytes) -> None:
        self._connection.write(payload)

    def close(self) -> None:
        self._wait()
        self._connection.close()

    def hang_up(self) -> None:
        self._connection.hang_up()

    def _bytes(self, stream: Stream, payload: bytes) -> None:
        if not payload:
            self._wait_no_longer()
            self._ended(self)
            self._agenda.at_once(stream.close)
            return
        messages = self._framer.feed(payload)
        for message in messages:
            whole = message.data if isinstance(message, Unframed) else message
            self._agenda.at_once(partial(_say, stream, whole))
        if messages:
            self.acquaintance = Acquaintance.KNOWN
            self._wait_no_longer()
        if self._framer.is_waiting and self._patience is None:
            self._wait()

    def _wait(self) -> None:
        self._wait_no_longer()
        self._patience = self._agenda.after(PATIENCE, self._connection.hang_up)

    def _wait_no_longer(self) -> None:
        if self._patience is not None:
            self._agenda.cancel(self._patience)
            self._patience = None


def _say(stream: Stream, payload: bytes) -> None:
    stream.send(payload)
