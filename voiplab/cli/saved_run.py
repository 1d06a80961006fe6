"""A run that was saved with `voiplab run --json --out FILE`, read back so that another one can be laid against it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import Final, NamedTuple

from voiplab.explain.as_json import SCHEMA
from voiplab.explain.messages import Messages
from voiplab.net.address import Address
from voiplab.net.packet import Packet, Transport
from voiplab.recording.events import Arrived, EventId, Lost, Sent
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment
from voiplab.text.place import ConfigError, Place

MOST_OCTETS: Final = 64 << 20


@dataclass(frozen=True)
class SavedMessage:
    """Of what a run says of a message, that which went over the wire. Not a pydantic model: those read no bytes but UTF-8."""

    at: Moment
    source: str
    target: str
    packet: Packet
    arrived: Moment | None
    lost: str | None

    @classmethod
    def read(cls, given: object) -> "SavedMessage":
        """KeyError, TypeError, ValueError."""
        message = table(given)
        arrived, lost = message["arrived"], message["lost"]
        packet = Packet(
            Transport(message["transport"]),
            _address(text(message["src"])),
            _address(text(message["dst"])),
            text(message["raw"]).encode("utf-8", "surrogateescape"),
        )
        return cls(
            moment(message["t"]),
            text(message["from"]),
            text(message["to"]),
            packet,
            None if arrived is None else moment(arrived),
            None if lost is None else text(lost),
        )


def table(given: object) -> dict[str, object]:
    if not isinstance(given, dict):
        raise TypeError("an object is expected")
    return given


def text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError("a text is expected")
    return given


def listed(given: object) -> list[object]:
    if not isinstance(given, list):
        raise TypeError("a list is expected")
    return given


def moment(given: object) -> Moment:
    if not isinstance(given, int | float) or not 0 <= given < 1e9:
        raise TypeError("a time in seconds is expected")
    return round(given * 1_000_000)


class Happening(NamedTuple):
    """Something that befell message `n`; it is sent before it ends."""

    at: Moment
    n: int
    is_end: bool


def read_run(path: Path) -> Messages:
    """ConfigError when the file holds no run."""
    content = path.read_bytes()
    if len(content) > MOST_OCTETS:
        raise ConfigError(
            Place(path.name, 1), f"at most {MOST_OCTETS} bytes are expected, and the file has {len(content)}"
        )
    try:
        run = table(loads(content))
        messages = [SavedMessage.read(one) for one in listed(run["messages"])]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ConfigError(Place(path.name, 1), "a run is expected, as `voiplab run --json` writes it") from None
    if run.get("schema") != SCHEMA:
        raise ConfigError(Place(path.name, 1), f"a run in the form {SCHEMA} is expected")
    return Messages(_recording(messages), {message.packet.target.ip: message.target for message in messages})


def _recording(messages: Sequence[SavedMessage]) -> Recording:
    recording = Recording()
    sent: dict[int, EventId] = {}
    for at, n, is_end in sorted(_happenings(messages)):
        message = messages[n]
        if not is_end:
            sent[n] = recording.append(at, message.source, None, None, Sent(message.packet))
        elif message.lost is None:
            recording.append(at, message.target, None, None, Arrived(message.packet, sent[n]))
        else:
            recording.append(at, message.source, None, None, Lost(message.packet, sent[n], message.lost))
    return recording


def _happenings(messages: Sequence[SavedMessage]) -> Iterator[Happening]:
    for n, message in enumerate(messages):
        yield Happening(message.at, n, is_end=False)
        if message.lost is not None:
            yield Happening(message.at, n, is_end=True)
        elif message.arrived is not None:
            yield Happening(max(message.at, message.arrived), n, is_end=True)


def _address(written: str) -> Address:
    ip, _, port = written.rpartition(":")
    return Address(ip.strip("[]"), int(port))
