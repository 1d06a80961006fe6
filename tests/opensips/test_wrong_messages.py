"""Whatever arrives, the server goes on: broken messages are dropped or answered, as by the real one, and nothing is raised."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.opensips.bench import ALICE, BOB, Bench, answer, invite, request

SCRIPT: Final = """
route {
    xlog("$ru $rU $rd $rp $fu $fU $fn $ft $tu $tt $ci $cs $ct $(ct.fields(q)) $ua $hdr(Via) $si $du $dd $cl $rb $au $ml\\n");
    if (!mf_process_maxfwd_header(10)) { send_reply(483, "Too Many Hops"); exit; }
    force_rport();
    append_hf("X-A: 1\\r\\n", "From"); insert_hf("X-B: 1\\r\\n"); remove_hf("User-Agent"); add_rr_param(";x=1");
    list_hdr_add_option("Supported", "x"); replace("alice", "eve"); subst("/bob/carol/g"); record_route();
    if (has_totag()) {
        if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
        if (loose_route()) { t_relay(); exit; }
    }
    if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
    t_check_trans();
    if (is_method("REGISTER")) { save("location"); exit; }
    t_on_reply("r"); t_on_failure("f"); t_on_branch("b");
    $ru = "sip:bob@127.0.0.12:5060";
    if (!t_relay()) send_reply(500, "No");
}
branch_route[b] { append_hf("X-C: 1\\r\\n"); }
onreply_route { xlog("$rs $rr $T_reply_code\\n"); }
onreply_route[r] { append_hf("X-D: 1\\r\\n"); remove_hf("Server"); xlog("$T_branch_idx $rs $tt\\n"); }
failure_route[f] { xlog("$T_reply_code\\n"); t_reply(480, "No"); }
"""
METHODS: Final = ("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE", "PRACK", "FOO")
ODD: Final = (
    "Via: ", "Via: SIP/2.0/UDP", "Via: SIP/2.0/UDP 1.2.3.4:99999;branch=z9hG4bK", "v: SIP/2.0/UDP 127.0.0.11;rport;branch=x",
    "Via: SIP/2.0/UDP a, SIP/2.0/TCP b;branch=z9hG4bKq", "From: ", "From: <sip:>;tag", "f: sip:x;tag=1;tag=2", "To: <", "t: *",
    "Call-ID: ", "CSeq: x", "CSeq: 99999999999 INVITE", "CSeq: 1", "Max-Forwards: -1", "Max-Forwards: 9999999999",
    "Max-Forwards: x", "Route: <sip:127.0.0.10;lr>", "Route: ,,", "Route: <sip:127.0.0.10;lr;r2=on>", "Record-Route: <",
    "Contact: *", "Contact: <sip:", "Content-Length: 5", "Content-Type: ", "Supported: ", "Expires: x",
    "Authorization: Digest", "X: \x7f\xff", "Content-Length: " + "9" * 5000, "CSeq: " + "9" * 5000 + " INVITE",
    "Max-Forwards: " + "9" * 5000,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    method=some.sampled_from(METHODS),
    uri=some.sampled_from(
        ("sip:bob@127.0.0.10", "sip:127.0.0.10;lr", "tel:+1", "x", "sip:", "sip:a@[::1]:7", "http://a")
    ),
    dropped=some.sets(some.integers(0, 6), max_size=3),
    odd=some.lists(some.sampled_from(ODD), max_size=4),
    tag=some.sampled_from(("", "b1")),
)
def test_a_request_with_broken_and_missing_headers_is_survived(
    method: str, uri: str, dropped: set[int], odd: list[str], tag: str
) -> None:
    bench = Bench(SCRIPT)
    start, *lines = request(method, uri, to_tag=tag)
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    bench.send(ALICE, start, *kept, *odd, body="hello")
    bench.send(ALICE, start, *odd, *kept, body="hello")
    bench.wait(40)


@settings(max_examples=50, deadline=None)
@given(
    status=some.sampled_from(
        ("100 Trying", "180 Ringing", "200 OK", "302 Moved", "486 Busy", "699 X", "099 X", "700 X", "2 OK", "")
    ),
    dropped=some.sets(some.integers(0, 7), max_size=3),
    odd=some.lists(some.sampled_from(ODD), max_size=3),
    times=some.integers(1, 3),
)
def test_a_broken_reply_is_survived(status: str, dropped: set[int], odd: list[str], times: int) -> None:
    bench = Bench(SCRIPT)
    relayed = bench.send(ALICE, *invite())[-1]
    start, *lines = answer(relayed, status)
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    for _ in range(times):
        bench.send(BOB, start, *kept, *odd)
    bench.wait(40)


@settings(max_examples=50, deadline=None)
@given(some.binary(max_size=200))
def test_noise_is_dropped(noise: bytes) -> None:
    bench = Bench(SCRIPT)
    assert bench.send(ALICE, noise.decode("latin-1")) == []


@pytest.mark.parametrize("order", [(180, 200, 180, 486), (486, 200), (200, 486, 200), (603, 200), (408, 100, 180)])
def test_replies_in_an_impossible_order_end_a_call_once(order: tuple[int, ...]) -> None:
    bench = Bench(SCRIPT)
    relayed = bench.send(ALICE, *invite())[-1]
    for status in order:
        bench.send(BOB, *answer(relayed, f"{status} X"))
    finals = [seen.start for seen in bench.sent if seen.target == ALICE and not seen.start.startswith("SIP/2.0 1")]
    assert len(dict.fromkeys(finals)) == 1


def test_a_thousand_calls_leave_nothing() -> None:
    bench = Bench(SCRIPT)
    for number in range(1000):
        relayed = bench.send(ALICE, *invite(branch=f"z9hG4bK-{number}", call=f"call-{number}"))[-1]
        bench.send(BOB, *answer(relayed, "200 OK"))
    bench.wait(20)
    assert bench.server.leftovers() == []


def test_a_reply_whose_branch_has_an_endless_number_belongs_to_nobody() -> None:
    bench = Bench(SCRIPT)
    relayed = bench.send(ALICE, *invite())[-1]
    lines = list(answer(relayed, "200 OK"))
    lines[1] = f"Via: SIP/2.0/UDP 127.0.0.10:5060;branch={(relayed.message.branch or '')[:-1]}{'9' * 5000}"
    assert bench.send(BOB, *lines) == []


def test_numbers_of_many_digits_in_a_header_are_survived_by_the_script() -> None:
    bench = Bench('route { xlog("$(hdr(X){s.int}) $(hdr(X){s.hex2dec}) $(hdr(X){s.dec2hex}) $cl"); $rp = $hdr(X); }\n')
    bench.send(ALICE, *invite()[:-1], f"X: {'9' * 5000}", "Content-Length: 0")
    assert len(bench.log) == 1


def test_a_message_that_becomes_too_large_for_a_datagram_is_not_forwarded() -> None:
    bench = Bench('route { $ru = "sip:bob@127.0.0.12:5060"; t_relay(); }\n')
    start, *lines = invite()
    size = len("\r\n".join((start, *lines))) + len("\r\nX: \r\n\r\n")
    seen = bench.send(ALICE, start, *lines, f"X: {'x' * (65_507 - size)}")
    assert [one.start for one in seen] == ["SIP/2.0 100 Giving it a try", "SIP/2.0 500 Server error occurred (1/TM)"]
