"""What a live lab writes, and readers that do not read."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from select import PIPE_BUF

import pytest

from voiplab.live.output import LEFT_OUT, MOST_UNREAD, Output
from voiplab.live.watch import Watch

SMALL = PIPE_BUF * 2


class Pipe:
    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        fcntl.fcntl(self.writer, fcntl.F_SETPIPE_SZ, SMALL)
        os.set_blocking(self.reader, False)
        self.watch = Watch()
        self.remarks: list[str] = []
        self.output = Output(self.watch, self.writer, self.remarks.append)

    def read(self) -> str:
        """All that comes, while the output has its turns."""
        got = b""
        while True:
            try:
                got += os.read(self.reader, 1_000_000)
            except BlockingIOError:
                return got.decode()
            self.watch.wait(0)

    def close(self) -> None:
        self.watch.close_all()
        os.close(self.reader)
        os.close(self.writer)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.close()


def test_what_fits_is_there_at_once(pipe: Pipe) -> None:
    pipe.output.write("hé\n")
    assert pipe.read() == ""
    pipe.output.flush()
    assert pipe.read() == "hé\n"
    assert len(pipe.watch) == 0


def test_what_does_not_fit_is_written_when_somebody_reads(pipe: Pipe) -> None:
    text = "".join(f"line {number}\n" for number in range(10_000))
    pipe.output.write(text)
    pipe.output.flush()
    assert len(pipe.watch) == 1
    assert pipe.read() == text
    assert len(pipe.watch) == 0


def test_what_is_too_much_is_left_out_and_that_is_told(pipe: Pipe) -> None:
    line = "x" * 99 + "\n"
    for _ in range(2 * MOST_UNREAD // 100):
        pipe.output.write(line)
    pipe.output.flush()
    assert set(pipe.remarks) == {LEFT_OUT}
    kept = pipe.read()
    assert MOST_UNREAD - 100 < len(kept) <= MOST_UNREAD
    assert set(kept.splitlines(keepends=True)) == {line}
    pipe.output.write("again\n")
    pipe.output.flush()
    assert pipe.read() == "again\n"


def test_a_reader_that_has_gone_is_an_error(pipe: Pipe) -> None:
    os.close(pipe.reader)
    pipe.output.write("hello")
    with pytest.raises(BrokenPipeError):
        pipe.output.flush()
    pipe.reader = os.dup(pipe.writer)  # something to close


def test_a_file_takes_everything(tmp_path: Path) -> None:
    path, watch = tmp_path / "lines", Watch()
    remarks: list[str] = []
    with path.open("w") as file:
        output = Output(watch, file.fileno(), remarks.append)
        output.write("\udcff\n" * 10_000)
        output.finish()
    assert path.read_text() == "\\udcff\n" * 10_000
    watch.close_all()
