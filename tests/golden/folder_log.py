"""What an OpenSIPS wrote into its log in a recorded case: what its script said, and its complaints."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.golden.folder_messages import text_of

_STAMP: Final = re.compile(r"^[A-Z][a-z]{2} \d+ [\d:]{8} \[\d+\] ")
OF_ITSELF: Final = re.compile(r"(?:NOTICE|INFO|DBG):|WARNING:core:(?:handle_timer_job|solve_module_dependencies):")
"""How it starts and ends, how busy its machine was, and what it does all day long."""


def log_lines(folder: Path) -> Iterator[str]:
    """Without stamps; a file of the configuration by its name alone."""
    for line in text_of(folder / "opensips.log").splitlines():
        said = _STAMP.sub("", line)
        if said != line and not OF_ITSELF.match(said):
            yield re.sub(r"\S*/(opensips\.cfg)", r"\1", said)
