"""xml_locate: a part of the configuration as the server has read it (mod_commands.c)."""

from typing import Final

from voiplab.freeswitch.switch import Switch
from voiplab.freeswitch.tree import Node
from voiplab.freeswitch.written import written

USAGE: Final = "[root | <section> | <section> <tag> <tag_attr_name> <tag_attr_val>]"


def xml_locate(switch: Switch, argument: str) -> str:
    root = switch.configuration.root
    match argument.split():
        case ["root"]:
            return written(root)
        case [section]:
            return _shown(root.find("section", "name", section))
        case [section, tag, name, value]:
            found = root.find("section", "name", section)
            return _shown(found.find(tag, name, value) if found else None)
    return f"-USAGE: {USAGE}\n"


def _shown(node: Node | None) -> str:
    return written(node) if node else "can't find anything\n"
