"""baresip without a terminal and without a sound card: its configuration, and its control port, which tells what happens."""

import json
import socket
from collections.abc import Callable, Iterator, Mapping
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
    ";regint=60;answermode=manual;audio_codecs=PCMU;dtmfmode={digits}\n"
)


class Account(NamedTuple):
    user: str
    password: str
    registrar: Address
    transport: str = "udp"
    digits: str = "rtpevent"


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
        self.events: list[Mapping[str, Any]] = []

    def __enter__(self) -> "Baresip":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._control.close()
        self._child.kill()

    def command(self, name: str, params: str = "") -> str:
        """What it answers; AssertionError when it refuses."""
        text = json.dumps({"command": name, "params": params, "token": name}).encode()
        self._control.sendall(b"%d:%b," % (len(text), text))
        answer = next(one for one in self._messages() if one.get("token") == name)
        assert answer["ok"], answer
        return str(answer["data"])

    def until(self, kind: str, fits: Callable[[Mapping[str, Any]], object] = bool) -> Mapping[str, Any]:
        """The next event of that type: REGISTER_OK, CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED ..."""
        while self.events:
            event = self.events.pop(0)
            if event["type"] == kind and fits(event):
                return event
        for message in self._messages():
            if message.get("event") and self.events.pop(0)["type"] == kind and fits(message):
                return message
        raise NeverCame(kind)

    def quit(self) -> Ended:
        self.command("quit")
        return self._child.wait()

    def _messages(self) -> Iterator[Mapping[str, Any]]:
        """Netstrings: LENGTH:JSON, one after the other. Events are kept."""
        while True:
            length, colon, rest = self._arrived.partition(b":")
            if colon and len(rest) > int(length):
                self._arrived = rest[int(length) + 1 :]
                message = json.loads(rest[: int(length)])
                if message.get("event"):
                    self.events.append(message)
                yield message
                continue
            more = self._control.recv(65_536)
            if not more:
                raise NeverCame("anything more from baresip: it closed the connection")
            self._arrived += more
