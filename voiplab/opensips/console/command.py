"""A command of the management interface: which parameters it takes, and the function that answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voiplab.opensips.log import LogLine, error

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

Json = str | int | None | Sequence["Json"] | Mapping[str, "Json"]

METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602


class MiError(Exception):
    """The error of an answer, as the server words it."""

    def __init__(self, code: int, message: str, data: str | None = None, log: LogLine | None = None) -> None:
        """`log`: what the server writes down about it."""
        super().__init__(code, message, data)
        self.code = code
        self.message = message
        self.data = data
        self.log = log


def invalid_params(data: str, log: LogLine | None = None) -> MiError:
    return MiError(INVALID_PARAMS, "Invalid params", data, log)


class Parameters:
    """Of one call, by name."""

    def __init__(self, values: Mapping[str, Json]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        value = self._values[name]
        if not isinstance(value, str):
            raise invalid_params(f"Bad type for parameter '{name}'")
        return value

    def number(self, name: str) -> int:
        """A text of digits will do."""
        value = self._values[name]
        if isinstance(value, str) and value.removeprefix("-").isdecimal():
            return int(value[:18])
        if not isinstance(value, int):
            says = error("core:get_mi_int_param", f"Parameter: {name} is not an valid integer")
            raise invalid_params(f"Bad type for parameter '{name}'", says)
        return value

    def texts(self, name: str) -> Sequence[str]:
        value = self._values[name]
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise invalid_params(f"Bad type for parameter '{name}'")
        return [one for one in value if isinstance(one, str)]


Run = Callable[["Server", Parameters], Json]
"""Raises `MiError`."""


@dataclass(frozen=True, slots=True)
class Command:
    """`recipes`: which parameters may come together, by name and in order. `list_of`: the one that is a list."""

    run: Run
    recipes: Sequence[Sequence[str]] = ((),)
    list_of: str = ""
    by_name_only: bool = False

    def parameters(self, given: "Sequence[Json] | Mapping[str, Json]") -> Parameters:
        """Raises `MiError`."""
        if self.by_name_only and given and not isinstance(given, Mapping):
            raise invalid_params("Command only supports named parameters", _UNNAMED)
        fitting = [recipe for recipe in self.recipes if len(recipe) == len(given)]
        if not fitting:
            raise invalid_params("Too few or too many parameters", _MISMATCH)
        if isinstance(given, Mapping):
            if all(sorted(recipe) != sorted(given) for recipe in fitting):
                raise invalid_params("Named parameters do not match", _MISMATCH)
            return Parameters(given)
        return Parameters(dict(zip(fitting[0], given, strict=True)))


_UNNAMED: Final = error("core:handle_mi_request", "Command only supports named parameters")
_MISMATCH: Final = error("core:handle_mi_request", "Invalid parameters")

OK: Final = "OK"
