"""Real programs as children of a test: one that is run to its end, and one that goes on while others are run."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Final, NamedTuple

from tests.interop.lines import PATIENCE, Lines

ROOT: Final = Path(__file__).parents[2]
ENVIRONMENT: Final[Mapping[str, str]] = {**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def run(
    command: Sequence[str], folder: Path, seconds: float = 60, environment: Mapping[str, str] = ENVIRONMENT
) -> Ended:
    """To its end. Its output is kept; subprocess.TimeoutExpired when it does not end."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        env=environment,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


class Running:
    """One that goes on. Used with `with`, it is ended for certain."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str] = ENVIRONMENT) -> None:
        self.name = Path(command[0]).name
        self._child = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # a ctrl-c at the test's terminal is the test's
        )
        self._keys = _there(self._child.stdin)
        self.out = Lines(_there(self._child.stdout))
        self.err = Lines(_there(self._child.stderr))

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def type(self, line: str) -> None:
        self._keys.write(line.encode() + b"\n")
        self._keys.flush()

    @property
    def process(self) -> int:
        return self._child.pid

    @property
    def is_over(self) -> bool:
        return self._child.poll() is not None

    def wait(self, seconds: float = PATIENCE) -> Ended:
        """Until it ends by itself."""
        code = self._child.wait(seconds)
        out, err = "\n".join(self.out.rest()), "\n".join(self.err.rest())
        self._keys.close()
        return Ended(code, out, err)

    def interrupt(self, seconds: float = PATIENCE) -> Ended:
        """As ctrl-c does."""
        self._child.send_signal(signal.SIGINT)
        return self.wait(seconds)

    def terminate(self, seconds: float = PATIENCE) -> Ended:
        self._child.terminate()
        return self.wait(seconds)

    def kill(self) -> None:
        """With its children: what it started ends with it."""
        if not self.is_over:
            os.killpg(self._child.pid, signal.SIGKILL)
        if not self._keys.closed:
            self.wait()


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
