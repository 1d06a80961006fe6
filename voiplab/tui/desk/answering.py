"""A question answered in the text of `answers.yaml`: its line is replaced, everything else stays as the student left it."""

import re
from json import dumps
from typing import Final

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ./@_-]*", re.ASCII)
_WORDS_OF_YAML: Final = ("null", "true", "false", "yes", "no", "on", "off")


def answered(sheet: str, question: str, text: str) -> str:
    line = f"{question}: {_scalar(text.strip())}".rstrip()
    lines = sheet.splitlines()
    for place, old in enumerate(lines):
        if re.match(rf"{re.escape(question)}\s*:", old):
            lines[place] = line
            break
    else:
        lines.append(line)
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """As YAML reads it back: quoted unless it is plain words."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_plain or not text else dumps(text, ensure_ascii=False)
