"""The transformations of OpenSIPS 3.2 and how many arguments each needs. More than it needs are accepted and mean nothing.

Script manual 3.2, "Transformations".
"""

from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.opensips.standing import Standing

_GROUPS: Final[Mapping[str, Mapping[str, int]]] = {
    "s": {
        "b64decode": 0, "b64encode": 0, "date2unix": 0, "dec2hex": 0, "decode.7bit": 0, "decode.hexa": 0, "encode.7bit": 0,
        "encode.hexa": 0, "escape.common": 0, "escape.param": 0, "escape.user": 0, "eval": 0, "fill.left": 2, "fill.right": 2,
        "hex2dec": 0, "index": 1, "int": 0, "len": 0, "md5": 0, "reverse": 0, "rindex": 1, "select": 2, "substr": 2,
        "tolower": 0, "toupper": 0, "trim": 0, "triml": 0, "trimr": 0, "unescape.common": 0, "unescape.param": 0,
        "unescape.user": 0, "width": 1, "xor": 1,
    },
    "uri": {
        "domain": 0, "headers": 0, "host": 0, "lr": 0, "maddr": 0, "method": 0, "param": 1, "params": 0, "passwd": 0, "port": 0,
        "r2": 0, "schema": 0, "transport": 0, "ttl": 0, "uparam": 0, "user": 0, "username": 0,
    },
    "via": {
        "branch": 0, "comment": 0, "host": 0, "name": 0, "param": 1, "params": 0, "port": 0, "received": 0, "rport": 0,
        "transport": 0, "version": 0,
    },
    "param": {"count": 0, "exist": 1, "name": 1, "value": 1, "valueat": 1},
    "nameaddr": {"len": 0, "name": 0, "param": 1, "params": 0, "uri": 0},
    "csv": {"count": 0, "value": 1},
    "sdp": {"line": 1, "stream": 1, "stream-delete": 1},
    "ip": {"family": 0, "isip": 0, "isip4": 0, "isip6": 0, "matches": 1, "ntop": 0, "pton": 0, "resolve": 0},
    "re": {"subst": 1},
}  # fmt: skip

_SIMULATED: Final[Mapping[str, tuple[str, ...]]] = {
    "s": (
        "b64decode", "b64encode", "dec2hex", "decode.hexa", "encode.hexa", "escape.common", "escape.param", "escape.user",
        "fill.left", "fill.right", "hex2dec", "index", "int", "len", "md5", "reverse",
        "rindex", "select", "substr", "tolower", "toupper", "trim", "triml", "trimr",
        "unescape.common", "unescape.param", "unescape.user",
    ),
    "uri": tuple(name for name in _GROUPS["uri"] if name not in ("headers", "uparam")),
    "via": tuple(name for name in _GROUPS["via"] if name != "comment"),
    "param": ("count", "exist", "name", "value", "valueat"),
    "nameaddr": ("len", "name", "param", "params", "uri"),
    "csv": ("count", "value"),
    "ip": ("isip", "isip4", "isip6"),
    "re": ("subst",),
}  # fmt: skip


def all_of_them() -> Iterator[tuple[str, str]]:
    """Group and name."""
    return ((group, name) for group, names in _GROUPS.items() for name in names)


def needed_arguments(group: str, name: str) -> int | None:
    """None: there is no such transformation."""
    return _GROUPS.get(group, {}).get(name)


def standing(group: str, name: str) -> Standing:
    return Standing.IN_FORCE if name in _SIMULATED.get(group, ()) else Standing.NOT_SIMULATED
