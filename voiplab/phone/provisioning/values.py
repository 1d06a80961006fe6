"""Readers of values that several phones' files share. `Ignored` where the product passes a value over."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from voiplab.phone.provisioning.settings import Ignored, Settings, Undone

LAST_PORT: Final = 65_535

Meaning = TypeVar("Meaning")


def whole(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise Ignored("a whole number is expected")
    return int(value)


def port(value: str) -> int | None:
    """Zero, or nothing, leaves it to the phone."""
    number = whole(value or "0")
    if number > LAST_PORT:
        raise Ignored("no port is that high, so the phone takes its own")
    return number or None


def choice(value: str, meanings: Mapping[str, Meaning]) -> Meaning:
    """One of several words, in any case."""
    for word, meaning in meanings.items():
        if word.lower() == value.lower():
            return meaning
    raise Ignored(f"it is none of {', '.join(meanings)}")


def undone_unless(harmless: tuple[str, ...], what: str) -> Callable[[Settings, str], Settings]:
    """A feature that is not simulated: refused when the value switches it on."""

    def read(settings: Settings, value: str) -> Settings:
        if value.lower() not in harmless:
            raise Undone(what)
        return settings

    return read
