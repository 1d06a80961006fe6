"""Where the lessons and topologies lie that voiplab brings along."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent.parent


def shipped(kind: str) -> Path:
    """The folder `lessons` or `topologies`: inside the package in a wheel, beside it in a checkout."""
    for folder in (_PACKAGE / kind, _PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"voiplab is installed without its {kind}: neither {_PACKAGE / kind} nor {_PACKAGE.parent / kind}"
    )
