"""How long a command takes from cold: `voiplab --help` beside a bare click program, `voiplab check` beside bare imports.

Run it with `python -m benchmarks.startup`. Whole processes, user and system time.
"""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.figures import Figure, at_most, table
from benchmarks.timing import child_cpu_seconds, taking_turns

ROUNDS: Final = 15
LESSON: Final = "prack-enable"

CLICK_HELP: Final = """
import click

@click.group()
def program():
    "A program with as many commands as voiplab has."

for number in range(14):
    @program.command(name=f"command{number}", help="What this command does, in a sentence.")
    @click.argument("target", required=False)
    @click.option("--seed", type=int, help="The seed.")
    def command(target, seed):
        pass

program(["--help"])
"""

BARE_IMPORTS: Final = """
import click, networkx, yaml
from pydantic import BaseModel, create_model

for number in range(40):
    create_model(f"Model{number}", name=(str, ...), count=(int, 0), items=(list[str], []), inner=(dict[str, int], {}))
"""


def figures() -> Iterator[Figure]:
    voiplab, python = [sys.executable, "-m", "voiplab"], [sys.executable, "-c"]
    ours, clicks, nothing = taking_turns(
        ROUNDS,
        partial(child_cpu_seconds, [*voiplab, "--help"]),
        partial(child_cpu_seconds, [*python, CLICK_HELP]),
        partial(child_cpu_seconds, [*python, "pass"]),
    )
    said = f"`voiplab --help` ({_ms(ours)}) beside click's own ({_ms(clicks)}); an empty process takes {_ms(nothing)}"
    yield at_most(said, ours / clicks, 1.2, "times")
    with TemporaryDirectory() as folder:
        workspace = Path(folder) / LESSON
        child_cpu_seconds([*voiplab, "start", LESSON, str(workspace)])
        ours, bare = taking_turns(
            ROUNDS,
            partial(child_cpu_seconds, [*voiplab, "check", str(workspace)], (0, 1)),
            partial(child_cpu_seconds, [*python, BARE_IMPORTS]),
        )
    yield at_most(
        f"`voiplab check` of {LESSON} ({_ms(ours)}) beside bare imports ({_ms(bare)})", ours / bare, 1.3, "times"
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def main() -> int:
    """Print the figures; the exit code says whether all goals are met."""
    measured = list(figures())
    print(table(measured))
    return 0 if all(figure.is_met for figure in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
