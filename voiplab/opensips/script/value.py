"""What a variable or an expression can be: a whole number, a text, or nothing."""

from typing import Final

Value = int | str | None
"""None is the server's NULL."""

NULL: Final = "<null>"


def shown(value: Value) -> str:
    """As it is printed in a format."""
    return NULL if value is None else str(value)


def wrapped(number: int) -> int:
    """Arithmetic of the server: 32 bits with a sign."""
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)
