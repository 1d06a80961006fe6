"""A recording of a real server, as a value: one case, its messages to the byte, and what the server and the phones knew."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from voiplab.net.address import Address
from voiplab.sim.moment import Moment


class Message(NamedTuple):
    """One datagram as it was captured; `at` counts from the first message of the case."""

    number: int
    at: Moment
    source: Address
    target: Address
    raw: bytes


class Connection(NamedTuple):
    """By TCP: who asked for it, and who was asked. What these two say to each other goes by it."""

    client: Address
    listener: Address


class Account(NamedTuple):
    """What a phone answers challenges with."""

    user: str
    realm: str
    password: str


class Binding(NamedTuple):
    """A registration that was there before the recording began: whose, from where, at which profile, with which Contact."""

    user: str
    domain: str
    password: str
    phone: Address
    registrar: Address
    contact: str


class Insert(NamedTuple):
    """Lines that a file of the configuration has more than the common one: they stand before the line `before`."""

    at: Moment | None  # None: from the start; else when somebody wrote them, with the server running
    file: str
    before: str
    lines: tuple[str, ...]


class Command(NamedTuple):
    """What was typed into the server's console, and when. `{channel 2}` in it is the UUID of the second channel of the case."""

    at: Moment
    text: str


class Digit(NamedTuple):
    """A key pressed on a phone, sent as RFC 4733 events."""

    at: Moment
    source: Address
    target: Address
    digit: str


@dataclass(frozen=True)
class Trace:
    """One case. `refused` numbers the messages of the server that met a closed port: an ICMP port unreachable came back.

    `rules` is the part of the dialplan that the case runs through, for the reader; `artefacts` are names from artefacts.py.
    `configuration`: the name of the server's only file, where the cases have no common one. `guests`: phones that ran on the
    server's machine and bore its address; here they have the one that they call themselves by.
    """

    case: str
    server: str
    began: datetime
    profiles: tuple[str, ...]
    accounts: tuple[Account, ...]
    bindings: tuple[Binding, ...]
    inserts: tuple[Insert, ...]
    commands: tuple[Command, ...]
    artefacts: tuple[str, ...]
    refused: tuple[int, ...]
    digits: tuple[Digit, ...]
    rules: tuple[str, ...]
    messages: tuple[Message, ...]
    configuration: str = ""
    connections: tuple[Connection, ...] = ()
    guests: tuple[str, ...] = ()

    def is_from_server(self, message: Message) -> bool:
        return message.source.ip == self.server

    def is_by_stream(self, message: Message) -> bool:
        """Whether it went by TCP."""
        return any({message.source, message.target} == {one.client, one.listener} for one in self.connections)
