"""Fuzz for as long as you like.

    python -m tests.fuzz [--seconds N] [--seed S] [--keep FOLDER] [TARGET ...]

Ends with 1 when a target broke its promise. What broke it is written to FOLDER, ready to be moved to tests/fuzz/known/.
"""

import argparse
import hashlib
import secrets
import sys
from pathlib import Path

from tests.fuzz.fuzzing import Failure, for_seconds, fuzz
from tests.fuzz.targets import TARGETS


def main() -> int:
    arguments = _arguments()
    chosen = [target for target in TARGETS if not arguments.targets or target.name in arguments.targets]
    seed = secrets.randbits(32) if arguments.seed is None else arguments.seed
    sys.stdout.write(f"seed {seed}, {arguments.seconds} s, {len(chosen)} targets\n")
    sys.stdout.flush()
    tried, failures = fuzz(chosen, seed, for_seconds(arguments.seconds))
    for failure in failures:
        sys.stdout.write(f"{failure}\n")
        _keep(failure, arguments.keep)
    sys.stdout.write(f"{tried} mutants, {len(failures)} failures\n")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Give mutants to all readers of foreign text."
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep", type=Path, help="a folder for what broke a promise")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(target.name for target in TARGETS))
    return parser.parse_args()


def _keep(failure: Failure, folder: Path | None) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(failure.data).hexdigest()[:12]
        (folder / f"{failure.target}.{digest}").write_bytes(failure.data)


if __name__ == "__main__":
    sys.exit(main())
