"""In the place of glyphs whose width no two terminals agree on: letters for keys, and with `--ascii` frames of +, - and |."""

from typing import Final

BOXES: Final = "round"
FRAME: Final = "ascii"
FAINT: Final = "#888888"
"""What stands back, in themes that are not ours: a shade of its own, because lines that are drawn know no transparency."""

KEYS: Final = {
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "enter": "enter",
    "escape": "esc",
    "backspace": "bksp",
}
"""What Textual draws as arrows and signs."""


def variables(frame: str = BOXES) -> dict[str, str]:
    """Of the style sheet, besides those of every theme."""
    return {"frame": frame, "faint": FAINT}
