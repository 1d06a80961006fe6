"""The name of a dialog: its place in the table and its number there. In Record-Route it travels as `did=f9b.1efe3fd6`."""

import re
from typing import Final, NamedTuple

_WRITTEN: Final = re.compile(r"([0-9a-f]{1,8})\.([0-9a-f]{1,8})", re.IGNORECASE)
_WHOLE: Final = re.compile(r"[0-9]{1,20}")
_BITS: Final = 32


class DialogId(NamedTuple):
    entry: int
    number: int

    def __str__(self) -> str:
        return f"{_reversed(self.entry)}.{_reversed(self.number)}"

    @property
    def whole(self) -> int:
        """Both in one number: `db_id`."""
        return (self.entry << _BITS) + self.number


def parse_dialog_id(text: str) -> DialogId | None:
    """As it stands in Record-Route: hexadecimal digits, the lowest first."""
    found = _WRITTEN.fullmatch(text)
    return DialogId(int(found[1][::-1], 16), int(found[2][::-1], 16)) if found is not None else None


def parse_whole(text: str) -> DialogId | None:
    """As one number."""
    return DialogId(*divmod(int(text), 1 << _BITS)) if _WHOLE.fullmatch(text) else None


def _reversed(number: int) -> str:
    return f"{number:x}"[::-1]
