"""What may come next on a line that is being typed: for the Tab key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.console.statistics import groups, statistics
from voiplab.opensips.console.table import COMMANDS, names
from voiplab.opensips.functions.usrloc import Tables

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_BEFORE: Final = ("opensips-cli", "-x", "mi")


def completions(server: "Server", typed: str) -> list[str]:
    """The words that the last, unfinished word of `typed` may become, sorted; none when nothing fits."""
    *before, begun = typed.split(" ")
    words = [word for word in before if word and word not in _BEFORE]
    found = [name for name in names(server) if name in COMMANDS] if not words else _arguments(server, *words)
    return sorted({word: None for word in found if word.startswith(begun)})


def _arguments(server: "Server", name: str, *given: str) -> Sequence[str]:
    command = COMMANDS.get(name)
    if command is None:
        return ()
    if name == "which":
        return list(COMMANDS) if not given else ()
    if command.list_of == "statistics":
        return ["all", *(f"{group}:" for group in groups(server)), *statistics(server)]
    recipe = max(command.recipes, key=len)
    return _values(server, recipe[len(given)], given) if len(given) < len(recipe) else ()


def _values(server: "Server", parameter: str, given: Sequence[str]) -> Sequence[str]:
    tables = server.part(Tables).tables if server.configuration.is_loaded("usrloc") else {}
    table = tables.get(given[0]) if given else None
    match parameter:
        case "table_name":
            return list(tables)
        case "aor" if table is not None:
            return list(table.records)
        case "contact" if table is not None:
            record = table.record(given[1])
            return [contact.uri for contact in record.contacts] if record is not None else ()
        case "brief":
            return ("brief=1",)
        case _:
            return ()
