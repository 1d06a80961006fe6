"""`voiplab serve`: who may have a session, and that each of them ends."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientResponseError, ClientSession, ClientWebSocketResponse, WSMsgType

from tests.cli.command import voiplab
from tests.cli.seats import until_free
from tests.interop.program import ENVIRONMENT, Running, run

PATIENCE: Final = 60.0
"""Seconds: a session imports all of the application, perhaps on a busy machine."""

Open = Callable[..., "Served"]
Story = Callable[[ClientSession], Awaitable[None]]


class Served:
    def __init__(self, folder: Path, options: tuple[str, ...]) -> None:
        self.students = folder / "students"
        command = [sys.executable, "-m", "voiplab", "serve", str(self.students), "--port", "0", *options]
        self.child = Running(command, folder, ENVIRONMENT)

    def attend(self, story: Story) -> None:
        self.url = self.child.err.until(lambda line: line.startswith("http://"), "address", PATIENCE).split()[0]

        async def play() -> None:
            async with ClientSession(self.url) as client, asyncio.timeout(PATIENCE):
                await story(client)

        asyncio.run(play())


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as children:

        def start(*options: str) -> Served:
            served = Served(tmp_path, options)
            children.enter_context(served.child)
            return served

        yield start


async def until(page: ClientWebSocketResponse, text: str) -> None:
    """Until it has come over the wire, as a page would get it."""
    seen = b""
    async for message in page:
        if message.type is WSMsgType.BINARY:
            seen += message.data
            if text.encode() in seen:
                return
    raise AssertionError(f"the session ended without {text!r}")


async def sit_down(page: ClientWebSocketResponse, name: str) -> None:
    await until(page, "Your name.")
    await page.send_json(["stdin", f"{name}\r"])
    await until(page, "Esc")


def origin(served: Served) -> dict[str, str]:
    return {"Origin": served.url.rstrip("/")}


async def status(client: ClientSession, headers: dict[str, str]) -> int:
    """With which a session is refused."""
    with pytest.raises(ClientResponseError) as refused:
        await client.ws_connect("/ws", headers=headers)
    return refused.value.status


# The command


def test_an_address_that_others_reach_has_to_be_wanted(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.0.2.7", "::", "example.net"):
        said = voiplab("serve", tmp_path / "class", "--host", host)
        assert said.code == 2
        assert f"others can reach {host}: say --allow-network" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = voiplab("serve", tmp_path, "--port", port)
    assert said.code == 2
    assert f"it cannot listen at 127.0.0.1 port {port}: Address already in use" in said.err
    assert "http://" not in said.err


def test_an_address_that_is_not_of_this_machine_is_said_in_one_sentence(tmp_path: Path) -> None:
    said = voiplab("serve", tmp_path, "--host", "192.0.2.7", "--allow-network")
    assert said.code == 2
    assert "it cannot listen at 192.0.2.7 port 8000: " in said.err


# Its pages


def test_the_page_names_no_other_server(serve: Open) -> None:
    served = serve()

    async def story(client: ClientSession) -> None:
        for path in ("/", "/page/page.css", "/page/page.js", "/page/begin.js"):
            async with client.get(path) as answer:
                assert answer.status == 200
                assert "//" not in (await answer.text()).replace("// ", "")
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        async with client.get("/static/js/textual.js") as answer:
            assert answer.status == 200
        async with client.get("/download/0123") as answer:
            assert answer.status == 404

    served.attend(story)
    assert served.child.terminate().code == 0


def test_no_page_of_another_server_has_a_session(serve: Open) -> None:
    served = serve()

    async def story(client: ClientSession) -> None:
        assert await status(client, {"Origin": "http://example.net"}) == 403
        assert await status(client, {"Origin": "null"}) == 403
        assert await status(client, {}) == 403

    served.attend(story)


def test_behind_a_proxy_the_page_has_the_origin_that_was_said_and_the_name_that_the_proxy_says(serve: Open) -> None:
    served = serve("--origin", "https://class.example.net", "--user-header", "X-Remote-User")
    proxied = {"Origin": "https://class.example.net"}

    async def story(client: ClientSession) -> None:
        assert await status(client, proxied) == 403
        async with client.ws_connect("/ws", headers={**proxied, "X-Remote-User": "ada; touch hacked"}) as page:
            await until(page, "A name is letters")
        async with client.ws_connect("/ws", headers={**proxied, "X-Remote-User": "Ada"}) as page:
            await until(page, "Esc")
        await until_free(served.students, "ada")

    served.attend(story)
    assert [path.name for path in served.students.iterdir()] == ["ada"]


def test_there_are_no_more_sessions_than_seats(serve: Open) -> None:
    served = serve("--seats", "1")

    async def story(client: ClientSession) -> None:
        async with client.ws_connect("/ws", headers=origin(served)) as page:
            await until(page, "Your name.")
            assert await status(client, origin(served)) == 503
            async with client.get("/") as answer:
                assert (answer.status, "All seats are taken." in await answer.text()) == (503, True)

    served.attend(story)


# Its end


def test_a_seat_is_free_when_its_page_is_closed(serve: Open) -> None:
    served = serve()

    async def story(client: ClientSession) -> None:
        async with client.ws_connect("/ws", headers=origin(served)) as page:
            await sit_down(page, "Ada")
        await until_free(served.students, "ada")

    served.attend(story)


@pytest.mark.parametrize(
    ("kill", "how"),
    [
        pytest.param(os.killpg, signal.SIGINT, id="ctrl+c, which sessions get as well"),
        pytest.param(os.kill, signal.SIGTERM, id="SIGTERM"),
        pytest.param(os.kill, signal.SIGKILL, id="SIGKILL"),
    ],
)
def test_when_the_server_ends_all_sessions_do_however_it_ended(
    kill: Callable[[int, int], None], how: signal.Signals, serve: Open
) -> None:
    served = serve()

    async def story(client: ClientSession) -> None:
        async with client.ws_connect("/ws", headers=origin(served)) as page:
            await sit_down(page, "Ada")
            kill(served.child.process, how)
            await until_free(served.students, "ada")

    served.attend(story)
    ended = served.child.wait()
    if how is not signal.SIGKILL:
        assert (ended.code, ended.err.splitlines()[-1]) == (0, "All sessions have ended.")


def test_a_session_gets_no_more_memory_than_its_share(tmp_path: Path) -> None:
    script = "from voiplab.cli.kiosk import MOST_MEMORY, bound_memory; bound_memory(); bytearray(MOST_MEMORY)"
    ended = run([sys.executable, "-c", script], tmp_path)
    assert (ended.code, ended.err.splitlines()[-1]) == (1, "MemoryError")
