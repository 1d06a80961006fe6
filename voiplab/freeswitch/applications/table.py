"""Which applications the server has."""

from typing import Final

KNOWN: Final = frozenset({"conference", "valet_park", "read", "deflect", "bind_meta_app"})


def is_known(name: str) -> bool:
    return name in KNOWN
