"""The colours: dark, light, high contrast, and the sixteen of the terminal itself. Style sheets use the tokens only."""

from collections.abc import Sequence
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

DARK: Final = Theme(
    name="dark",
    primary="#4aa3df",
    secondary="#b48ead",
    accent="#e0af68",
    warning="#e5c07b",
    error="#ff6b6b",
    success="#8ccf7e",
    foreground="#e6e6e6",
    background="#101418",
    surface="#161b21",
    panel="#232b34",
    dark=True,
    variables={"faint": "#93a1ad"},
)
LIGHT: Final = Theme(
    name="light",
    primary="#005a9c",
    secondary="#7a3e9d",
    accent="#9a5b00",
    warning="#8a5a00",
    error="#b00020",
    success="#1e6b1e",
    foreground="#1a1a1a",
    background="#fbfbf8",
    surface="#f1f1ec",
    panel="#dedfd8",
    dark=False,
    variables={"faint": "#5f6670"},
)
CONTRAST: Final = Theme(
    name="contrast",
    primary="#00ffff",
    secondary="#ff8cff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    text_alpha=1.0,
    variables={"faint": "#c8c8c8"},
)
SIXTEEN: Final = "ansi-dark"
"""Textual's own: what the terminal calls red is red."""

SIXTEEN_LIGHT: Final = "ansi-light"

OWN: Final[Sequence[Theme]] = (DARK, LIGHT, CONTRAST)
NAMES: Final = (*(theme.name for theme in OWN), *(name for name in BUILTIN_THEMES if name.startswith("ansi")))
