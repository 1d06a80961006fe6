"""A script at work: what is relayed, what is answered, and how it looks on the wire."""

from tests.opensips.bench import ALICE, BOB, CAROL, MODULES, Bench, Seen, answer, invite, request
from voiplab.sim.moment import ms, seconds

RELAY = """
route {
    if (!mf_process_maxfwd_header(10)) { send_reply(483, "Too Many Hops"); exit; }
    if (has_totag()) {
        if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
        if (!loose_route()) { send_reply(404, "Not here"); exit; }
        t_relay(); exit;
    }
    if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
    t_check_trans();
    record_route();
    $ru = "sip:bob@127.0.0.12:5060";
    t_relay();
}
"""


def test_an_invite_is_relayed_with_our_record_route_and_via_on_top_and_all_else_in_its_place() -> None:
    trying, relayed = Bench(RELAY).send(ALICE, *invite())
    assert trying.target == ALICE
    assert trying.lines == [
        "SIP/2.0 100 Giving it a try",
        "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-1",
        "To: <sip:bob@127.0.0.10>",
        "From: <sip:alice@127.0.0.10>;tag=a1",
        "Call-ID: call-1",
        "CSeq: 1 INVITE",
        "Server: OpenSIPS (3.2.10 (x86_64/linux))",
        "Content-Length: 0",
    ]
    assert relayed.target == BOB
    branch = relayed.message.branch
    assert relayed.lines == [
        "INVITE sip:bob@127.0.0.12:5060 SIP/2.0",
        "Record-Route: <sip:127.0.0.10;lr;ftag=a1>",
        f"Via: SIP/2.0/UDP 127.0.0.10:5060;branch={branch}",
        "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-1",
        "Max-Forwards: 69",
        *invite()[3:],
    ]


def ringing(bench: Bench, status: str = "180 Ringing") -> Seen:
    """The INVITE at Bob's, who has said something to it."""
    _, relayed = bench.send(ALICE, *invite())
    bench.send(BOB, *answer(relayed, status))
    return relayed


def test_replies_are_passed_on_without_our_via_and_100_stays_here() -> None:
    bench = Bench(RELAY)
    _, relayed = bench.send(ALICE, *invite())
    assert bench.send(BOB, *answer(relayed, "100 Trying")) == []
    (seen,) = bench.send(BOB, *answer(relayed, "180 Ringing"))
    assert seen.target == ALICE
    assert seen.lines == [
        "SIP/2.0 180 Ringing",
        "Record-Route: <sip:127.0.0.10;lr;ftag=a1>",
        "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-1",
        "From: <sip:alice@127.0.0.10>;tag=a1",
        "Call-ID: call-1",
        "CSeq: 1 INVITE",
        "To: <sip:bob@127.0.0.10>;tag=b1",
        "Content-Length: 0",
    ]


def test_of_two_values_in_one_via_the_first_is_taken_away() -> None:
    bench = Bench(RELAY)
    _, relayed = bench.send(ALICE, *invite())
    start, *lines = answer(relayed, "180 Ringing")
    vias = [line.partition(": ")[2] for line in lines if line.startswith("Via:")]
    others = [line for line in lines if not line.startswith("Via:")]
    (seen,) = bench.send(BOB, start, f"Via: {', '.join(vias)}", *others)
    assert seen.lines[1] == "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-1"


def test_the_ack_to_a_2xx_has_the_branch_of_its_invite_with_the_next_number_but_one() -> None:
    bench = Bench(RELAY)
    relayed = ringing(bench, "200 OK")
    start, *rest = request("ACK", "sip:bob@127.0.0.12:5060", "z9hG4bK-2", to_tag="b1")
    (seen,) = bench.send(ALICE, start, "Route: <sip:127.0.0.10;lr>", *rest)
    branch = relayed.message.branch or ""
    assert branch.endswith(".0")
    assert seen.message.branch == branch[:-1] + "2"


def test_every_copy_of_a_2xx_is_passed_on_and_none_is_made_here() -> None:
    bench = Bench(RELAY)
    relayed = ringing(bench, "200 OK")
    assert bench.wait(1) == []
    assert [seen.start for seen in bench.send(BOB, *answer(relayed, "200 OK"))] == ["SIP/2.0 200 OK"]


def test_a_copy_of_the_invite_is_answered_with_the_latest_reply_and_goes_no_further() -> None:
    bench = Bench(RELAY)
    ringing(bench)
    assert [seen.start for seen in bench.send(ALICE, *invite())] == ["SIP/2.0 180 Ringing"]


def test_a_negative_reply_is_acknowledged_here_and_repeated_until_the_caller_does() -> None:
    bench = Bench(RELAY)
    _, relayed = bench.send(ALICE, *invite())
    ack, busy = bench.send(BOB, *answer(relayed, "486 Busy Here"))
    assert ack.target == BOB
    assert ack.lines == [
        "ACK sip:bob@127.0.0.12:5060 SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.10:5060;branch={relayed.message.branch}",
        "From: <sip:alice@127.0.0.10>;tag=a1",
        "Call-ID: call-1",
        "To: <sip:bob@127.0.0.10>;tag=b1",
        "CSeq: 1 ACK",
        "Max-Forwards: 70",
        "User-Agent: OpenSIPS (3.2.10 (x86_64/linux))",
        "Content-Length: 0",
    ]
    assert (busy.target, busy.start) == (ALICE, "SIP/2.0 486 Busy Here")
    assert [seen.at for seen in bench.wait(4)] == [ms(500), ms(1500), ms(3500)]
    bench.send(ALICE, *request("ACK", "sip:bob@127.0.0.10", to_tag="b1"))
    assert bench.wait(10) == []


def test_an_invite_is_repeated_after_half_a_second_one_two_and_then_every_four() -> None:
    bench = Bench(RELAY)
    bench.wait(0.03)
    bench.send(ALICE, *invite())
    copies = [seen.at for seen in bench.wait(20) if seen.start.startswith("INVITE")]
    assert copies == [ms(600), ms(1600), ms(3600), ms(7600), ms(11600), ms(15600), ms(19600)]


def test_silence_ends_with_408_and_no_cancel_when_the_timer_of_whole_seconds_comes_by() -> None:
    bench = Bench('modparam("tm", "fr_timeout", 3)\n' + RELAY)
    bench.wait(0.2)
    bench.send(ALICE, *invite())
    ended = [seen for seen in bench.wait(4) if not seen.start.startswith("INVITE")]
    assert [(seen.at, seen.start) for seen in ended[:1]] == [(seconds(3), "SIP/2.0 408 Request Timeout")]
    assert not [seen for seen in ended if seen.start.startswith("CANCEL")]


def test_whoever_rings_too_long_is_cancelled_and_the_caller_hears_408_at_once() -> None:
    bench = Bench('modparam("tm", "fr_inv_timeout", 4)\n' + RELAY)
    ringing(bench)
    cancel, timeout = bench.wait(5)[:2]
    assert cancel.start == "CANCEL sip:bob@127.0.0.12:5060 SIP/2.0"
    assert 'Reason: SIP;cause=480;text="NO_ANSWER"' in cancel.lines
    assert (timeout.start, timeout.at) == ("SIP/2.0 408 Request Timeout", cancel.at)


def test_each_180_starts_the_wait_for_an_answer_anew() -> None:
    bench = Bench('modparam("tm", "fr_inv_timeout", 4)\n' + RELAY)
    relayed = ringing(bench)
    bench.wait(3)
    bench.send(BOB, *answer(relayed, "180 Ringing"))
    assert bench.wait(3) == []
    assert [seen.start[:6] for seen in bench.wait(2)][:1] == ["CANCEL"]


def test_unless_restart_fr_on_each_reply_is_off() -> None:
    head = 'modparam("tm", "fr_inv_timeout", 4)\nmodparam("tm", "restart_fr_on_each_reply", 0)\n'
    bench = Bench(head + RELAY)
    relayed = ringing(bench)
    bench.wait(3)
    bench.send(BOB, *answer(relayed, "180 Ringing"))
    assert [seen.start[:6] for seen in bench.wait(2)][:1] == ["CANCEL"]


def test_fr_inv_timeout_may_be_set_for_one_call() -> None:
    bench = Bench(RELAY.replace("record_route();", "record_route(); $T_fr_inv_timeout = 2;"))
    ringing(bench)
    assert [seen.start[:6] for seen in bench.wait(3)][:1] == ["CANCEL"]


def test_a_cancel_is_answered_here_and_another_one_goes_on() -> None:
    bench = Bench(RELAY)
    relayed = ringing(bench)
    ok, cancel = bench.send(ALICE, *request("CANCEL", "sip:bob@127.0.0.10"))
    assert (ok.target, ok.start) == (ALICE, "SIP/2.0 200 canceling")
    assert cancel.lines == [
        "CANCEL sip:bob@127.0.0.12:5060 SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.10:5060;branch={relayed.message.branch}",
        "From: <sip:alice@127.0.0.10>;tag=a1",
        "Call-ID: call-1",
        "To: <sip:bob@127.0.0.10>",
        "CSeq: 1 CANCEL",
        "Max-Forwards: 70",
        'Reason: SIP;cause=487;text="ORIGINATOR_CANCEL"',
        "User-Agent: OpenSIPS (3.2.10 (x86_64/linux))",
        "Content-Length: 0",
    ]
    bench.send(BOB, *answer(cancel, "200 OK"))
    ack, terminated = bench.send(BOB, *answer(relayed, "487 Request Terminated"))
    assert (ack.start[:3], terminated.start) == ("ACK", "SIP/2.0 487 Request Terminated")


def test_before_anybody_has_rung_a_cancel_waits_for_a_provisional_reply() -> None:
    bench = Bench(RELAY)
    _, relayed = bench.send(ALICE, *invite())
    assert [seen.start for seen in bench.send(ALICE, *request("CANCEL", "sip:bob@127.0.0.10"))] == [
        "SIP/2.0 200 canceling"
    ]
    assert [seen.start[:6] for seen in bench.send(BOB, *answer(relayed, "180 Ringing"))][-1] == "CANCEL"


def test_a_cancel_of_nothing_is_left_to_the_script() -> None:
    assert Bench(RELAY).send(ALICE, *request("CANCEL", "sip:bob@127.0.0.10")) == []


def test_other_requests_have_no_100_and_are_repeated_every_four_seconds_when_somebody_tries() -> None:
    bench = Bench(RELAY)
    (relayed,) = bench.send(ALICE, *request("MESSAGE", "sip:bob@127.0.0.10"))
    assert relayed.target == BOB
    bench.send(BOB, *answer(relayed, "100 Trying"))
    assert [seen.at for seen in bench.wait(9)] == [ms(500), ms(4500), ms(8500)]
    assert [seen.start for seen in bench.send(BOB, *answer(relayed, "200 OK"))] == ["SIP/2.0 200 OK"]
    assert bench.wait(10) == []


def test_a_host_that_nobody_knows_is_476_and_no_error_for_the_script() -> None:
    bench = Bench('route { $ru = "sip:bob@no.such.host"; if (!t_relay()) xlog("failed"); }\n')
    assert [seen.start for seen in bench.send(ALICE, *invite())] == [
        "SIP/2.0 100 Giving it a try",
        "SIP/2.0 476 Unresolvable destination (476/TM)",
    ]
    assert "failed" not in bench.log


def test_a_503_becomes_500_on_its_way_back() -> None:
    bench = Bench(RELAY)
    _, relayed = bench.send(ALICE, *invite())
    assert bench.send(BOB, *answer(relayed, "503 Overloaded"))[-1].start == "SIP/2.0 500 Overloaded"


def test_transactions_are_forgotten_some_seconds_after_their_end() -> None:
    bench = Bench(RELAY)
    ringing(bench, "200 OK")
    assert bench.server.leftovers() != []
    bench.wait(7)
    assert bench.server.leftovers() == []


def test_next_hop_and_socket_are_those_that_the_script_wants() -> None:
    head = MODULES.replace("socket=udp:127.0.0.10:5060", "socket=udp:127.0.0.10:5060\nsocket=udp:127.0.0.10:5080")
    bench = Bench('route { $du = "sip:127.0.0.13:5060"; force_send_socket("udp:127.0.0.10:5080"); t_relay(); }\n', head)
    _, relayed = bench.send(ALICE, *invite())
    assert relayed.target == CAROL
    assert relayed.lines[0] == "INVITE sip:bob@127.0.0.10 SIP/2.0"
    assert relayed.lines[1].startswith("Via: SIP/2.0/UDP 127.0.0.10:5080;branch=")


def test_a_script_may_give_its_own_reason_for_a_cancel() -> None:
    given = r'"Reason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\r\n"'
    relay = "if (t_check_trans()) t_relay();"
    bench = Bench(RELAY.replace(relay, f"if (t_check_trans()) {{ t_add_cancel_reason({given}); t_relay(); }}"))
    ringing(bench)
    _, cancel = bench.send(ALICE, *request("CANCEL", "sip:bob@127.0.0.10"))
    reasons = [line for line in cancel.lines if line.startswith("Reason:")]
    assert reasons == ['Reason: SIP ;cause=200 ;text="Call completed elsewhere"']
