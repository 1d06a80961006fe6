"""All keys by the ids of what they do, and the person's own instead of ours: `config.toml`.

theme = "light"
ascii = true
mouse = false

[keymap]
"ladder.filter" = "f,f7"
"time.play" = "space,p"
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place
from voiplab.tui.key_names import BARE, key_name
from voiplab.tui.panes import PANES
from voiplab.tui.themes import NAMES

FILE: Final = "config.toml"
SETTINGS: Final = "theme, ascii, mouse and [keymap]"
KEYPAD: Final = (*"0123456789", "asterisk", "number_sign")
"""They belong to the keypads of the telephones, wherever one is looked at."""


class Key(NamedTuple):
    """`keys` as Textual names them, with commas."""

    id: str
    keys: str
    does: str


@dataclass(frozen=True)
class Preferences:
    """What a person has set: keys by action id, a theme, frames of plain signs, and whether the mouse is ours."""

    keymap: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""
    ascii: bool = False
    mouse: bool = True


def known_keys() -> Iterator[Key]:
    """Of all screens and panes, in their order."""
    seen: dict[str, None] = {}
    for keys in _keys_by_owner():
        for key in keys:
            if key.id not in seen:
                seen[key.id] = None
                yield key


def _keys_by_owner() -> Iterator[Sequence[Key]]:
    """Of each screen, and of each pane: in one of them a key does one thing."""
    for owner in (*_screens(), *(pane.load() for pane in PANES.values())):
        yield [
            Key(binding.id, binding.key, binding.tooltip or binding.description)
            for binding in _bindings(owner)
            if binding.id is not None
        ]


def _screens() -> Sequence[type[DOMNode]]:
    """All of them: whoever has set no keys of their own does without."""
    from voiplab.tui.app import VoiplabApp
    from voiplab.tui.screens.capture import CaptureScreen
    from voiplab.tui.screens.compare import CompareScreen
    from voiplab.tui.screens.home import HomeScreen
    from voiplab.tui.screens.lab import LabScreen
    from voiplab.tui.screens.presenting import PresentScreen
    from voiplab.tui.screens.reading import ReadScreen
    from voiplab.tui.screens.tour import TourScreen

    return (VoiplabApp, HomeScreen, LabScreen, CompareScreen, PresentScreen, CaptureScreen, ReadScreen, TourScreen)


def _bindings(owner: type[DOMNode]) -> Iterator[Binding]:
    own: list[BindingType] = owner.__dict__.get("BINDINGS", [])
    return (binding for binding in own if isinstance(binding, Binding))


def read_preferences(path: Path) -> Preferences:
    """Nothing when there is no such file. ConfigError with its line for whatever is wrong in it."""
    if not path.is_file():
        return Preferences()
    text = path.read_text("utf-8", "replace")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        found = re.search(r"\(at line (\d+)", str(wrong))
        says = re.sub(r" \(at .*\)$", "", str(wrong))
        raise ConfigError(Place(path.name, int(found[1]) if found else 1), f"this is no TOML: {says}") from None
    return _Reader(path.name, text).preferences(document)


def _effective(action: str, keys: Sequence[Key], keymap: Mapping[str, str]) -> Sequence[str]:
    usual = next(key.keys for key in keys if key.id == action)
    return [key.strip() for key in keymap.get(action, usual).split(",")]


class _Reader:
    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = text.splitlines()

    def preferences(self, document: Mapping[str, object]) -> Preferences:
        own = Preferences()
        for name, value in document.items():
            if name == "keymap" and isinstance(value, dict):
                own = replace(own, keymap=dict(self._keymap("", value)))
                self._refuse_collisions(own.keymap)
            elif name == "theme" and value in NAMES:
                own = replace(own, theme=str(value))
            elif name == "theme":
                raise self._wrong(name, f"there is no theme {value}; there are {', '.join(NAMES)}")
            elif name == "ascii" and isinstance(value, bool):
                own = replace(own, ascii=value)
            elif name == "mouse" and isinstance(value, bool):
                own = replace(own, mouse=value)
            elif name in ("ascii", "mouse"):
                raise self._wrong(name, f"{name} is true or false")
            else:
                raise self._wrong(name, f"{name} is nothing that can be set here; there are {SETTINGS}")
        return own

    def _keymap(self, before: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """`ladder.filter = "f"` is a table in a table for TOML."""
        known = [key.id for key in known_keys()]
        for name, value in table.items():
            action = f"{before}{name}"
            if isinstance(value, dict):
                yield from self._keymap(f"{action}.", value)
            elif action not in known:
                raise self._wrong(
                    name, f"there is no action {action}{did_you_mean(action, known)}; `voiplab keys` prints all"
                )
            elif not isinstance(value, str) or not value.strip():
                raise self._wrong(name, f'{action} needs its keys as a text, such as "f,f7"')
            else:
                yield action, self._checked(name, action, value)

    def _checked(self, name: str, action: str, keys: str) -> str:
        return ",".join(self._key(name, action, key.strip()) for key in keys.split(","))

    def _key(self, name: str, action: str, written: str) -> str:
        key = key_name(written)
        if key is None:
            raise self._wrong(name, f"there is no key {written or 'without a name'}{did_you_mean(written, BARE)}")
        if key in KEYPAD and not action.startswith("phones."):
            raise self._wrong(name, f"{key} belongs to the keypads of the telephones")
        return key

    def _refuse_collisions(self, keymap: Mapping[str, str]) -> None:
        for keys in _keys_by_owner():
            takers: dict[str, str] = {}
            for action in sorted((key.id for key in keys), key=lambda one: one in keymap):  # one's own come last
                for key in _effective(action, keys, keymap):
                    first = takers.setdefault(key, action)
                    if first != action:
                        name = action.rpartition(".")[2]
                        raise self._wrong(name, f"{key} is the key of {first} already: give that one another")

    def _wrong(self, name: str, says: str) -> ConfigError:
        line = next((number for number, text in enumerate(self._lines, start=1) if name in text), 1)
        return ConfigError(Place(self._name, line), says)
