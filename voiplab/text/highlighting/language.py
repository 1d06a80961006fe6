"""In which language a file of a node is written: told by its name and by how it begins."""

import re
from enum import Enum
from typing import Final

from voiplab.text.highlighting import opensips_script, unified, xml_markup, yaml_text
from voiplab.text.highlighting.ink import NOTHING_OPEN, Painted, Painter, State
from voiplab.text.highlighting.key_values import painter


def _plain(_line: str, _state: State) -> Painted:
    return (), NOTHING_OPEN


class Language(Enum):
    """The value is what people call it."""

    OPENSIPS = "OpenSIPS script"
    XML = "XML"
    INI = "INI"
    SETTINGS = "key = value"
    YAML = "YAML"
    BLINK = "Blink's settings"
    DIFFERENCE = "difference"
    PLAIN = "text"

    __hash__ = object.__hash__

    @property
    def paint(self) -> Painter:
        return _PAINTERS[self]


_PAINTERS: Final[dict[Language, Painter]] = {
    Language.OPENSIPS: opensips_script.paint,
    Language.XML: xml_markup.paint,
    Language.INI: painter(";#"),
    Language.SETTINGS: painter("#"),
    Language.YAML: yaml_text.paint,
    Language.BLINK: yaml_text.paint,
    Language.DIFFERENCE: unified.paint,
    Language.PLAIN: _plain,
}

_SCRIPT: Final = re.compile(
    r"^\s*(loadmodule|modparam|socket\s*=|listen\s*=|(\w+_)?route\s*[\[{])", re.MULTILINE | re.ASCII
)
_OPEN_SECTION: Final = re.compile(r"^[A-Za-z]+:\s*$", re.MULTILINE)
_SETTING: Final = re.compile(r"^\s*[^\s#;=<][^=\n]*=", re.MULTILINE)


def language_of(path: str, text: str) -> Language:
    name = path.rpartition("/")[2].lower()
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return Language.XML
    if name.endswith((".yaml", ".yml")):
        return Language.YAML
    if name.endswith(".xml"):
        return Language.XML
    if name == "opensips.cfg" or (name.endswith(".cfg") and _SCRIPT.search(text)):
        return Language.OPENSIPS
    if name.endswith(".ini") or name == "linphonerc":
        return Language.INI
    if _OPEN_SECTION.search(text):
        return Language.BLINK
    return Language.SETTINGS if _SETTING.search(text) else Language.PLAIN
