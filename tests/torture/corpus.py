"""The torture messages of RFC 4475 and RFC 5118, and what index.json says about each."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

Json = str | int | None | list["Json"]


@dataclass(frozen=True)
class Check:
    """A question about the message: what, how it is compared, with which value."""

    path: str
    relation: str
    value: Json


@dataclass(frozen=True)
class Torture:
    name: str
    data: bytes
    parse: str
    """`accept`, `reject` or `either`."""
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    """Per role what may happen: `process`, `drop` or a status code."""
    checks: tuple[Check, ...]
    printed: bytes | None
    """The message as the RFC prints it, where that is not what can be sent."""
    stream: str
    """What has to happen on a stream, where that differs."""


@cache
def torture() -> tuple[Torture, ...]:
    return tuple(message for rfc in ("rfc4475", "rfc5118") for message in _read(HERE / rfc))


def _read(folder: Path) -> list[Torture]:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return [
        Torture(
            entry["name"],
            (folder / entry["file"]).read_bytes(),
            entry["parse"],
            tuple((role, tuple(outcomes)) for role, outcomes in entry["roles"].items()),
            tuple(Check(*check) for check in entry["checks"]),
            (folder / entry["as_printed"]).read_bytes() if "as_printed" in entry else None,
            entry.get("stream") or "",
        )
        for entry in index["messages"]
    ]
