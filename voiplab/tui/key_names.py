"""How keys are called in `config.toml`: as Textual does, and by their sign, `/`."""

import unicodedata
from typing import Final

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

MODIFIERS: Final = ("ctrl", "shift", "alt", "super", "meta", "hyper")


def _of_sign(sign: str) -> str:
    """Letters and digits are their own names."""
    if sign.isalnum():
        return sign
    name = unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


SIGNS: Final = {chr(code): _of_sign(chr(code)) for code in range(ord("!"), ord("~") + 1)}
BARE: Final = ("space", *(key.value for key in Keys if key.value.isidentifier()), *SIGNS.values())
"""All that can stand behind `ctrl+`, or alone."""


def key_name(written: str) -> str | None:
    """None when there is no such key."""
    if written in SIGNS:
        return SIGNS[written]
    *modifiers, key = written.split("+")
    if any(modifier not in MODIFIERS for modifier in modifiers):
        return None
    key = SIGNS.get(key, key)
    is_one = key in BARE or (len(key) == 1 and key.isalnum())
    return "+".join([*modifiers, key]) if is_one else None
