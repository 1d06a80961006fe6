"""What the phones of a recorded case knew: passwords, registrations from before, keys that were pressed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.golden.credentials import parameters, response
from tests.golden.folder_messages import Recorded, Unreadable, text_of
from tests.golden.trace import Account, Binding, Digit, Message
from tests.golden.wire_text import read, uri_of
from voiplab.net.address import Address

SCRIPTS: Final = ("*.xml", "commands.txt", "*accounts.txt")
_PASSWORD: Final = re.compile(r"(?:\bpassword=|--password |;auth_pass=)([^\s\];]+)")
_EVENTS: Final = re.compile(rb"a=rtpmap:(\d+) telephone-event/", re.IGNORECASE)
_KEYS: Final = "0123456789*#ABCD"


def accounts(folder: Path, messages: Sequence[Message], server: str) -> Iterator[Account]:
    """The passwords, each proved by the answers in the recording."""
    scripts = "".join(text_of(path) for pattern in SCRIPTS for path in sorted(folder.glob(pattern)))
    passwords = dict.fromkeys(_PASSWORD.findall(scripts))
    found: dict[Account, None] = {}
    for message in messages:
        if message.source.ip == server:
            continue
        method = read(message.raw).start.split(" ")[0]
        for value in (*read(message.raw).all("Authorization"), *read(message.raw).all("Proxy-Authorization")):
            answer = parameters(value)
            right = [one for one in passwords if response(answer, method, one) == answer["response"]]
            if not right and not _was_issued(answer["nonce"], messages, server):
                continue  # made up by the phone's script, as it stands: there is nothing to compute
            if not right:
                raise Unreadable(f"{folder}: no known password explains the answer in message {message.number}")
            found[Account(answer["username"], answer["realm"], right[0])] = None
    yield from found


def _was_issued(nonce: str, messages: Sequence[Message], server: str) -> bool:
    return any(nonce.encode() in message.raw for message in messages if message.source.ip == server)


def bindings(messages: Sequence[Message], server: str, variables: str) -> Iterator[Binding]:
    """For each phone that is called and did not register in the recording: the Contact is what the server calls."""
    defaults = dict(re.findall(r'data="(domain|default_password)=([^"]*)"', variables))
    domain = defaults.get("domain", server)
    known: list[str] = []
    for message in messages:
        method, uri = read(message.raw).start.split(" ")[:2]
        if message.source.ip != server:
            known += [uri_of(value) for value in read(message.raw).all("Contact") if method == "REGISTER"]
            if method == "INVITE":
                domain = uri_of(read(message.raw).first("From")).rpartition("@")[2]
            continue
        uri = uri.removesuffix(";intercom=true")  # added to the Contact by sip_auto_answer
        if method == "INVITE" and uri not in known and ";tag=" not in read(message.raw).first("To"):
            known.append(uri)
            user = uri.partition(":")[2].partition("@")[0]
            password = defaults.get("default_password", "")
            yield Binding(user, domain, password, message.target, message.source, f"<{uri}>")


def digits(recorded: Recorded, server: str) -> Iterator[Digit]:
    """RFC 4733: all packets of one event have its first timestamp."""
    types: dict[str, int] = {}
    for message in recorded.messages:
        offered = _EVENTS.search(message.raw)
        if offered and message.source.ip != server:
            types[message.source.ip] = int(offered[1])
    seen: dict[tuple[Address, bytes], None] = {}
    for packet in recorded.media:
        if packet.refused or len(packet.payload) < 16 or packet.payload[1] & 0x7F != types.get(packet.source.ip):
            continue
        event = (packet.source, packet.payload[4:8])
        if event not in seen:
            seen[event] = None
            yield Digit(packet.at, packet.source, packet.target, _KEYS[packet.payload[12]])
