"""How other terminals reach a live lab: a local socket in a folder that only its user may enter, with one JSON object per line.

A request names what it wants in `do`; the answer has what was asked for, or `error`, a sentence.

    {"do": "about"}                                           what runs here
    {"do": "perform", "node": "freeswitch", "action": "sofia status"}
    {"do": "ladder", "width": 100}                            the ladder of what is kept
    {"do": "state"}                                           how much is alive: appointments, dialogs, connections
    {"do": "stop"}
"""

import socket
from collections.abc import Callable, Mapping
from functools import partial
from json import dumps, loads
from pathlib import Path
from typing import Final

from voiplab.live.connection import Connection
from voiplab.live.watch import Watch

LONGEST_REQUEST: Final = 64 << 10
MOST_CLIENTS: Final = 32
BACKLOG: Final = 8

Request = Mapping[str, object]
Reply = Callable[[Mapping[str, object]], None]
Serve = Callable[[Request, Reply], None]
"""Answers one request, now or later."""


class Control:
    """The server's side; `serve` carries requests out."""

    def __init__(self, watch: Watch, path: Path, serve: Serve) -> None:
        """OSError when the socket cannot be made."""
        self.path = path
        self._watch = watch
        self._serve = serve
        self._clients: dict[Connection, bytearray] = {}
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._sock.setblocking(False)
        self._sock.bind(str(path))
        path.chmod(0o600)
        self._sock.listen(BACKLOG)
        watch.add(self._sock, self._accept)

    def close(self) -> None:
        self._watch.close(self._sock)
        for client in list(self._clients):
            client.close()
        self.path.unlink(missing_ok=True)

    def _accept(self, _events: int) -> None:
        try:
            sock, _ = self._sock.accept()
        except OSError:
            return
        if len(self._clients) >= MOST_CLIENTS:
            sock.close()
            return
        sock.setblocking(False)
        client = Connection(self._watch, sock)
        self._clients[client] = bytearray()
        client.listen(partial(self._bytes, client))

    def _bytes(self, client: Connection, payload: bytes) -> None:
        if not payload:
            self._clients.pop(client, None)
            return
        unread = self._clients[client]
        unread += payload
        while (end := unread.find(b"\n")) >= 0:
            line = bytes(unread[:end])
            del unread[: end + 1]
            self._request(line, partial(_answer, client))
        if len(unread) > LONGEST_REQUEST:
            client.hang_up()

    def _request(self, line: bytes, reply: Reply) -> None:
        try:
            request = loads(line)
        except (
            ValueError,
            RecursionError,
        ):  # JSON that is wrong, or numbers that are too long, or lists that are too deep
            reply({"error": "a request is one JSON object on one line"})
            return
        if isinstance(request, dict):
            self._serve(request, reply)
        else:
            reply({"error": "a request is a JSON object"})


def _answer(client: Connection, answer: Mapping[str, object]) -> None:
    client.write(dumps(answer).encode() + b"\n")


class Unreachable(Exception):
    """No answer comes from a control socket; the message is a sentence."""


class Gone(Unreachable):
    """Nobody is there any more."""


def ask(path: Path, request: Request, timeout: float = 30) -> Mapping[str, object]:
    """The client's side: one request, one answer. Unreachable."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(timeout)
        try:
            sock.connect(str(path))
            sock.sendall(dumps(request).encode() + b"\n")
            with sock.makefile("rb") as lines:
                answer = lines.readline()
        except (ConnectionRefusedError, FileNotFoundError):
            raise Gone(f"no live lab is at {path}") from None
        except OSError as refused:
            raise Unreachable(f"no live lab answers at {path}: {refused.strerror or refused}") from None
    if not answer:
        raise Unreachable(f"the live lab at {path} has just ended")
    try:
        found = loads(answer)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreachable(f"what answers at {path} is no live lab")
    return found
