"""A recorded case as a lab file: its configuration on the recorded address, and a run that saves and types what was then."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.golden.configuration import configuration, inserted
from tests.golden.run import beginning, further_addresses, kind_of
from tests.golden.trace import Trace
from voiplab.text.place import Files

RUN: Final = "recorded"

_TOPOLOGY: Final = "networks: {{loopback: 127.0.0.0/8}}\nhosts: {{{kind}: [{addresses}]}}\n"
_LAB: Final = """\
topology: recorded
nodes:
  {kind}: {{kind: {kind}}}
runs:
  {run}:
    limit: 1h
    script: [{script}]
"""


def write_lab(trace: Trace, folder: Path) -> Path:
    kind = kind_of(trace)
    files = configuration(trace)
    addresses = ", ".join((trace.server, *further_addresses(trace, files)))
    _write(folder / "topologies" / "recorded.yaml", _TOPOLOGY.format(kind=kind, addresses=addresses).encode())
    for name, content in files.items():
        _write(folder / "files" / kind / name, content)
    lab = folder / "case.yaml"
    script = ", ".join(_script(trace, kind, files, folder / "later"))
    _write(lab, _LAB.format(kind=kind, run=RUN, script=script).encode())
    return lab


def _script(trace: Trace, kind: str, files: Files, later: Path) -> Iterator[str]:
    """What was saved and typed, at its moments; what is saved comes from the folder `later`."""
    origin = beginning(trace)
    for number, insert in enumerate(one for one in trace.inserts if one.at is not None):
        assert insert.at is not None
        files = inserted(files, insert)
        _write(later / f"{number}.xml", files[insert.file])
        yield f"{{at: {origin + insert.at}us, {kind}: {{save: {insert.file}, from: {number}.xml}}}}"
    for command in trace.commands:
        yield f"{{at: {origin + command.at}us, {kind}: {json.dumps(command.text)}}}"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
