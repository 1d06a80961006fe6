"""The messages of a live run as they are told: numbers, targets and causes, in rows or in lines of JSON, and not too many."""

import json

import pytest

from tests.interop.addresses import Block
from tests.live.conftest import Open
from tests.live.softphone import options
from tests.live.stage import Datagrams, Stage
from voiplab.explain.as_json import NodeShown
from voiplab.explain.columns import Column
from voiplab.explain.ladder import Row
from voiplab.live.limits import MOST_REMARKS
from voiplab.live.remarks import LAST, Remarks
from voiplab.live.show import MOST_ROWS, Lines, Rows
from voiplab.live.telling import Audience, Said, Telling
from voiplab.net.network import Network
from voiplab.sim.moment import seconds

SERVER = 20


class Hearer:
    def __init__(self) -> None:
        self.said: list[Said] = []
        self.losses: list[tuple[int, str]] = []

    def message(self, said: Said) -> None:
        self.said.append(said)

    def lost(self, n: int, reason: str) -> None:
        self.losses.append((n, reason))


def telling(stage: Stage, audience: Audience) -> Telling:
    nodes = {"freeswitch": NodeShown("freeswitch", ()), "carol": NodeShown("phone", ())}
    told = Telling(stage.live.recording, lambda: _network(stage).routes, nodes)
    told.tell(audience)
    return told


def _network(stage: Stage) -> Network:
    return stage.live.run.network


def test_messages_are_numbered_from_the_first_on_and_known_by_their_nodes(opened: Open, own: Block) -> None:
    stage = opened("office-with-phones")
    hearer = Hearer()
    telling(stage, hearer)
    program = Datagrams(stage, own.at(30))
    stage.until(lambda: len(hearer.said) == 8)
    program.send(options(program.at, 1), own.at(SERVER))
    stage.until(lambda: program.got)
    assert [said.n for said in hearer.said] == list(range(1, 11))
    assert [(said.source, said.target) for said in hearer.said[:2]] == [("carol", "freeswitch"), ("dave", "freeswitch")]
    assert [(said.source, said.target) for said in hearer.said[8:]] == [
        (own[30], "freeswitch"),
        ("freeswitch", own[30]),
    ]


def test_keep_alives_and_media_are_no_messages(opened: Open, own: Block) -> None:
    stage = opened("office")
    hearer = Hearer()
    told = telling(stage, hearer)
    program = Datagrams(stage, own.at(30))
    for payload in (b"\r\n\r\n", b"\0\0\0\0", b"\r\n", options(program.at, 1)):
        program.send(payload, own.at(SERVER))
    stage.until(lambda: program.got)
    assert told.count == len(hearer.said) == 2


def test_a_message_that_is_lost_is_told_by_its_number(opened: Open, own: Block) -> None:
    stage = opened("office")
    hearer = Hearer()
    telling(stage, hearer)
    stage.live.run.network.unplug("freeswitch")
    program = Datagrams(stage, own.at(30))
    program.send(options(program.at, 1), own.at(SERVER))
    stage.until(lambda: hearer.losses)
    assert hearer.losses == [(1, "freeswitch is unplugged")]


def test_json_has_the_bytes_as_they_were_and_the_message_that_caused_another(opened: Open, own: Block) -> None:
    stage = opened("office")
    hearer = Hearer()
    told = telling(stage, hearer)
    program = Datagrams(stage, own.at(30))
    raw = options(program.at, 1).replace(b"Content-Length", b"Subject: \xff\xc3\xa9\r\nContent-Length")
    program.send(raw, own.at(SERVER))
    stage.until(lambda: program.got)
    first, second = (told.as_json(said) for said in hearer.said)
    assert str(first["raw"]).encode("utf-8", "surrogateescape") == raw
    assert first["cause"] is None
    assert second["cause"] == {"kind": "packet", "message": 1, "node": "freeswitch"}
    assert (first["src"], first["dst"], first["transport"]) == (str(program.at), str(own.at(SERVER)), "UDP")
    assert json.loads(json.dumps([first, second])) == [first, second]


def test_lines_are_written_once_per_turn(opened: Open, own: Block) -> None:
    stage = opened("office")
    written: list[str] = []
    lines = Lines(lambda said: {"n": said.n}, written.append)
    telling(stage, lines)
    program = Datagrams(stage, own.at(30))
    program.send(options(program.at, 1), own.at(SERVER))
    stage.until(lambda: program.got)
    lines.flush(0)
    lines.flush(0)
    assert written == ['{"n": 1}\n{"n": 2}\n']


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_more_rows_are_drawn_than_a_person_reads_and_the_others_are_counted(
    opened: Open, own: Block, width: int
) -> None:
    stage = opened("office")
    drawn: list[Row] = []
    rows = Rows([Column("freeswitch")], width, drawn.extend)
    told = telling(stage, rows)
    program = Datagrams(stage, own.at(30))
    for number in range(100):
        program.send(options(program.at, number), own.at(SERVER))
    stage.until(lambda: len(program.got) == 100)
    assert told.count == 200
    assert list(dict.fromkeys(row.message for row in drawn if row.message)) == list(range(1, MOST_ROWS + 1))
    rows.flush(stage.clock.now() + seconds(1))
    assert "... and 160 more in this second" in str(drawn[-1])
    assert max(len(str(row)) for row in drawn) <= width


def test_how_something_was_heard_is_a_row_of_its_own() -> None:
    drawn: list[Row] = []
    rows = Rows([Column("carol")], 60, drawn.extend)
    for _ in range(2 * MOST_ROWS):
        rows.report("carol", "heard 127.0.0.30:4000 at port 49170: 12 packets, 1 lost")
    assert list(map(str, drawn)) == MOST_ROWS * [
        "~ carol heard 127.0.0.30:4000 at port 49170: 12 packets, 1",
        "    lost",
    ]


def test_a_remark_is_made_once_and_there_is_an_end_to_them() -> None:
    said: list[str] = []
    remarks = Remarks(said.append)
    for number in range(1_000):
        remarks(f"remark {number}")
        remarks(f"remark {number}")
    assert said == [*(f"remark {number}" for number in range(MOST_REMARKS)), LAST]
