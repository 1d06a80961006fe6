"""A channel that stands still, and the server that the recordings were made on."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from voiplab.freeswitch.dialplan.channel import Core, Scope
from voiplab.freeswitch.dialplan.commands import PURE
from voiplab.text.place import Place

HERE: Final = Place("dialplan/default.xml", 7)
NOW: Final = datetime(2026, 11, 23, 0, 23, 59, tzinfo=UTC)

FIELDS: Final = {
    "username": "1003",
    "dialplan": "XML",
    "caller_id_name": "1003",
    "caller_id_number": "1003",
    "network_addr": "127.0.0.24",
    "destination_number": "8008",
    "context": "rules",
    "source": "mod_sofia",
}


@dataclass
class StandingChannel:
    name: str = "sofia/internal/1003@127.0.0.20"
    fields: dict[str, str] = dataclasses.field(default_factory=lambda: dict(FIELDS))
    variables: dict[str, str] = dataclasses.field(default_factory=dict)

    def field(self, name: str) -> str | None:
        return self.fields.get(name)

    def variable(self, name: str) -> str | None:
        return self.variables.get(name.lower())


def core(globals_: Mapping[str, str] | None = None) -> Core:
    return Core(globals_ or {"domain": "127.0.0.20", "domain_name": "127.0.0.20"}, PURE, NOW)


def scope(**variables: str) -> Scope:
    return Scope(StandingChannel(variables=variables), core(), HERE)
