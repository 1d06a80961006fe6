"""A line of the server's log, without its stamp: `ERROR:core:check_cmd: ...`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Level(Enum):
    CRITICAL = "CRITICAL"
    ERROR = "ERROR"
    WARNING = "WARNING"
    NOTICE = "NOTICE"
    INFO = "INFO"
    RAW = "lines without level and origin, such as the excerpt of the file"

    __hash__ = object.__hash__


LEVELS: Final[Mapping[str, int]] = {
    "L_ALERT": -3,
    "L_CRIT": -2,
    "L_ERR": -1,
    "L_WARN": 1,
    "L_NOTICE": 2,
    "L_INFO": 3,
    "L_DBG": 4,
}
"""How a script writes levels, and their numbers."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """`origin` is the module and the function that speaks: `core:yyerror`."""

    level: Level
    origin: str
    text: str

    def __str__(self) -> str:
        return self.text if self.level is Level.RAW else f"{self.level.value}:{self.origin}: {self.text}"


def critical(origin: str, text: str) -> LogLine:
    return LogLine(Level.CRITICAL, origin, text)


def error(origin: str, text: str) -> LogLine:
    return LogLine(Level.ERROR, origin, text)


def warning(origin: str, text: str) -> LogLine:
    return LogLine(Level.WARNING, origin, text)


def notice(text: str) -> LogLine:
    return LogLine(Level.NOTICE, "core:main", text)


def raw(text: str) -> LogLine:
    return LogLine(Level.RAW, "", text)


EXITING = notice("Exiting....")
