"""baresip without a terminal and without a sound card: its configuration, and its control port, which tells what happens."""

import json
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

from tests.interop.lines import PATIENCE, NeverCame
from tests.interop.program import Ended, Running
from voiplab.net.address import Address

_CONTROL: Final = 4444
_MODULES: Final = "/usr/lib/baresip/modules"

_CONFIG: Final = """\
sip_listen {at}
net_interface {at.ip}
rtp_ports 20000-30000
ausrc_srate 48000
ausrc_channels 2
auplay_srate 8000
audio_source ausine,440
audio_player aubridge,nil
audio_alert aubridge,nil
ctrl_tcp_listen {control}
module_path {modules}
module g711.so
module ausine.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
"""

_ACCOUNT: Final = (
    '<sip:{user}@{registrar.ip}>;auth_user={user};auth_pass={password};outbound="sip:{registrar};transport={transport}"'
    ";regint=60;answermode=manual;audio_codecs=PCMU\n"
)


class Account(NamedTuple):
    user: str
    password: str
    registrar: Address
    transport: str = "udp"


class Baresip:
    """Used with `with`. `command` types what one would type after `/`; `until` waits for an event."""

    def __init__(self, folder: Path, at: Address, account: Account) -> None:
        home = folder / f"baresip-{at.ip}"
        home.mkdir()
        control = Address(at.ip, _CONTROL)
        (home / "config").write_text(_CONFIG.format(at=at, control=control, modules=_MODULES))
        (home / "accounts").write_text(_ACCOUNT.format(**account._asdict()))
        (home / "contacts").write_text("")
        self._child = Running(["baresip", "-f", str(home), "-v", "-s"], folder)
        self._child.out.until(lambda line: "baresip is ready" in line, "ready line of baresip")
        self._control = socket.create_connection(control, PATIENCE)
        self._arrived = b""
        self._events: list[Mapping[str, Any]] = []

    def __enter__(self) -> "Baresip":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._control.close()
        self._child.kill()

    def command(self, name: str, params: str = "") -> str:
        """What it answers; AssertionError when it refuses."""
        text = json.dumps({"command": name, "params": params, "token": name}).encode()
        self._control.sendall(b"%d:%b," % (len(text), text))
        while (answer := self._next()).get("token") != name:
            self._events.append(answer)
        assert answer["ok"], answer
        return str(answer["data"])

    def until(self, kind: str) -> Mapping[str, Any]:
        """The next event of that type: CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED ..."""
        while (event := self._events.pop(0) if self._events else self._next())["type"] != kind:
            pass
        return event

    def wait_until_registered(self) -> None:
        """Asked until it says so: the event may have been before anybody listened."""
        deadline = time.monotonic() + PATIENCE
        while "OK" not in self.command("reginfo"):
            assert time.monotonic() < deadline, self.command("reginfo")

    def quit(self) -> Ended:
        self.command("quit")
        return self._child.wait()

    def _next(self) -> Mapping[str, Any]:
        """An answer or an event. They come as netstrings, LENGTH:JSON, one after the other."""
        while True:
            length, colon, rest = self._arrived.partition(b":")
            if colon and len(rest) > int(length):
                self._arrived = rest[int(length) + 1 :]
                message: dict[str, Any] = json.loads(rest[: int(length)])
                return message
            more = self._control.recv(65_536)
            if not more:
                raise NeverCame("baresip closed the connection")
            self._arrived += more
