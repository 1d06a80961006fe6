"""Who may send: the direction of a stream, seen from the one who writes it (RFC 3264 sections 5.1 and 6.1)."""

from enum import Enum


class Direction(Enum):
    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    __hash__ = object.__hash__

    @classmethod
    def of(cls, sends: bool, receives: bool) -> "Direction":
        return {
            (True, True): cls.SENDRECV,
            (True, False): cls.SENDONLY,
            (False, True): cls.RECVONLY,
            (False, False): cls.INACTIVE,
        }[sends, receives]

    @property
    def sends(self) -> bool:
        return self in (Direction.SENDRECV, Direction.SENDONLY)

    @property
    def receives(self) -> bool:
        return self in (Direction.SENDRECV, Direction.RECVONLY)

    @property
    def mirrored(self) -> "Direction":
        """The same stream, seen from the other end."""
        return Direction.of(self.receives, self.sends)

    def within(self, limit: "Direction") -> "Direction":
        """What is left of it where `limit` allows no more: a party on hold that holds as well is inactive."""
        return Direction.of(self.sends and limit.sends, self.receives and limit.receives)
