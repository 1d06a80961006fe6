"""Other terminals at a live lab: JSON by a local socket that only its user can reach."""

import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from json import dumps, loads
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from voiplab.live.connection import Connection
from voiplab.live.control import LONGEST_REQUEST, MOST_CLIENTS, Control, Gone, Reply, Request, Unreachable, ask
from voiplab.live.places import Unsafe, look_at, make_folder, running
from voiplab.live.watch import Watch


class Desk:
    """A control socket, and whoever talks with it, on one watch. What is asked for is answered with itself."""

    def __init__(self, path: Path) -> None:
        self.watch = Watch()
        self.control = Control(self.watch, path, self._serve)

    @staticmethod
    def _serve(request: Request, reply: Reply) -> None:
        reply({"heard": request})

    def client(self) -> "Client":
        return Client(self.watch, self.control.path)

    def until(self, so: Callable[[], object]) -> None:
        for _ in range(1_000):
            if so():
                return
            self.watch.wait(1)
        raise AssertionError("it never came to that")


class Client:
    def __init__(self, watch: Watch, path: Path) -> None:
        self.got = bytearray()
        self.is_closed = False
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(str(path))
        sock.setblocking(False)
        self._connection = Connection(watch, sock)
        self._connection.listen(self._take)

    def send(self, payload: bytes) -> None:
        self._connection.write(payload)

    def hang_up(self) -> None:
        self._connection.hang_up()

    def _take(self, payload: bytes) -> None:
        self.got += payload
        self.is_closed = self.is_closed or not payload

    @property
    def answers(self) -> list[object]:
        return [loads(line) for line in self.got.splitlines()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "own" / "live.sock")
    yield desk
    desk.control.close()
    desk.watch.close_all()


def test_a_request_is_a_line_and_so_is_its_answer(desk: Desk) -> None:
    client = desk.client()
    client.send(b'{"do": "about"}\n{"do": ')
    desk.until(lambda: client.got)
    client.send(b'"stop"}\n')
    desk.until(lambda: len(client.answers) == 2)
    assert client.answers == [{"heard": {"do": "about"}}, {"heard": {"do": "stop"}}]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"sofia status", "a request is one JSON object on one line"),
        (b"", "a request is one JSON object on one line"),
        (b'{"do": "about"', "a request is one JSON object on one line"),
        (b"\xff\xfe", "a request is one JSON object on one line"),
        (b"[" * 60_000, "a request is one JSON object on one line"),
        (b"1" * 5_000, "a request is one JSON object on one line"),
        (b'["about"]', "a request is a JSON object"),
        (b"null", "a request is a JSON object"),
    ],
)
def test_what_is_no_request_is_told_and_the_next_one_is_answered(desk: Desk, line: bytes, error: str) -> None:
    client = desk.client()
    client.send(line + b'\n{"do": "about"}\n')
    desk.until(lambda: client.got.count(b"\n") == 2)
    assert client.answers == [{"error": error}, {"heard": {"do": "about"}}]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary(max_size=200).filter(lambda line: b"\n" not in line))
def test_any_line_has_an_answer(desk: Desk, line: bytes) -> None:
    client = desk.client()
    client.send(line + b"\n")
    desk.until(lambda: client.got.count(b"\n") == 1)
    client.hang_up()


def test_a_line_without_end_ends_the_connection(desk: Desk) -> None:
    client = desk.client()
    client.send(b" " * (LONGEST_REQUEST + 1))
    desk.until(lambda: client.is_closed)
    assert not client.got


def test_more_clients_than_there_are_places_are_turned_away(desk: Desk) -> None:
    clients = []
    for _ in range(MOST_CLIENTS):
        clients.append(desk.client())
        desk.until(partial(_answered, clients[-1]))
    turned_away = desk.client()
    desk.until(lambda: turned_away.is_closed)
    clients[0].hang_up()
    desk.watch.wait(1)
    late = desk.client()
    desk.until(lambda: _answered(late))


def _answered(client: Client) -> bool:
    if not client.got:
        client.send(b"{}\n")
    return bool(client.got)


def test_only_its_user_can_reach_it(desk: Desk) -> None:
    path = desk.control.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_closing_takes_the_socket_away_and_ends_all_connections(desk: Desk) -> None:
    client = desk.client()
    desk.until(lambda: _answered(client))
    desk.control.close()
    desk.until(lambda: client.is_closed)
    assert not desk.control.path.exists()
    with pytest.raises(Gone, match="no live lab is at"):
        ask(desk.control.path, {"do": "about"})
    desk.control = Control(desk.watch, desk.control.path, desk._serve)


@contextmanager
def somebody_says(path: Path, words: bytes) -> Iterator[None]:
    """Somebody at a control socket who says one thing, whatever the question is."""
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(path))
        listener.listen()

        def answer() -> None:
            with closing(listener.accept()[0]) as connection:
                connection.recv(1_000)
                connection.sendall(words)

        thread = Thread(target=answer)
        thread.start()
        yield
        thread.join()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this user's control sockets."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "voiplab"


def test_the_folder_is_made_for_its_user_alone(home: Path) -> None:
    make_folder()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_folder_that_others_may_enter_is_refused(home: Path) -> None:
    home.mkdir(mode=0o755)
    with pytest.raises(Unsafe, match=r"has to be a folder of your own that only you may enter \(chmod 700\)"):
        make_folder()
    with pytest.raises(Unsafe):
        running()


def test_a_folder_of_somebody_else_is_refused(home: Path) -> None:
    make_folder()
    look_at(home, home.stat().st_uid)
    with pytest.raises(Unsafe):
        look_at(home, home.stat().st_uid + 1)


def test_a_link_to_a_folder_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    home.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unsafe):
        make_folder()


def test_without_a_folder_nothing_is_running(home: Path) -> None:
    assert not home.exists()
    assert running() == ()


def test_sockets_and_pipes_of_labs_that_are_dead_are_taken_away(home: Path) -> None:
    make_folder()
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(home / "live-1.sock"))
    dead.close()
    (home / "live-1" / "opensips").mkdir(parents=True)
    os.mkfifo(home / "live-1" / "opensips" / "opensips_fifo")
    assert running() == []
    assert list(home.iterdir()) == []


def test_a_lab_that_is_busy_keeps_its_socket(home: Path) -> None:
    make_folder()
    busy = socket.socket(socket.AF_UNIX)
    busy.bind(str(home / "live-1.sock"))
    busy.listen()
    with pytest.raises(Unreachable, match="no live lab answers at"):
        ask(home / "live-1.sock", {"do": "about"}, timeout=0.01)
    assert running(patience=0.01) == []
    assert (home / "live-1.sock").exists()
    busy.close()


@pytest.mark.parametrize(
    ("words", "says"), [(b"", "has just ended"), (b"220 smtp ready\n", "is no live lab"), (b"[]\n", "is no live lab")]
)
def test_an_answer_that_no_lab_gives_is_told(home: Path, words: bytes, says: str) -> None:
    make_folder()
    with somebody_says(home / "live-1.sock", words), pytest.raises(Unreachable, match=says):
        ask(home / "live-1.sock", {"do": "about"})


def test_the_labs_that_run_are_found_with_their_targets(home: Path) -> None:
    make_folder()
    with somebody_says(home / "live-1.sock", dumps({"target": "prack-enable"}).encode() + b"\n"):
        assert running() == [(home / "live-1.sock", "prack-enable")]
