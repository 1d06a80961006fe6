"""Branch, reply and failure routes; parallel and serial forking; which of several negative replies the caller gets."""

import pytest

from tests.opensips.bench import ALICE, BOB, CAROL, Bench, Seen, answer, invite, request
from voiplab.opensips.tm.priority import best

FORK = """
route {
    if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
    if (is_method("ACK")) { t_relay(); exit; }
    t_on_branch("b"); t_on_reply("r"); t_on_failure("f");
    $ru = "sip:bob@127.0.0.12:5060";
    append_branch("sip:carol@127.0.0.13:5060");
    t_relay();
}
"""
QUIET = "branch_route[b] { $var(b) = 1; }\nonreply_route[r] { $var(b) = 1; }\nfailure_route[f] { $var(b) = 1; }\n"


def forked(routes: str = QUIET) -> tuple[Bench, Seen, Seen]:
    """Alice's call is at Bob's and at Carol's."""
    bench = Bench(FORK + routes)
    _, bob, carol = bench.send(ALICE, *invite())
    return bench, bob, carol


def starts(seen: list[Seen]) -> list[str]:
    return [f"{one.target.ip[-2:]} {one.start}" for one in seen]


def test_a_fork_has_one_branch_for_each_target_with_numbers_in_order() -> None:
    _, bob, carol = forked()
    assert (bob.target, carol.target) == (BOB, CAROL)
    one, other = bob.message.branch or "", carol.message.branch or ""
    assert (one[:-1], one[-1], other[-1]) == (other[:-1], "0", "1")


def test_a_branch_route_runs_once_for_each_branch_and_changes_only_its_own() -> None:
    route = 'branch_route[b] { xlog("$T_branch_idx $ru"); append_hf("X-Branch: $T_branch_idx\\r\\n"); }\n'
    bench, bob, carol = forked(route + QUIET.partition("\n")[2])
    assert bench.log == ["0 sip:bob@127.0.0.12:5060", "1 sip:carol@127.0.0.13:5060"]
    own = [[line for line in seen.lines if line.startswith("X-Branch")] for seen in (bob, carol)]
    assert own == [["X-Branch: 0"], ["X-Branch: 1"]]


def test_a_dropped_branch_is_not_there() -> None:
    route = 'branch_route[b] { if ($rU == "bob") drop; }\n' + QUIET.partition("\n")[2]
    bench = Bench(FORK + route)
    assert starts(bench.send(ALICE, *invite()))[1:] == ["13 INVITE sip:carol@127.0.0.13:5060 SIP/2.0"]


def test_a_reply_route_sees_every_reply_and_its_branch() -> None:
    route = 'onreply_route[r] { xlog("$rs $rr $T_branch_idx"); }\n'
    bench, bob, carol = forked(QUIET.replace("onreply_route[r] { $var(b) = 1; }\n", route))
    bench.send(CAROL, *answer(carol, "180 Ringing", "c1"))
    bench.send(BOB, *answer(bob, "486 Busy Here"))
    assert bench.log == ["180 Ringing 1", "486 Busy Here 0"]


def test_drop_in_a_reply_route_holds_back_what_is_provisional_and_nothing_else() -> None:
    bench, bob, _ = forked(QUIET.replace("onreply_route[r] { $var(b) = 1; }", "onreply_route[r] { drop; }"))
    assert bench.send(BOB, *answer(bob, "180 Ringing")) == []
    assert starts(bench.send(BOB, *answer(bob, "200 OK")))[0] == "11 SIP/2.0 200 OK"


def test_the_nameless_reply_route_runs_for_replies_of_nobody_too() -> None:
    bench = Bench('route { exit; }\nonreply_route { xlog("$rs"); }\n')
    bench.send(BOB, "SIP/2.0 200 OK", *request("OPTIONS", "sip:a@b")[1:])
    assert bench.log == ["200"]


def test_the_status_of_a_reply_can_be_changed() -> None:
    route = 'onreply_route[r] { if ($rs == 486) change_reply_status(480, "Gone"); }'
    bench = Bench(
        'route { t_on_reply("r"); $ru = "sip:bob@127.0.0.12:5060"; t_relay(); }\n' + route + "\n",
    )
    _, relayed = bench.send(ALICE, *invite())
    assert bench.send(BOB, *answer(relayed, "486 Busy Here"))[-1].start == "SIP/2.0 480 Gone"


def test_the_first_2xx_wins_and_the_others_are_cancelled_as_answered_elsewhere() -> None:
    bench, bob, carol = forked()
    bench.send(BOB, *answer(bob, "180 Ringing"))
    bench.send(CAROL, *answer(carol, "180 Ringing", "c1"))
    ok, cancel = bench.send(CAROL, *answer(carol, "200 OK", "c1"))
    assert starts([ok, cancel]) == ["11 SIP/2.0 200 OK", "12 CANCEL sip:bob@127.0.0.12:5060 SIP/2.0"]
    assert 'Reason: SIP ;cause=200 ;text="Call completed elsewhere"' in cancel.lines


def test_negative_replies_wait_for_each_other_and_the_best_goes_back() -> None:
    bench, bob, carol = forked()
    assert starts(bench.send(BOB, *answer(bob, "486 Busy Here"))) == ["12 ACK sip:bob@127.0.0.12:5060 SIP/2.0"]
    assert starts(bench.send(CAROL, *answer(carol, "480 Unavailable", "c1")))[1:] == ["11 SIP/2.0 480 Unavailable"]


def test_a_6xx_goes_back_at_once_and_the_rest_is_cancelled_without_reason() -> None:
    bench, bob, carol = forked()
    bench.send(CAROL, *answer(carol, "180 Ringing", "c1"))
    ack, cancel, declined = bench.send(BOB, *answer(bob, "603 Decline"))
    assert starts([ack, cancel, declined]) == [
        "12 ACK sip:bob@127.0.0.12:5060 SIP/2.0",
        "13 CANCEL sip:carol@127.0.0.13:5060 SIP/2.0",
        "11 SIP/2.0 603 Decline",
    ]
    assert not [line for line in cancel.lines if line.startswith("Reason")]


@pytest.mark.parametrize(
    ("statuses", "cancelled", "wins"),
    [
        ((486, 480), False, 480),
        ((404, 603), False, 603),
        ((404, 302), False, 302),
        ((404, 401), False, 401),
        ((401, 407), False, 401),
        ((484, 420), False, 420),
        ((500, 486), False, 486),
        ((408, 500), False, 500),
        ((503, 408), False, 408),
        ((486, 487), False, 486),
        ((486, 487), True, 487),
        ((603, 487), True, 487),
    ],
)
def test_which_reply_is_the_best(statuses: tuple[int, ...], cancelled: bool, wins: int) -> None:
    assert statuses[best(statuses, cancelled)] == wins


FAILOVER = """
route {
    if (is_method("ACK")) { t_relay(); exit; }
    t_on_failure("f");
    $avp(tries) = 1;
    $ru = "sip:bob@127.0.0.12:5060";
    t_relay();
}
"""


def failing(failure_route: str) -> tuple[Bench, list[Seen]]:
    """Bob is busy; what the server does then."""
    bench = Bench(FAILOVER + f"failure_route[f] {{ {failure_route} }}\n")
    _, relayed = bench.send(ALICE, *invite())
    return bench, bench.send(BOB, *answer(relayed, "486 Busy Here"))[1:]


def test_a_failure_route_sees_the_code_and_the_r_uri_that_was_dialled() -> None:
    bench, sent = failing('xlog("$T_reply_code $rs $ru $avp(tries)");')
    assert bench.log == ["486 <null> sip:bob@127.0.0.10 1"]
    assert starts(sent) == ["11 SIP/2.0 486 Busy Here"]


def test_a_failure_route_may_relay_once_more_along_the_next_branch() -> None:
    bench, (relayed,) = failing('if (t_check_status("486|408")) { $ru = "sip:carol@127.0.0.13:5060"; t_relay(); }')
    assert relayed.target == CAROL
    assert (relayed.message.branch or "").endswith(".1")
    assert starts(bench.send(CAROL, *answer(relayed, "200 OK", "c1"))) == ["11 SIP/2.0 200 OK"]


def test_a_failure_route_runs_once_unless_it_is_armed_again() -> None:
    bench, (relayed,) = failing('xlog("failed"); $ru = "sip:carol@127.0.0.13:5060"; t_relay();')
    assert starts(bench.send(CAROL, *answer(relayed, "480 Gone", "c1")))[1:] == ["11 SIP/2.0 480 Gone"]
    assert bench.log == ["failed"]


def test_of_all_branches_of_a_serial_fork_the_best_reply_goes_back() -> None:
    bench, (relayed,) = failing('$ru = "sip:carol@127.0.0.13:5060"; t_relay();')
    assert starts(bench.send(CAROL, *answer(relayed, "500 Broken", "c1")))[1:] == ["11 SIP/2.0 486 Busy Here"]


def test_a_failure_route_may_answer_itself() -> None:
    _, (reply,) = failing('t_reply(480, "Nobody Home");')
    assert reply.start == "SIP/2.0 480 Nobody Home"
    assert reply.lines[2].startswith("To: <sip:bob@127.0.0.10>;tag=4837-")


def test_lines_that_a_failure_route_adds_are_in_its_reply() -> None:
    _, (reply,) = failing('append_to_reply("X-A: 1\\r\\n"); t_reply(480, "No");')
    assert "X-A: 1" in reply.lines


def test_a_target_without_address_in_a_failure_route_leaves_the_reply_as_it_was() -> None:
    bench, sent = failing('$ru = "sip:x@no.such.host"; t_relay(); xlog("$rc");')
    assert starts(sent) == ["11 SIP/2.0 486 Busy Here"]
    assert bench.log[-1] == "-4"


def test_headers_that_the_main_route_added_are_there_again_in_the_next_branch() -> None:
    script = FAILOVER.replace("t_relay();\n}", 'append_hf("X-Main: 1\\r\\n"); t_relay();\n}')
    bench = Bench(
        script + 'failure_route[f] { append_hf("X-Failure: 1\\r\\n"); $ru = "sip:carol@127.0.0.13:5060"; t_relay(); }\n'
    )
    _, relayed = bench.send(ALICE, *invite())
    _, again = bench.send(BOB, *answer(relayed, "486 Busy Here"))
    assert again.lines[-2:] == ["X-Main: 1", "X-Failure: 1"]


def test_a_cancelled_call_is_known_in_the_failure_route() -> None:
    script = FAILOVER.replace(
        "    t_on", '    if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }\n    t_on'
    )
    bench = Bench(script + 'failure_route[f] { if (t_was_cancelled()) { xlog("cancelled"); exit; } }\n')
    _, relayed = bench.send(ALICE, *invite())
    bench.send(BOB, *answer(relayed, "180 Ringing"))
    bench.send(ALICE, *request("CANCEL", "sip:bob@127.0.0.10"))
    assert (
        starts(bench.send(BOB, *answer(relayed, "487 Request Terminated")))[-1] == "11 SIP/2.0 487 Request Terminated"
    )
    assert bench.log == ["cancelled"]


def test_a_reply_of_tm_may_have_a_body() -> None:
    bench = Bench(
        'route { append_to_reply("Content-Type: text/plain\\r\\n"); t_reply_with_body(403, "No", "because"); }\n'
    )
    reply = bench.send(ALICE, *invite())[-1]
    assert reply.text.endswith("Content-Length: 7\r\n\r\nbecause")


def test_what_is_relayed_after_a_final_reply_brings_no_second_one() -> None:
    bench = Bench('route { t_reply(404, "No"); $ru = "sip:bob@127.0.0.12:5060"; t_relay(); }\n')
    _, refused, relayed = bench.send(ALICE, *invite())
    assert (refused.start, relayed.target) == ("SIP/2.0 404 No", BOB)
    assert starts(bench.send(BOB, *answer(relayed, "486 Busy Here"))) == ["12 ACK sip:bob@127.0.0.12:5060 SIP/2.0"]


def test_a_connection_that_nobody_takes_is_477() -> None:
    head = 'socket=tcp:127.0.0.10:5060\nloadmodule "proto_tcp.so"\n'
    bench = Bench(head + 'route { $ru = "sip:bob@127.0.0.12:5060;transport=tcp"; t_relay(); }\n')
    bench.send(ALICE, *invite())
    assert starts(bench.wait(1) or bench.sent)[-1].endswith("477 Send failed (477/TM)")


def test_a_copy_of_a_request_with_a_transaction_ends_the_script_at_t_newtran() -> None:
    bench = Bench('route { if (!t_newtran()) exit; xlog("new"); }\n')
    bench.send(ALICE, *invite())
    bench.send(ALICE, *invite())
    assert bench.log == ["new"]
