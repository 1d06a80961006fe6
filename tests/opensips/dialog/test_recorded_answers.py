"""What the management interface was asked during a recorded call, and answered: ours answers the same.

A file has for each question how long after the first client had been started it was asked, the question, and the answer.
"""

import re
from functools import partial
from pathlib import Path
from typing import Final

from tests.golden.run import Stage, beginning
from tests.golden.trace_file import OPENSIPS, load
from voiplab.lab.node import Node, kind
from voiplab.net.host import Host
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.kind import OpenSipsNode
from voiplab.opensips.server import Server
from voiplab.sim.moment import ms
from voiplab.text.place import Files

FILE: Final = Path(__file__).parent / "recorded" / "e-proxy-25-dialog-module-did-param.txt"
CASE: Final = "e-proxy/25-dialog-module-did-param"
LATE: Final = ms(100)
"""So long a client needs until its first packet leaves."""
_ID: Final = re.compile(r'"ID":"([0-9a-f]+)\.[0-9a-f]+","db_id":"(\d+)"')
_TIMEOUT: Final = re.compile(r'"timeout":([1-9]\d+),"dateout":"[^"]+"')


def test_the_answers_are_those_of_the_recording() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    asked = [(ms(int(float(at) * 1000)), question, said) for at, question, said in zip(*[iter(lines)] * 3, strict=True)]
    trace, heard = load(OPENSIPS / f"{CASE}.trace"), list[str | None]()

    def ask(server: Server, question: str) -> None:
        heard.append(answer(server, question))

    def build(files: Files, host: Host) -> Node:
        node = kind("opensips").build(None, files, host, "opensips")
        assert isinstance(node, OpenSipsNode)
        for at, question, _ in asked:
            host.after(beginning(trace) + at - LATE, partial(ask, node.server, question))
        return node

    Stage(trace, 1, build).play()
    assert [fixed(said or "") for said in heard] == [fixed(said) for _, _, said in asked]
    pairs = zip(timeouts(heard), timeouts([said for _, _, said in asked]), strict=True)
    assert [ours - recorded for ours, recorded in pairs if abs(ours - recorded) > 1] == []


def fixed(said: str) -> str:
    """What neither chance nor the fraction of a second has made: of an id the place in the table."""
    known = _ID.sub(lambda found: f'"ID":"{found[1]}.N","db_id":"{int(found[2]) >> 32}"', said)
    return _TIMEOUT.sub('"timeout":N,"dateout":"N"', known)


def timeouts(answers: list[str | None]) -> list[int]:
    return [int(found) for said in answers for found in _TIMEOUT.findall(said or "")]
