"""A lab with an OpenSIPS in it: phones register, call each other and hang up, and every step can be traced to a line."""

from pathlib import Path
from typing import Final

import pytest

from voiplab.lab.opening import open_lab
from voiplab.lab.run import Run
from voiplab.recording.events import LineRun, Sent
from voiplab.rtp.flow import Flow
from voiplab.sip.message import Request, parse
from voiplab.text.place import ConfigError

NETWORK: Final = """\
networks: {lan: 10.0.0.0/24}
hosts: {alice: 10.0.0.11, bob: 10.0.0.12, proxy: 10.0.0.10}
cables: {delay: 1ms}
"""
LAB: Final = """\
topology: office
nodes:
  alice: {kind: phone, model: plain-rfc}
  bob: {kind: phone, model: plain-rfc}
  proxy: {kind: opensips}
runs:
  call:
    does: alice calls bob through the proxy
    script:
      - {at: 1s, alice: dial bob}
      - {when: bob rings, after: 1s, bob: answer}
      - {when: bob talks, after: 4s, alice: hang up}
"""
SCRIPT: Final = """\
socket=udp:10.0.0.10:5060
loadmodule "proto_udp.so"
loadmodule "signaling.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "maxfwd.so"
loadmodule "sipmsgops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
modparam("usrloc", "working_mode_preset", "single-instance-no-db")
route {
    if (!mf_process_maxfwd_header(10)) { send_reply(483, "Too Many Hops"); exit; }
    if (has_totag()) {
        if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
        if (!loose_route()) { send_reply(404, "Not here"); exit; }
        t_relay();
        exit;
    }
    if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
    t_check_trans();
    if (is_method("REGISTER")) { save("location"); exit; }
    record_route();
    append_hf("X-Through: proxy\\r\\n");
    if (!lookup("location")) { t_reply(404, "Not Found"); exit; }
    t_relay();
}
"""


def phone(user: str) -> str:
    return f"[phone]\nuser={user}\ndomain=10.0.0.10\nserver=10.0.0.10\n"


def written(folder: Path, script: str = SCRIPT) -> Path:
    files = {
        "lab.yaml": LAB,
        "topologies/office.yaml": NETWORK,
        "files/alice/phone.ini": phone("alice"),
        "files/bob/phone.ini": phone("bob"),
        "files/proxy/opensips.cfg": script,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder / "lab.yaml"


def played(folder: Path, seed: int = 1) -> Run:
    lab = open_lab(written(folder))
    run = Run(lab, lab.runs["call"], seed)
    run.run()
    return run


def sent(run: Run, node: str) -> list[Sent]:
    events = [event.what for event in run.recording if event.node == node and isinstance(event.what, Sent)]
    return [what for what in events if not isinstance(what.packet.payload, Flow)]


def starts(run: Run, node: str) -> list[str]:
    return [parse(bytes_of(what)).start for what in sent(run, node)]


def bytes_of(what: Sent) -> bytes:
    assert isinstance(what.packet.payload, bytes)
    return what.packet.payload


def test_two_phones_register_call_and_hang_up_through_it(tmp_path: Path) -> None:
    run = played(tmp_path)
    first_words = [start.split(" ")[0] if not start.startswith("SIP") else start[8:] for start in starts(run, "proxy")]
    assert first_words == [
        *("200 OK", "200 OK"),
        *("100 Giving it a try", "INVITE", "180 Ringing", "PRACK", "200 OK", "200 OK", "ACK"),
        *("BYE", "200 OK"),
    ]


def test_nothing_is_left_of_a_call_when_its_transactions_are_over(tmp_path: Path) -> None:
    run = played(tmp_path)
    assert [left for left in run.nodes["proxy"].leftovers() if "transaction" in left] == []


def test_a_header_that_the_script_wrote_names_its_line(tmp_path: Path) -> None:
    run = played(tmp_path)
    invite = next(what for what in sent(run, "proxy") if bytes_of(what).startswith(b"INVITE"))
    line = run.recording[invite.origins["X-Through"]].what
    assert isinstance(line, LineRun)
    assert (line.place.line, line.text) == (24, 'append_hf("X-Through: proxy\\r\\n");')
    route = run.recording[invite.origins["Record-Route"]].what
    assert isinstance(route, LineRun)
    assert route.text == "record_route();"


def test_executed_lines_belong_to_the_call(tmp_path: Path) -> None:
    run = played(tmp_path)
    invite = next(parse(bytes_of(what)) for what in sent(run, "alice") if bytes_of(what).startswith(b"INVITE"))
    assert isinstance(invite, Request)
    runs = [event.what for event in run.recording if isinstance(event.what, LineRun)]
    lines = [run.place.line for run in runs if run.call == invite.call_id]
    assert lines[:3] == [13, 14, 20]
    assert 26 in lines


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_branches(tmp_path: Path) -> None:
    def first_branch(run: Run) -> str | None:
        return next(parse(bytes_of(what)).branch for what in sent(run, "proxy") if bytes_of(what)[:6] == b"INVITE")

    one, same, other = played(tmp_path), played(tmp_path), played(tmp_path, seed=2)
    assert [bytes_of(what) for what in sent(one, "proxy")] == [bytes_of(what) for what in sent(same, "proxy")]
    assert first_branch(one) != first_branch(other)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("udp:10.0.0.10:5060", "udp:10.0.0.99:5060", "Cannot assign requested address"),
        ("route {", "route {\n    route(nowhere);", "called route [nowhere] (id=1) is not defined"),
        ("t_relay();\n}", "t_rely();\n}", "unknown command <t_rely>, missing loadmodule?"),
    ],
)
def test_what_the_real_server_does_not_start_with_is_said_in_its_words(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    lab = open_lab(written(tmp_path, SCRIPT.replace(old, new)))
    with pytest.raises(ConfigError) as refused:
        Run(lab, lab.runs["call"], 1)
    assert says in refused.value.says
