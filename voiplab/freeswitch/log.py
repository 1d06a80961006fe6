"""A line of the server's log, without its stamp."""

from enum import Enum

from voiplab.sip.value import value


class Level(Enum):
    CONSOLE = "CONSOLE"
    ALERT = "ALERT"
    CRIT = "CRIT"
    ERR = "ERR"
    WARNING = "WARNING"
    NOTICE = "NOTICE"
    INFO = "INFO"
    DEBUG = "DEBUG"
    RAW = "the dialplan's own lines, which have neither stamp nor level"

    __hash__ = object.__hash__


@value(frozen=True, slots=True)
class LogLine:
    level: Level
    text: str

    def __str__(self) -> str:
        return self.text if self.level is Level.RAW else f"[{self.level.value}] {self.text}"
