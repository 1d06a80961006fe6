"""The web server of a class: a page with a terminal, and behind each a session, which is a process of its own.

textual-serve has the terminal and starts the sessions; here is who may have one, and that each of them ends.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import join
from socket import socket
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

PAGE: Final = Path(__file__).parent / "page"
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
"""`style-src`: the terminal writes its own style sheet into the page. All else comes from this server, or not at all."""

GRACE: Final = 15
"""Seconds for what goes on when everything is to end: more than a session takes that has to be forced."""


class Classroom:
    """`session` is the command of one; a student's name is added to it where the proxy says it, in the header `named_in`."""

    def __init__(self, session: Sequence[str], most: int, origin: str | None, named_in: str | None) -> None:
        self._session = session
        self._most = most
        self._origin = origin
        self._named_in = named_in
        self._first = Server(_command(session))
        self._sessions: list[asyncio.Task[object]] = []

    def serve(self, listening: socket) -> None:
        """Until somebody ends it, by SIGINT or SIGTERM; then all sessions are over, too."""
        web.run_app(self._app(), sock=listening, print=None, access_log=None, shutdown_timeout=GRACE)

    def _app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._page),
                web.static("/page", PAGE),
                web.static("/static", self._first.statics_path),
                web.get("/ws", self._websocket),
                web.get("/download/{key}", self._first.handle_download),
            ]
        )
        app.on_response_prepare.append(_protect)
        app.on_shutdown.append(self._end)
        return app

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        if self._is_full:
            raise web.HTTPServiceUnavailable(text="All seats are taken. Come again when somebody has left.")
        return web.FileResponse(PAGE / "index.html")

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        """One session, as long as its page is open."""
        if not self._is_our_page(request):
            raise web.HTTPForbidden(text="A session begins at its own page only.")
        if self._is_full:
            raise web.HTTPServiceUnavailable(text="All seats are taken.")
        server = Server(_command([*self._session, *self._name(request)]))
        server.download_manager = self._first.download_manager
        task = asyncio.current_task()
        assert task is not None
        self._sessions.append(task)
        try:
            return await server.handle_websocket(request)
        finally:
            self._sessions.remove(task)

    @property
    def _is_full(self) -> bool:
        return len(self._sessions) >= self._most

    def _is_our_page(self, request: web.Request) -> bool:
        """Any page that a browser shows may open a WebSocket to anywhere (RFC 6455 section 10.2): the server has to look."""
        origin = request.headers.get("Origin", "")
        return origin == self._origin or urlsplit(origin).netloc == request.host

    def _name(self, request: web.Request) -> Sequence[str]:
        if self._named_in is None:
            return ()
        name = request.headers.get(self._named_in)
        if not name:
            raise web.HTTPForbidden(text=f"The proxy says no name: its header {self._named_in} is missing.")
        return ("--", name)

    async def _end(self, _app: web.Application) -> None:
        """Who has a session is not waited for: it is over."""
        sessions = list(self._sessions)
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)


def _command(words: Sequence[str]) -> str:
    """For the shell that textual-serve starts, which has nothing to do afterwards."""
    return f"exec {join(words)}"


async def _protect(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
