"""A recorded case as a lab file: its configuration on the recorded address, and a run that saves and types what was then."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.golden.configuration import configuration, inserted
from tests.golden.run import beginning
from tests.golden.trace import Trace

RUN: Final = "recorded"

_TOPOLOGY: Final = "networks: {{loopback: 127.0.0.0/8}}\nhosts: {{freeswitch: {server}}}\n"
_LAB: Final = """\
topology: recorded
nodes:
  freeswitch: {{kind: freeswitch}}
runs:
  {run}:
    limit: 1h
    script: [{script}]
"""


def write_lab(trace: Trace, folder: Path) -> Path:
    _write(folder / "topologies" / "recorded.yaml", _TOPOLOGY.format(server=trace.server).encode())
    for name, content in configuration(trace).items():
        _write(folder / "files" / "freeswitch" / name, content)
    lab = folder / "case.yaml"
    _write(lab, _LAB.format(run=RUN, script=", ".join(_script(trace, folder))).encode())
    return lab


def _script(trace: Trace, folder: Path) -> Iterator[str]:
    origin = beginning(trace)
    files = configuration(trace)
    for number, insert in enumerate(one for one in trace.inserts if one.at is not None):
        assert insert.at is not None
        files = inserted(files, insert)
        _write(folder / "later" / f"{number}.xml", files[insert.file])
        yield f"{{at: {origin + insert.at}us, freeswitch: {{save: {insert.file}, from: {number}.xml}}}}"
    for command in trace.commands:
        yield f"{{at: {origin + command.at}us, freeswitch: {json.dumps(command.text)}}}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
