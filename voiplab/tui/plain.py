"""In the place of glyphs whose width no two terminals agree on: letters for keys, and with `--ascii` frames of +, - and |."""

from typing import Final

BOXES: Final = "round"
FRAME: Final = "ascii"
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
