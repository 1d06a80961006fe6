"""The labs of this folder on addresses of a test's own: a copy in which another network stands in place of 127.0.0."""

from pathlib import Path
from typing import Final

LABS: Final = Path(__file__).parent / "labs"
_WRITTEN: Final = "127.0.0."


def lab_at(name: str, prefix: str, folder: Path) -> Path:
    """`prefix`: `127.64.0.`; the copies come into `folder`. The lab file."""
    for path in sorted(LABS.rglob("*")):
        if path.is_file():
            copy = folder / path.relative_to(LABS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text().replace(_WRITTEN, prefix))
    return folder / f"{name}.yaml"
