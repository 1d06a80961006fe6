"""A script at work: what is relayed, what is answered, and how it looks on the wire."""

from tests.opensips.bench import ALICE, BOB, CAROL, Bench, answer, invite, request

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
