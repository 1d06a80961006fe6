"""A call of the back-to-back user agent: a tuple, as the server's log has it, with the entities that it connects."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from voiplab.opensips.b2b.leg import Leg, Role

BRIDGED: Final = 2
"""`state` of a tuple in b2b_list: nothing is being changed."""

UNLIMITED: Final = 0xFFFFFFFF
"""`lifetime` while its parties are being connected: -1, in a field without a sign."""


class Party(NamedTuple):
    """Who is to become an entity. `contact` and `proxy` are URIs that a script may give: of the server, and of the next hop."""

    id: str
    uri: str
    contact: str = ""
    proxy: str = ""
    headers: Sequence[str] = ()
    """Of each request that goes there."""


@dataclass(slots=True, eq=False)
class Entity:
    """`id` is the name that a scenario has for it; empty for one that was brought in later."""

    id: str
    leg: Leg
    number: int = 0
    """`no` of b2b_list."""
    peer: "Entity | None" = None


@dataclass(slots=True, eq=False)
class Call:
    key: str
    scenario: str
    request_route: str
    reply_route: str
    lifetime: int
    """The last second of the server's life in which it may stand; 0 is no limit."""
    context: dict[str, str] = field(default_factory=dict)
    headers: Sequence[str] = ()
    """Of the INVITE that began it, those that go on to whoever is called later."""
    entities: list[Entity] = field(default_factory=list)

    @property
    def is_being_connected(self) -> bool:
        """Nobody answers for a party that is not there yet: what it sends is not for the script."""
        return self.lifetime == UNLIMITED

    @property
    def servers(self) -> list[Entity]:
        return [one for one in self.entities if one.leg.role is Role.SERVER]

    @property
    def clients(self) -> list[Entity]:
        return [one for one in self.entities if one.leg.role is Role.CLIENT]

    def enter(self, entity: Entity) -> None:
        entity.leg.call = self.key
        self.entities.append(entity)

    def of(self, leg: Leg) -> Entity | None:
        return next((one for one in self.entities if one.leg is leg), None)

    def named(self, id_: str) -> Entity | None:
        return next((one for one in self.entities if one.id == id_), None)


def connect(first: Entity, second: Entity) -> None:
    """Two entities of a call with each other."""
    first.peer, second.peer = second, first
    first.number, second.number = 0, 1


def separate(entity: Entity) -> None:
    if entity.peer is not None and entity.peer.peer is entity:
        entity.peer.peer = None
    entity.peer = None
