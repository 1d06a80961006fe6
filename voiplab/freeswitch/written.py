"""A tree as `xml_locate` writes it: no tag is ever empty, and lines are indented twice, by the file and by the server."""

from collections.abc import Mapping
from typing import Final

from voiplab.freeswitch.tree import Node

INDENT: Final = "  "
_TEXT: Final[Mapping[str, str]] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ATTRIBUTE: Final[Mapping[str, str]] = {**_TEXT, '"': "&quot;", "\n": "&#xA;", "\t": "&#x9;", "\r": "&#xD;"}


def written(node: Node) -> str:
    pieces: list[str] = []
    _write(node, 0, pieces)
    return "".join(pieces)


def _write(node: Node, depth: int, pieces: list[str]) -> None:
    attributes = "".join(f' {name}="{_encoded(value, _ATTRIBUTE)}"' for name, value in node.attributes.items())
    pieces.append(f"{INDENT * depth}<{node.name}{attributes}>")
    here = 0
    for child in node.children:
        _write_text(node.text[here : child.offset], pieces)
        if pieces[-1].endswith(">"):
            pieces.append("\n")
        _write(child, depth + 1, pieces)
        here = child.offset
    _write_text(node.text[here:], pieces)
    if node.children and pieces[-1].endswith("\n"):
        pieces.append(INDENT * depth)
    pieces.append(f"</{node.name}>\n")


def _write_text(text: str, pieces: list[str]) -> None:
    if text:
        pieces.append(_encoded(text, _TEXT))


def _encoded(text: str, references: Mapping[str, str]) -> str:
    return "".join(references.get(letter) or (letter if letter < "\x7f" else f"&#x{ord(letter):X};") for letter in text)
