"""When a route of the script runs for a dialog: dlg_on_answer(), dlg_on_timeout() and dlg_on_hangup()."""

from enum import Enum


class Occasion(Enum):
    ANSWER = "a 2xx goes back"
    TIMEOUT = "its lifetime is over"
    HANGUP = "a BYE of one of the two"

    __hash__ = object.__hash__
