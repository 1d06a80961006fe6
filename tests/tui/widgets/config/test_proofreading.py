from tests.tui.desks import desk, played
from voiplab.text.remark import Effect
from voiplab.tui.desk.desk import Desk
from voiplab.tui.desk.editions import Editions
from voiplab.tui.widgets.config.proofreading import Proof, Read


def read(of: Desk, node: str, path: str, text: bytes) -> Read:
    plan = of.lab.nodes[node]
    files = {**of.files[node], path: text}
    return Proof(plan.kind, plan.model, path, files, Editions(of.player).of(node, path)).read()


def test_an_error_is_located_in_the_text_that_is_typed() -> None:
    here = desk("first-proxy")
    text = here.files["opensips"]["opensips.cfg"].replace(b"t_relay();\n}", b"t_relay()\n}")
    found = read(here, "opensips", "opensips.cfg", text).findings
    assert [(line, found.effect(line)) for line in found.lines] == [(line, Effect.ERROR) for line in found.lines]
    assert text.splitlines()[min(found.troubles) - 1] == b"}"


def test_a_file_that_no_telephone_reads_is_an_error_and_no_traceback() -> None:
    found = read(desk("prack-microsip"), "alice", "MicroSIP.ini", b"\0").findings
    assert found.effect(1) is Effect.ERROR


def test_lines_of_the_run_are_those_of_the_text_further_down() -> None:
    here = played("prack-microsip")
    path = "dialplan/default.xml"
    text = b"<!-- one line more -->\n" + here.files["freeswitch"][path]
    [(since, played_lines)] = read(here, "freeswitch", path, text).played
    assert since == 0
    assert (played_lines.get(1), played_lines[2], played_lines[7]) == (None, 1, 6)
