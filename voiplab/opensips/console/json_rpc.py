"""JSON-RPC 2.0 as mi_fifo and mi_datagram carry it, in the server's order of members: compact, or with `pretty_printing`."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.command import Json, MiError
from voiplab.opensips.console.table import perform

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

INVALID_REQUEST: Final = -32600
PARSE_ERROR: Final = -32700
LONGEST: Final = 65_535
DEEPEST: Final = 50


def answer(server: "Server", request: str, *, pretty: bool = False) -> str | None:
    """None: nobody asked for an answer, by leaving out the id."""
    said = _answer(server, request)
    if said is None:
        return None
    return _pretty(said, 0) if pretty else json.dumps(said, separators=(",", ":"), ensure_ascii=False)


def _answer(server: "Server", request: str) -> Mapping[str, Json] | None:
    try:
        asked = _parsed(request)
        method, given = _method(asked), _given(asked)
    except MiError as error:
        return {"jsonrpc": "2.0", "error": _error(error), "id": None}
    said = _said(server, method, given)
    return None if "id" not in asked else {"jsonrpc": "2.0", **said, "id": asked["id"]}


def _said(server: "Server", method: str, given: Sequence[Json] | Mapping[str, Json]) -> Mapping[str, Json]:
    try:
        return {"result": perform(server, method, given)}
    except MiError as error:
        return {"error": _error(error)}


def _parsed(request: str) -> Mapping[str, Json]:
    if len(request) > LONGEST or max(request.count("["), request.count("{")) > DEEPEST:
        raise MiError(PARSE_ERROR, "Parse error")
    try:
        asked: Json = json.loads(request)
    except ValueError:
        raise MiError(PARSE_ERROR, "Parse error") from None
    if not isinstance(asked, Mapping):
        raise MiError(INVALID_REQUEST, "Invalid Request")
    return asked


def _method(asked: Mapping[str, Json]) -> str:
    method = asked.get("method")
    if not isinstance(method, str):
        raise MiError(INVALID_REQUEST, "Invalid Request")
    return method


def _given(asked: Mapping[str, Json]) -> Sequence[Json] | Mapping[str, Json]:
    given = asked.get("params", ())
    if isinstance(given, str) or not isinstance(given, Sequence | Mapping):
        raise MiError(INVALID_REQUEST, "Invalid Request")
    return given


def _error(error: MiError) -> Mapping[str, Json]:
    shown: dict[str, Json] = {"code": error.code, "message": error.message}
    return shown if error.data is None else {**shown, "data": error.data}


def _pretty(value: Json, depth: int) -> str:
    """As the library cJSON prints: tabs, members in lines of their own, elements of a list in one."""
    if isinstance(value, Mapping):
        inside = "\t" * (depth + 1)
        members = [f"{inside}{json.dumps(name)}:\t{_pretty(member, depth + 1)}" for name, member in value.items()]
        body = ",\n".join(members)
        return "{\n" + body + ("\n" if members else "") + "\t" * depth + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_pretty(element, depth + 1) for element in value) + "]"
    return json.dumps(value, ensure_ascii=False)
