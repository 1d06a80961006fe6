"""maxfwd, rr, sl, sipmsgops, textops and the core: what they make of a message on the wire."""

import pytest

from tests.opensips.bench import ALICE, MODULES, Bench, Seen, invite, request, said
from tests.opensips.scripts import HEAD

TO_BOB = '$ru = "sip:bob@127.0.0.12:5060";'


def relayed(*lines: str, sent: tuple[str, ...] | None = None, body: str = "", head: str = MODULES) -> Seen:
    """The request as the next hop gets it."""
    script = "".join(f"{line}\n" for line in lines)
    bench = Bench(f"route {{\n{script}{TO_BOB}\nt_relay();\n}}\n", head)
    return next(
        seen for seen in bench.send(ALICE, *(sent or invite()), body=body) if seen.start.startswith(("IN", "ME"))
    )


def answered(*lines: str, sent: tuple[str, ...] | None = None) -> list[Seen]:
    script = "".join(f"{line}\n" for line in lines)
    return Bench(f"route {{\n{script}}}\n").send(ALICE, *(sent or invite()))


# maxfwd


@pytest.mark.parametrize(("hops", "line"), [(70, "Max-Forwards: 69"), (10, "Max-Forwards:  9"), (1, "Max-Forwards: 0")])
def test_max_forwards_is_lowered_in_its_place_and_keeps_its_width(hops: int, line: str) -> None:
    seen = relayed("mf_process_maxfwd_header(10);", sent=invite(hops=hops))
    assert seen.lines[3] == line


def test_a_missing_max_forwards_is_added_on_top_of_all() -> None:
    lines = relayed("mf_process_maxfwd_header(10);", "record_route();", sent=invite(hops=None)).lines
    assert lines[1:3] == ["Max-Forwards: 10", "Record-Route: <sip:127.0.0.10;lr;ftag=a1>"]


@pytest.mark.parametrize(("hops", "code"), [(70, "2"), (None, "1"), (0, "-1")])
def test_max_forwards_has_its_return_codes(hops: int | None, code: str) -> None:
    assert said("mf_process_maxfwd_header(10);", 'xlog("$rc");', request=invite(hops=hops)) == [code]


# rr


def test_parameters_of_record_route_follow_the_ftag() -> None:
    lines = relayed("record_route();", 'add_rr_param(";did=1");').lines
    assert lines[1] == "Record-Route: <sip:127.0.0.10;lr;ftag=a1;did=1>"


def test_record_route_works_once() -> None:
    assert "Double attempt to record-route" in said("record_route();", "record_route();")[0]


def test_a_text_for_record_route_stands_behind_the_ftag_and_before_other_parameters() -> None:
    lines = relayed('add_rr_param(";did=1");', 'record_route(";nat=yes");').lines
    assert lines[1] == "Record-Route: <sip:127.0.0.10;lr;ftag=a1;nat=yes;did=1>"


def test_a_record_route_has_the_user_of_the_request_if_it_was_asked_to() -> None:
    head = MODULES + 'modparam("rr", "add_username", 1)\n'
    assert relayed("record_route();", head=head).lines[1] == "Record-Route: <sip:bob@127.0.0.10;lr;ftag=a1>"


def test_a_record_route_may_be_written_by_hand() -> None:
    lines = relayed('add_rr_param(";did=1");', 'record_route_preset("proxy.lab:5090");').lines
    assert lines[1] == "Record-Route: <sip:proxy.lab:5090;ftag=a1;lr;did=1>"


def test_of_two_written_by_hand_the_one_of_the_outgoing_side_comes_first() -> None:
    lines = relayed('record_route_preset("10.0.0.1;r2=on", "10.1.0.1;r2=on");').lines
    assert lines[1:3] == [f"Record-Route: <sip:10.{side}.0.1;r2=on;ftag=a1;lr>" for side in (0, 1)]


def test_two_written_by_hand_are_refused_where_there_may_be_one() -> None:
    head = MODULES + 'modparam("rr", "enable_double_rr", 0)\n'
    running = Bench('route { record_route_preset("10.0.0.1", "10.1.0.1"); xlog("rc=$rc"); }', head)
    running.send(ALICE, *invite())
    assert running.log[-1] == "rc=-1"
    assert "'enable_double_rr' param is disabled" in running.log[-2]


def test_what_one_branch_adds_to_the_record_route_is_in_no_other() -> None:
    script = """route { record_route(); t_on_branch("each"); $ru = "sip:bob@127.0.0.12:5060";
        append_branch("sip:carol@127.0.0.13:5060"); t_relay(); }
    branch_route[each] { add_rr_param(";b=$rU"); }"""
    sent = [seen for seen in Bench(script).send(ALICE, *invite()) if seen.start.startswith("INVITE")]
    assert [seen.lines[1] for seen in sent] == [
        f"Record-Route: <sip:127.0.0.10;lr;ftag=a1;b={name}>" for name in ("bob", "carol")
    ]


def routed(*routes: str, uri: str = "sip:bob@127.0.0.12:5060") -> tuple[str, ...]:
    start, *rest = request("BYE", uri, to_tag="b1")
    return (start, *(f"Route: {route}" for route in routes), *rest)


LOOSE = 'route { if (!loose_route()) { xlog("no"); exit; } xlog("$du $rr_params"); t_relay(); }\n'


def test_our_own_route_is_taken_away_and_its_parameters_are_kept() -> None:
    bench = Bench(LOOSE)
    (seen,) = bench.send(ALICE, *routed("<sip:127.0.0.10;lr;ftag=a1>"))
    assert bench.log == ["<null> lr;ftag=a1"]
    assert not [line for line in seen.lines if line.startswith("Route")]


def test_the_route_behind_ours_is_the_next_hop() -> None:
    bench = Bench(LOOSE)
    (seen,) = bench.send(ALICE, *routed("<sip:127.0.0.10;lr>, <sip:127.0.0.13;lr>"))
    assert (seen.target.ip, bench.log) == ("127.0.0.13", ["sip:127.0.0.13;lr lr"])
    assert "Route: <sip:127.0.0.13;lr>" in seen.lines


def test_two_marked_routes_are_one() -> None:
    head = MODULES.replace("socket=udp:127.0.0.10:5060", "socket=udp:127.0.0.10:5060\nsocket=udp:127.0.0.10:5080")
    bench = Bench(LOOSE, head)
    routes = ("<sip:127.0.0.10;r2=on;lr;ftag=a1>", "<sip:127.0.0.10:5080;r2=on;lr;ftag=a1>")
    (seen,) = bench.send(ALICE, *routed(*routes))
    assert seen.lines[1].startswith("Via: SIP/2.0/UDP 127.0.0.10:5080;branch=")
    assert not [line for line in seen.lines if line.startswith("Route")]


@pytest.mark.parametrize("routes", [(), ("<sip:10.9.9.9;lr>",)])
def test_without_a_route_of_ours_loose_route_is_false(routes: tuple[str, ...]) -> None:
    bench = Bench(LOOSE)
    assert (bench.send(ALICE, *routed(*routes)), list(bench.log)) == ([], ["no"])


# sl and signaling


def test_a_stateless_reply_has_no_100_before_it_and_a_tag_of_its_own() -> None:
    (seen,) = answered('sl_send_reply(404, "Nobody");')
    assert seen.start == "SIP/2.0 404 Nobody"
    assert seen.lines[2].startswith("To: <sip:bob@127.0.0.10>;tag=60ca.")


def test_send_reply_uses_the_transaction_that_there_is() -> None:
    trying, seen = answered("t_newtran();", 'send_reply(404, "Nobody");')
    assert (trying.start, seen.start) == ("SIP/2.0 100 Giving it a try", "SIP/2.0 404 Nobody")
    assert seen.lines[2].startswith("To: <sip:bob@127.0.0.10>;tag=4837-")


def test_the_ack_to_a_stateless_reply_never_reaches_the_script() -> None:
    bench = Bench('route { xlog("$rm"); sl_send_reply(404, "Nobody"); }\n')
    (seen,) = bench.send(ALICE, *invite())
    tag = seen.message.to_tag or ""
    bench.send(ALICE, *request("ACK", "sip:bob@127.0.0.10", to_tag=tag))
    assert bench.log == ["INVITE"]
    bench.send(ALICE, *request("ACK", "sip:bob@127.0.0.10", to_tag="another"))
    assert bench.log == ["INVITE", "ACK"]


def test_an_ack_gets_no_reply_whatever_the_script_says() -> None:
    bench = Bench('route { send_reply(404, "GRUU Not Found"); xlog("$rc"); }\n')
    assert list(bench.send(ALICE, *request("ACK", "sip:bob@127.0.0.10", to_tag="another"))) == []
    assert bench.log == ["-1"]


def test_two_seconds_later_nobody_waits_for_the_ack_any_more() -> None:
    bench = Bench('route { xlog("$rm"); sl_send_reply(404, "Nobody"); }\n')
    (seen,) = bench.send(ALICE, *invite())
    bench.wait(2)
    bench.send(ALICE, *request("ACK", "sip:bob@127.0.0.10", to_tag=seen.message.to_tag or ""))
    assert bench.log == ["INVITE", "ACK"]


def test_a_reply_to_a_request_without_to_has_none_either() -> None:
    (seen,) = answered('send_reply(403, "Forbidden");', sent=tuple(line for line in invite() if line[:3] != "To:"))
    assert [line.partition(":")[0] for line in seen.lines[1:]] == [
        *("Via", "From", "Call-ID", "CSeq", "Server", "Content-Length")
    ]


def test_a_code_out_of_a_variable_is_looked_at_when_it_is_used() -> None:
    log = said("$var(code) = 999;", 'send_reply($var(code), "Odd");', 'xlog("$rc");')
    assert log[0] == "ERROR:signaling:fixup_sig_send_reply: wrong code: 999, allowed values: 1xx - 6xx only!"
    assert log[-1] == "-1"


def test_lines_for_the_reply_stand_before_the_server_header() -> None:
    (seen,) = answered('append_to_reply("Min-Expires: 60\\r\\n");', 'sl_send_reply(423, "Too Brief");')
    assert seen.lines[-3:-1] == ["Min-Expires: 60", "Server: OpenSIPS (3.2.10 (x86_64/linux))"]


def test_lines_for_the_reply_of_a_transaction_are_there_once() -> None:
    for function in ("send_reply", "t_reply"):
        seen = answered("t_newtran();", 'append_to_reply("X-A: 1\\r\\n");', f'{function}(404, "No");')[-1]
        assert [line for line in seen.lines if line.startswith("X-A")] == ["X-A: 1"]


# Via


def test_rport_is_filled_in_its_place_and_received_follows_the_host() -> None:
    start, _, *rest = invite()
    (seen,) = answered(
        'sl_send_reply(404, "No");', sent=(start, "Via: SIP/2.0/UDP 10.1.1.1:5070;rport;branch=z9hG4bK-1", *rest)
    )
    assert seen.lines[1] == "Via: SIP/2.0/UDP 10.1.1.1:5070;received=127.0.0.11;rport=5060;branch=z9hG4bK-1"
    assert seen.target == ALICE


def test_without_rport_a_reply_goes_to_the_port_of_the_via() -> None:
    start, _, *rest = invite()
    (seen,) = answered(
        'sl_send_reply(404, "No");', sent=(start, "Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bK-1", *rest)
    )
    assert seen.lines[1] == "Via: SIP/2.0/UDP 10.1.1.1:5070;received=127.0.0.11;branch=z9hG4bK-1"
    assert str(seen.target) == "127.0.0.11:5070"


# sipmsgops


def test_appended_headers_stand_behind_the_last_and_inserted_ones_before_the_first() -> None:
    lines = relayed("record_route();", 'append_hf("X-Last: 1\\r\\n");', 'insert_hf("X-First: 1\\r\\n");').lines
    assert (lines[1], lines[2].partition(":")[0], lines[-1]) == ("X-First: 1", "Record-Route", "X-Last: 1")


def test_a_header_can_be_put_beside_another() -> None:
    lines = relayed('append_hf("X-After: 1\\r\\n", "From");', 'insert_hf("X-Before: 1\\r\\n", "CSeq");').lines
    assert lines[lines.index("X-After: 1") - 1].startswith("From:")
    assert lines[lines.index("X-Before: 1") + 1].startswith("CSeq:")


@pytest.mark.parametrize("function", ['remove_hf("Contact")', 'remove_hf_re("^cont.ct")', 'remove_hf_glob("Contac*")'])
def test_headers_are_removed_whole(function: str) -> None:
    seen = relayed(f"if (!{function}) exit;")
    assert not [line for line in seen.lines if line.startswith("Contact:")]
    assert "Content-Length: 0" in seen.lines


@pytest.mark.parametrize(
    ("call", "holds"),
    [
        ('is_present_hf("Contact")', True),
        ('is_present_hf("m")', True),
        ('is_present_hf("X-None")', False),
        ('is_method("BYE|INVITE")', True),
        ("has_totag()", False),
        ("has_body()", False),
        ('ruri_has_param("x")', False),
        ('is_uri_user_e164("sip:+441234567@a")', True),
        ('is_myself("127.0.0.10")', True),
        ('is_myself("127.0.0.10", 5061)', False),
        ('is_myself("10.0.0.1")', False),
        ('search("sip:bob")', True),
        ('search("^Contact:.*alice")', True),
        ('search_body("sip:bob")', False),
    ],
)
def test_questions(call: str, holds: bool) -> None:
    assert said(f'if ({call}) xlog("yes"); else xlog("no");') == ["yes" if holds else "no"]


def test_the_r_uri_gets_and_loses_parameters() -> None:
    lines = (
        'ruri_add_param("x=1");', 'xlog("$ru");', 'if (ruri_has_param("x", "1")) xlog("has");', 'ruri_del_param("x");',
        'xlog("$ru");',
    )  # fmt: skip
    assert said(*lines) == ["sip:bob@127.0.0.10;x=1", "has", "sip:bob@127.0.0.10"]


def test_options_of_a_list_come_and_go() -> None:
    sent = (*invite()[:-1], "Supported: timer, path", "Content-Length: 0")
    seen = relayed('list_hdr_add_option("Supported", "gruu");', sent=sent)
    assert "Supported: timer, path, gruu" in seen.lines
    seen = relayed('list_hdr_remove_option("Supported", "timer");', sent=sent)
    assert "Supported: path" in seen.lines


# textops


def test_a_replaced_body_is_counted_anew() -> None:
    sent = (*invite()[:-1], "Content-Type: text/plain", "Content-Length: 11")
    seen = relayed('replace_body("wor", "WOOOR");', sent=sent, body="hello world")
    assert seen.text.endswith("Content-Type: text/plain\r\nContent-Length: 13\r\n\r\nhello WOOORld")


def test_replace_changes_the_first_and_replace_all_every_match() -> None:
    seen = relayed('replace("alice", "al");')
    assert "From: <sip:al@127.0.0.10>;tag=a1" in seen.lines
    assert "Contact: <sip:alice@127.0.0.11:5060>" in seen.lines
    seen = relayed('replace_all("alice", "al");')
    assert "Contact: <sip:al@127.0.0.11:5060>" in seen.lines


def test_subst_takes_an_expression_with_groups() -> None:
    seen = relayed('subst("/tag=(a)1/tag=\\\\1\\\\1/");')
    assert "From: <sip:alice@127.0.0.10>;tag=aa" in seen.lines


# The core


@pytest.mark.parametrize(
    ("call", "uri"),
    [
        ("strip(1);", "sip:ob@127.0.0.10"),
        ("strip_tail(2);", "sip:b@127.0.0.10"),
        ('prefix("+");', "sip:+bob@127.0.0.10"),
        ('setuser("eve");', "sip:eve@127.0.0.10"),
        ('sethost("a.b");', "sip:bob@a.b"),
        ('sethostport("a.b:99");', "sip:bob@a.b:99"),
        ('setport("99");', "sip:bob@127.0.0.10:99"),
        ('seturi("sip:x@y");', "sip:x@y"),
        ('seturi("sip:x@y"); revert_uri();', "sip:bob@127.0.0.10"),
    ],
)
def test_the_r_uri_is_rewritten_at_once(call: str, uri: str) -> None:
    assert said(call, 'xlog("$ru");') == [uri]


def test_flags_are_set_and_reset() -> None:
    lines = (
        'setflag("A");', 'if (isflagset("A")) xlog("set $mf");', 'resetflag("A");', 'if (!isflagset("A")) xlog("reset");',
        'setbflag("B");', 'if (isbflagset("B")) xlog("branch $bf");',
    )  # fmt: skip
    assert said(*lines) == ["set A", "reset", "branch B"]


def test_branches_are_listed() -> None:
    lines = ('append_branch("sip:x@10.0.0.1");', 'append_branch("sip:y@10.0.0.2");', 'xlog("$(branch(uri)[*])");')
    assert said(*lines) == ["sip:x@10.0.0.1,sip:y@10.0.0.2"]


def test_branches_of_different_q_are_tried_one_group_after_the_other() -> None:
    lines = (
        '$ru = "sip:a@10.0.0.1";', '$ru_q = "0.5";', 'append_branch("sip:b@10.0.0.2", "0.9");', "serialize_branches(1);",
        "next_branches();", 'xlog("$rc $ru");', "next_branches();", 'xlog("$rc $ru");', "next_branches();", 'xlog("$rc");',
    )  # fmt: skip
    assert said(*lines) == ["1 sip:b@10.0.0.2", "2 sip:a@10.0.0.1", "-1"]


def test_xlog_shows_what_its_level_lets_through() -> None:
    quiet = HEAD.replace("socket=", "xlog_level=1\nsocket=", 1)
    bench = Bench('route { xlog("L_INFO", "info"); xlog("L_ERR", "error"); xlog("plain"); }\n', quiet)
    bench.send(ALICE, *invite())
    assert bench.log == ["error", "plain"]


def test_the_uri_of_from_is_replaced_when_the_message_is_sent() -> None:
    seen = relayed('$fu = "sip:anonymous@127.0.0.10";', 'xlog("$fu");')
    assert "From: <sip:anonymous@127.0.0.10>;tag=a1" in seen.lines
