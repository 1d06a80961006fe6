"""A brief speaks of commands of the shell; on the screen their keys stand below it."""

import re
from typing import Final

KEYS: Final = (
    (r"voiplab run\b", "voiplab run", "R, then >"),
    (r"--run\b", "--run", "r"),
    (r"--show\b", "--show N", "ctrl+o l, to N, enter"),
    (r"--why\b", "--why N", "there w"),
    (r"--against\b", "--against", "D"),
    (r"--undo\b", "--undo", "u"),
    (r"voiplab press\b", "voiplab press", "ctrl+o p"),
    (r"voiplab console\b", "voiplab console", "ctrl+o c"),
    (r"\banswers\.yaml\b", "answers.yaml", "e, enter"),
    (r"voiplab check\b", "voiplab check", "c"),
)
"""What a brief says, what of it is repeated, and what one types here."""


def keys_for(brief: str) -> str:
    """`Here: voiplab run = R, then >   --against = D`; nothing when it speaks of no command."""
    said = [f"{command} = {keys}" for pattern, command, keys in KEYS if re.search(pattern, brief)]
    return f"Here: {'   '.join(said)}" if said else ""
