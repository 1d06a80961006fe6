r"""Into the clipboard of the terminal, by OSC 52: wrapped for tmux, and into a file where the text is too long for that.

A terminal does not say whether it has taken it: so the person is told how it was tried, and where the file is.
"""

import os
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LONGEST: Final = 74_994
"""Bytes of text: what xterm takes is 100,000 of base64 (its manual, under OSC 52)."""


def sequence(text: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """What is written to the terminal; None when the text is too long for it."""
    content = text.encode("utf-8", "surrogateescape")
    if len(content) > LONGEST:
        return None
    osc = f"\x1b]52;c;{b64encode(content).decode()}\a"
    if "TMUX" in environment:
        #  tmux passes on what stands in its own DCS, with every ESC doubled
        return "\x1bPtmux;" + osc.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return osc


def into_file(text: str, folder: Path) -> Path:
    """OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "copied.txt"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path
