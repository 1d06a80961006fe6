"""Chromium without a window, driven over its DevTools protocol: pages opened, keys pressed, the terminal's text read."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.interop.program import Running

OPTIONS: Final[Sequence[str]] = (
    "--headless=new",
    "--no-sandbox",  # which Chromium needs to run as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # as where there is no internet
    "--window-size=1400,900",
    "--remote-debugging-port=0",
    "about:blank",
)

KEYS: Final = {
    "enter": ("Enter", 13, "\r"),
    "escape": ("Escape", 27, ""),
    "down": ("ArrowDown", 40, ""),
}
"""What Chromium calls them: key, code of Windows, text."""

PATIENCE: Final = 30.0
"""Seconds for one thing to come: a browser, a server and a session share two busy processors."""

CONTROL: Final = 2
"""Among the modifiers of a key."""

FIND_TERMINAL: Final = """
    window.terminal = new Promise((resolve) => {
        Object.defineProperty(Object.prototype, "fitAddon", {
            configurable: true,
            set(addon) {
                Object.defineProperty(this, "fitAddon", {value: addon});
                resolve(this.terminal);
            },
        });
    });
    window.textOf = ({buffer: {active}}) =>
        Array.from({length: active.length}, (_, row) => active.getLine(row).translateToString(true)).join("\\n");
    window.text = async () => window.textOf(await window.terminal);
    window.until = async (text, isThere) => {
        const terminal = await window.terminal;
        await new Promise((resolve) => {
            const look = () => window.textOf(terminal).includes(text) === isThere && resolve();
            terminal.onWriteParsed(look);
            look();
        });
    };
    window.over = () => new Promise((resolve) => {
        const look = () => document.body.matches(".-closed") && resolve();
        new MutationObserver(look).observe(document.body, {attributes: true});
        look();
    });
"""
"""The page keeps its terminal, an xterm.js, to itself; it is seen when that is given its addons."""


class Trouble(AssertionError):
    """What the browser says of a command, or what a page shows instead of what was waited for."""


class DevTools:
    """Commands and their answers, over one WebSocket; of what Chromium tells unasked, the end of downloads is heard."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._downloaded = asyncio.Event()

    async def read(self) -> None:
        async for message in self._socket:
            said = message.json()
            if said.get("method") == "Browser.downloadProgress" and said["params"]["state"] == "completed":
                self._downloaded.set()
            waiting = self._waiting.pop(said.get("id", 0), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(said)

    async def ask(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        self._waiting[number] = answer = asyncio.get_running_loop().create_future()
        addressed = {} if session is None else {"sessionId": session}
        await self._socket.send_json({"id": number, "method": method, "params": params, **addressed})
        said = await asyncio.wait_for(answer, PATIENCE)
        if "error" in said:
            raise Trouble(f"{method}: {said['error']['message']}")
        result: dict[str, Any] = said["result"]
        return result

    async def until_downloaded(self) -> None:
        await asyncio.wait_for(self._downloaded.wait(), PATIENCE)
        self._downloaded.clear()


class Page:
    """A tab with the terminal in it."""

    def __init__(self, tools: DevTools, target: str, session: str) -> None:
        self._tools = tools
        self._target = target
        self._session = session

    async def evaluate(self, script: str) -> Any:
        said = await self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise Trouble(f"{script}: {said['exceptionDetails']}")
        return said["result"].get("value")

    async def sees(self) -> str:
        text = await self.evaluate("window.text()")
        return str(text)

    async def until(self, text: str) -> None:
        """Until it stands on the screen."""
        await self._until(text, "true")

    async def until_gone(self, text: str) -> None:
        await self._until(text, "false")

    async def _until(self, text: str, is_there: str) -> None:
        try:
            await self.evaluate(f"window.until({dumps(text)}, {is_there})")
        except TimeoutError:
            raise Trouble(f"{text!r} there: never {is_there}; there is:\n{await self.sees()}") from None

    async def until_over(self) -> None:
        """Until the page knows that its session has ended."""
        await self.evaluate("window.over()")

    async def press(self, *names: str) -> None:
        """`enter`, `ctrl+o`, or a character."""
        for name in names:
            last = name.removeprefix("ctrl+")
            key, code, text = KEYS[last] if last in KEYS else (last, ord(last.upper()) if last.isalnum() else 0, last)
            how = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 0 if name == last else CONTROL}
            await self._ask("Input.dispatchKeyEvent", type="keyDown", text=text if name == last else "", **how)
            await self._ask("Input.dispatchKeyEvent", type="keyUp", **how)

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def close(self) -> None:
        await self._tools.ask("Target.closeTarget", targetId=self._target)

    async def _ask(self, method: str, **params: object) -> dict[str, Any]:
        return await self._tools.ask(method, self._session, **params)


class Chromium:
    def __init__(self, tools: DevTools) -> None:
        self._tools = tools

    async def allow(self, downloads: Path) -> None:
        """Files from any page, and the clipboard to it."""
        ask = self._tools.ask
        await ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads), eventsEnabled=True)
        await ask("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])

    async def until_downloaded(self) -> None:
        await self._tools.until_downloaded()

    async def open(self, url: str) -> Page:
        """A new tab; the terminal in it has begun."""
        target = (await self._tools.ask("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self._tools.ask("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        await self._tools.ask("Page.enable", session)
        await self._tools.ask("Page.addScriptToEvaluateOnNewDocument", session, source=FIND_TERMINAL)
        await self._tools.ask("Page.navigate", session, url=url)
        return Page(self._tools, target, session)


@contextmanager
def running(profile: Path) -> Iterator[str]:
    """Chromium, and the address of its DevTools."""
    with Running(["chromium", f"--user-data-dir={profile}", *OPTIONS], profile) as child:
        said = child.err.until(lambda line: line.startswith("DevTools listening on "), "DevTools of Chromium", PATIENCE)
        yield said.split()[-1]


@asynccontextmanager
async def driven(address: str) -> AsyncIterator[Chromium]:
    async with ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
        tools = DevTools(socket)
        reading = asyncio.create_task(tools.read())
        yield Chromium(tools)
        reading.cancel()
