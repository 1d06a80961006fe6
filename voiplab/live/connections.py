"""TCP at the edge: real connections, a bounded number of them, each with a stream that stands for the program out there."""

import errno
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from voiplab.live.agenda import Agenda
from voiplab.live.connection import Connection, connecting
from voiplab.live.conversation import Acquaintance, Conversation
from voiplab.live.limits import MOST_CONNECTIONS
from voiplab.live.sockets import CannotOpen, bound
from voiplab.live.watch import Watch
from voiplab.net.address import Address
from voiplab.net.edge import Opened
from voiplab.net.network import Network
from voiplab.net.stream import accept

NOTHING: Final = Path(os.devnull)
FULL: Final = (errno.EMFILE, errno.ENFILE)


class Connections:
    """`remark` is given a sentence when somebody is turned away."""

    def __init__(self, watch: Watch, network: Network, agenda: Agenda, remark: Callable[[str], None]) -> None:
        self._watch = watch
        self._network = network
        self._agenda = agenda
        self._remark = remark
        self._listeners: dict[Address, socket.socket] = {}
        self._conversations: dict[Conversation, None] = {}
        """In the order in which they began."""
        self._spare = NOTHING.open("rb")
        """A file to give up when the system has no more for us, so that who waits can be turned away."""

    def __len__(self) -> int:
        return len(self._conversations)

    @property
    def ports(self) -> list[Address]:
        return list(self._listeners)

    def open(self, at: Address) -> None:
        """CannotOpen."""
        sock = bound(socket.SOCK_STREAM, at)
        sock.listen(MOST_CONNECTIONS)
        self._listeners[at] = sock
        self._watch.add(sock, partial(self._knocked, sock))

    def close(self, at: Address) -> None:
        self._watch.close(self._listeners.pop(at))

    def close_all(self) -> None:
        """What is watched is closed by its watch."""
        self._spare.close()

    # Somebody comes

    def _knocked(self, listener: socket.socket, _events: int) -> None:
        try:
            sock, remote = listener.accept()
        except OSError as refused:
            if refused.errno in FULL:
                self._turn_away(listener)
            return
        sock.setblocking(False)
        local = Address(*sock.getsockname()[:2])
        self._agenda.at_once(partial(self._accept, Connection(self._watch, sock, local, Address(*remote[:2]))))

    def _turn_away(self, listener: socket.socket) -> None:
        self._spare.close()
        try:
            listener.accept()[0].close()
        except OSError:
            pass  # it has gone by itself
        self._spare = NOTHING.open("rb")
        self._remark("the system gives us no more sockets: connections are turned away")

    def _accept(self, connection: Connection) -> None:
        if len(self) >= MOST_CONNECTIONS and not self._make_room():
            self._remark(
                f"{MOST_CONNECTIONS} TCP connections are open, and a live lab keeps no more: others are turned away"
            )
            connection.hang_up()
            return
        conversation = self._conversation(connection, Acquaintance.STRANGER)
        stream = accept(self._network, connection.remote, conversation)
        if isinstance(stream, str):
            self._remark(stream)
            connection.hang_up()
        else:
            self._conversations[conversation] = None
            conversation.follow(stream)

    def _make_room(self) -> bool:
        """Who came first and has said nothing has to go: so nobody can keep all places without saying anything."""
        silent = (one for one in self._conversations if one.acquaintance is Acquaintance.STRANGER)
        longest = next(silent, None)
        if longest is None:
            return False
        longest.hang_up()
        return True

    # We go to somebody

    def connect(self, ip: str, remote: Address, opened: Opened) -> None:
        try:
            sock = bound(socket.SOCK_STREAM, Address(ip, 0))
        except CannotOpen as refused:
            opened(str(refused))
            return
        connecting(self._watch, sock, remote, lambda far: self._agenda.at_once(partial(self._connected, opened, far)))

    def _connected(self, opened: Opened, far: Connection | str) -> None:
        if isinstance(far, str):
            opened(far)
            return
        conversation = self._conversation(far, Acquaintance.KNOWN)
        stream = opened(conversation)
        if stream is not None:
            self._conversations[conversation] = None
            conversation.follow(stream)

    def _conversation(self, connection: Connection, acquaintance: Acquaintance) -> Conversation:
        return Conversation(connection, acquaintance, self._agenda, self._ended)

    def _ended(self, conversation: Conversation) -> None:
        self._conversations.pop(conversation, None)
