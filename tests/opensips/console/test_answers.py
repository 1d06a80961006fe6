"""Answers of the management interface as they were recorded of OpenSIPS 3.2.10."""

import json

import pytest

from tests.opensips.bench import Bench, configuration
from tests.opensips.registrar.registrations import DESK, MOBILE, register
from voiplab.net.address import Address
from voiplab.opensips.console.completion import completions
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.console.opensips_cli import execute
from voiplab.opensips.functions.usrloc import Tables
from voiplab.sim.moment import seconds

ALICE = Address("127.0.0.11", 5060)
SAVES = 'route { if ($rU == "nat") setbflag("NAT"); save("location"); }'


def running(*parameters: str) -> Bench:
    """udp_workers=2 and one socket, as in the recording."""
    return Bench.of("udp_workers=2\n" + configuration(SAVES, *parameters))


def two_devices() -> Bench:
    proxy = running()
    for ip, q, agent, expires in (("11", "0.5", "DeskPhone/1.0", 3600), ("14", "0.9", "Mobile/2.0", 600)):
        contact = f"<sip:alice@127.0.0.{ip}:5060>;q={q}"
        message = register(source=f"127.0.0.{ip}", contact=contact, more=f"Expires: {expires}")
        proxy.tell(message.buffer.replace(b"SIPp\r\n", agent.encode() + b"\r\n"), Address(f"127.0.0.{ip}", 5060))
    return proxy


def ask(proxy: Bench, method: str, params: object = None) -> str:
    request = {"jsonrpc": "2.0", "id": "1", "method": method}
    said = answer(proxy.server, json.dumps(request if params is None else {**request, "params": params}))
    assert said is not None
    return said


DESKTOP = (
    '{"Contact":"sip:alice@127.0.0.11:5060","ContactID":"%s","Expires":3600,"Q":"0.5","Callid":"1-7493@127.0.0.11","Cseq":1,'
    '"User-agent":"DeskPhone/1.0","State":"CS_NEW","Flags":0,"Cflags":"","Socket":"udp:127.0.0.10:5060","Methods":4294967295}'
)
PORTABLE = (
    '{"Contact":"sip:alice@127.0.0.14:5060","ContactID":"%s","Expires":600,"Q":"0.9","Callid":"1-7493@127.0.0.14","Cseq":1,'
    '"User-agent":"Mobile/2.0","State":"CS_NEW","Flags":0,"Cflags":"","Socket":"udp:127.0.0.10:5060","Methods":4294967295}'
)


def test_ul_dump_tells_everything_of_every_contact_in_order() -> None:
    proxy = two_devices()
    record = proxy.server.part(Tables).table("location").records["alice"]
    portable, desktop = (contact.id for contact in record.contacts)
    assert portable == desktop + 1
    assert ask(proxy, "ul_dump") == (
        '{"jsonrpc":"2.0","result":{"Domains":[{"name":"location","hash_size":512,"AORs":[{"AOR":"alice","Contacts":['
        f'{PORTABLE % portable},{DESKTOP % desktop}]}}]}}]}},"id":"1"}}'
    )
    assert ask(proxy, "ul_show_contact", {"table_name": "location", "aor": "alice"}) == (
        f'{{"jsonrpc":"2.0","result":{{"AOR":"alice","Contacts":[{PORTABLE % portable},{DESKTOP % desktop}]}},"id":"1"}}'
    )


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("ul_dump", {"brief": 1}, '"result":{"Domains":[{"name":"location","hash_size":512,"AORs":[{"AOR":"alice"}]}]}'),
        ("ul_show_contact", ["location", "nobody"], '"error":{"code":404,"message":"AOR not found"}'),
        ("ul_show_contact", ["elsewhere", "alice"], '"error":{"code":404,"message":"Table not found"}'),
        ("ul_rm_contact", ["location", "alice", "sip:alice@127.0.0.11:5060"], '"result":"OK"'),
        ("ul_rm_contact", ["location", "alice", "sip:x"], '"error":{"code":404,"message":"Contact not found"}'),
        ("ul_dump", ["brief"],
         '"error":{"code":-32602,"message":"Invalid params","data":"Bad type for parameter \'brief\'"}'),
        ("ul_add", {"table_name": "location", "aor": "dave", "contact": "sip:dave@127.0.0.15:5060", "expires": 600,
                    "q": "0.5", "unused": 0, "flags": 0, "cflags": 0, "methods": 4294967295},
         '"error":{"code":-32602,"message":"Invalid params","data":"Named parameters do not match"}'),
        ("ul_add", ["location", "dave", "sip:dave@127.0.0.15:5060", "600", "0.5", "0", "0", "", "4294967295"],
         '"error":{"code":-32602,"message":"Invalid params","data":"Bad type for parameter \'cflags\'"}'),
        ("ul_rm", ["location", "alice"], '"result":"OK"'),
        ("ul_show_contact", {"table_name": "location"},
         '"error":{"code":-32602,"message":"Invalid params","data":"Too few or too many parameters"}'),
        ("nosuchcommand", None, '"error":{"code":-32601,"message":"Method not found"}'),
        ("get_statistics", [["nosuch"]], '"result":{}'),
        ("get_statistics", [["usrloc:", "registrar:"]],
         ('"result":{"usrloc:registered_users":1,"usrloc:location-users":1,"usrloc:location-contacts":2,'
         '"usrloc:location-expires":0,"registrar:max_expires":0,"registrar:max_contacts":0,'
         '"registrar:default_expire":3600,"registrar:accepted_regs":2,"registrar:rejected_regs":0}')),
        ("which", ["ul_dump"], '"result":[[],["brief"]]'),
        ("version", None, '"result":{"Server":"OpenSIPS (3.2.10 (x86_64/linux))"}'),
        ("pwd", None, '"result":{"WD":"/"}'),
        ("log_level", [4], '"result":{"New global log level":4}'),
        ("dlg_list", None, '"error":{"code":-32601,"message":"Method not found"}'),
    ],
)  # fmt: skip
def test_what_is_answered(method: str, params: object, said: str) -> None:
    assert ask(two_devices(), method, params) == f'{{"jsonrpc":"2.0",{said},"id":"1"}}'


def test_a_record_that_was_removed_is_gone() -> None:
    proxy = two_devices()
    ask(proxy, "ul_rm", ["location", "alice@anywhere"])
    empty = '"result":{"Domains":[{"name":"location","hash_size":512,"AORs":[]}]}'
    assert ask(proxy, "ul_dump") == f'{{"jsonrpc":"2.0",{empty},"id":"1"}}'


def contacts(proxy: Bench, aor: str = "alice") -> list[dict[str, object]]:
    shown = json.loads(ask(proxy, "ul_show_contact", ["location", aor]))["result"]["Contacts"]
    assert isinstance(shown, list)
    return shown


def test_a_contact_by_hand_has_no_socket_and_lasts_for_ever_with_0() -> None:
    proxy = running()
    added = ["location", "dave", "sip:dave@127.0.0.15:5060", 0, "0.5", "", 0, 0, 32767]
    assert '"result":"OK"' in ask(proxy, "ul_add", added)
    (contact,) = contacts(proxy, "dave")
    del contact["ContactID"]
    assert contact == {
        "Contact": "sip:dave@127.0.0.15:5060",
        "Expires": "permanent",
        "Q": "0.5",
        "Callid": "dfjrewr12386fd6-343@opensips.mi",
        "Cseq": 1,
        "User-agent": "OpenSIPS MI Server",
        "State": "CS_NEW",
        "Flags": 0,
        "Cflags": "",
        "Methods": 32767,
    }


def test_an_instance_is_told_with_its_brackets_and_an_expired_contact_as_expired() -> None:
    proxy = running('"registrar", "min_expires", 2')
    contact = f'<sip:alice@127.0.0.11:5060>;+sip.instance="{DESK}"'
    proxy.tell(register(contact=contact, more="Expires: 3\nAllow: INVITE").buffer, ALICE)
    (row,) = contacts(proxy)
    assert (row["SIP_instance"], row["Expires"], row["Methods"]) == (DESK, 3, 1)
    proxy.run(seconds(3))
    assert contacts(proxy)[0]["Expires"] == 0
    proxy.run(seconds(1))
    assert contacts(proxy)[0]["Expires"] == "expired"


def test_where_a_phone_is_behind_nat_stands_before_the_state() -> None:
    text = 'route { fix_nated_register(); setbflag("NAT"); save("location"); }'
    avps = ('"nathelper", "received_avp", "$avp(r)"', '"registrar", "received_avp", "$avp(r)"')
    proxy = Bench.of(configuration(text, *avps))
    proxy.tell(register(contact=f'<sip:a@192.168.1.50>;+sip.instance="{MOBILE}"').buffer, ALICE)
    (row,) = contacts(proxy)
    assert list(row)[7:11] == ["Received", "State", "Flags", "Cflags"]
    assert (row["Received"], row["Cflags"]) == ("sip:127.0.0.11:5060", "NAT")


def test_records_are_told_in_the_order_of_their_hashes() -> None:
    proxy = running()
    for user in ("alice", "bob"):
        proxy.tell(register(user).buffer, ALICE)
    assert [row["AOR"] for row in json.loads(execute(proxy.server, "ul_dump brief=1"))["Domains"][0]["AORs"]] == [
        "bob",
        "alice",
    ]


def test_opensips_cli_prints_results_indented_and_errors_in_a_line() -> None:
    server = two_devices().server
    assert execute(server, "opensips-cli -x mi version") == '{\n    "Server": "OpenSIPS (3.2.10 (x86_64/linux))"\n}'
    assert execute(server, "mi ul_rm location alice") == '"OK"'
    assert execute(server, "ul_show_contact location nobody") == (
        "ERROR: command 'ul_show_contact' returned: Error executing command: 404: AOR not found"
    )
    assert execute(server, "ul_dump brief") == (
        "ERROR: command 'ul_dump' returned: Error executing command: -32602: Invalid params (Bad type for parameter 'brief')"
    )
    assert execute(server, "nosuchcommand") == "ERROR: no command 'nosuchcommand' in module 'mi'"
    assert execute(server, "t_hash") == "ERROR: not simulated in voiplab: t_hash"
    assert execute(server, 'ul_dump "') == "ERROR: No closing quotation"
    assert execute(server, " ") == "ERROR: mi: no command"


def test_the_time_since_the_start() -> None:
    proxy = running()
    proxy.run(seconds(3))
    assert json.loads(execute(proxy.server, "uptime")) == {
        "Now": "Mon Nov 23 00:19:28 2026",
        "Up since": "Mon Nov 23 00:19:25 2026",
        "Up time": "3 [sec]",
    }


def test_the_processes_are_those_of_the_configuration() -> None:
    rows = json.loads(execute(running().server, "ps"))["Processes"]
    assert [row["Type"] for row in rows] == [
        "attendant",
        "MI FIFO",
        "time_keeper",
        "timer",
        "SIP receiver udp:127.0.0.10:5060",
        "SIP receiver udp:127.0.0.10:5060",
        "Timer handler",
    ]
    assert [row["PID"] - rows[0]["PID"] for row in rows] == [row["ID"] for row in rows] == list(range(7))


def test_the_log_level_counts_at_once() -> None:
    server = running().server
    assert [row["Log level"] for row in json.loads(execute(server, "log_level"))["Processes"]] == [2] * 7
    execute(server, "log_level 4")
    assert server.log_level == 4


def test_the_level_of_xlog_counts_at_once_and_is_said_by_nobody() -> None:
    server = running().server
    assert json.loads(execute(server, "xlog_level 4")) == "OK"
    assert server.xlog_level == 4
    assert execute(server, "xlog_level").endswith("500: not simulated in voiplab: xlog_level without a level")


def test_pings_stop_and_go_on_when_somebody_says_so() -> None:
    proxy = running('"nathelper", "natping_interval", 10')
    proxy.tell(register().buffer, ALICE)
    assert execute(proxy.server, "nh_enable_ping") == '{\n    "Status": 1\n}'
    assert len(proxy.during(seconds(20))) == 2
    assert json.loads(execute(proxy.server, "nh_enable_ping 0")) == "OK"
    assert execute(proxy.server, "nh_enable_ping") == '{\n    "Status": 0\n}'
    assert proxy.during(seconds(20)) == []
    execute(proxy.server, "nh_enable_ping 1")
    assert len(proxy.during(seconds(20))) == 2
    assert "not simulated" in execute(running().server, "nh_enable_ping")


def test_commands_are_those_of_the_core_and_then_of_the_modules_as_they_were_loaded() -> None:
    names = json.loads(execute(running().server, "which"))
    assert names[:4] == ["get_statistics", "list_statistics", "reset_statistics", "uptime"]
    assert names[27:33] == ["t_uac_dlg", "t_uac_cancel", "t_hash", "t_reply", "ul_rm", "ul_rm_contact"]
    assert [name for name in names if name.startswith("dlg")] == []


@pytest.mark.parametrize(
    "request_",
    ["", "{", "[]", "7", '{"id": 1}', '{"method": 5, "id": 1}', '{"method": "ps", "params": 5, "id": 1}', "[" * 1000],
)
def test_what_is_no_request_is_refused(request_: str) -> None:
    said = answer(running().server, request_)
    assert said is not None
    assert "error" in json.loads(said)


def test_without_an_id_nobody_is_answered_and_an_id_keeps_its_type() -> None:
    server = running().server
    assert answer(server, '{"jsonrpc": "2.0", "method": "pwd"}') is None
    assert (
        answer(server, '{"jsonrpc": "2.0", "method": "pwd", "id": 8}') == '{"jsonrpc":"2.0","result":{"WD":"/"},"id":8}'
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ul_d", ["ul_dump"]),
        ("opensips-cli -x mi ul_rm", ["ul_rm", "ul_rm_contact"]),
        ("ul_show_contact ", ["location"]),
        ("ul_show_contact location ", ["alice"]),
        ("ul_rm_contact location alice sip:alice@127.0.0.14", ["sip:alice@127.0.0.14:5060"]),
        ("ul_dump ", ["brief=1"]),
        ("get_statistics usr", ["usrloc:", "usrloc:location-contacts", "usrloc:location-expires",
                                "usrloc:location-users", "usrloc:registered_users"]),
        ("which ver", ["version"]),
        ("t_hash ", []),
        ("nonsense ", []),
    ],
)  # fmt: skip
def test_what_may_come_next(typed: str, words: list[str]) -> None:
    assert completions(two_devices().server, typed) == words


def test_wrong_parameters_are_told_in_the_log() -> None:
    # Recorded in this order.
    proxy = two_devices()
    ask(proxy, "ul_dump", ["brief"])
    ask(proxy, "ul_rm", {"a": 1, "b": 2})
    ask(proxy, "ul_add", ["location", "dave", "sip:dave@127.0.0.15:5060", "600", "0.5", "0", "0", "", "4294967295"])
    assert list(proxy.log) == [
        "ERROR:core:get_mi_int_param: Parameter: brief is not an valid integer",
        "ERROR:core:handle_mi_request: Invalid parameters",
        "ERROR:core:get_mi_int_param: Parameter: cflags is not an valid integer",
    ]


def test_a_call_is_counted_by_the_core_by_sl_and_by_tm() -> None:
    # Recorded: two phones register, one calls the other, who answers after ringing; the call is up.
    text = """route {
        if (is_method("REGISTER")) { save("location"); exit; }
        if (is_method("ACK")) { t_relay(); exit; }
        lookup("location");
        t_relay();
    }"""
    proxy = Bench.of(configuration(text))
    bob = Address("127.0.0.12", 5060)
    proxy.tell(register().buffer, ALICE)
    proxy.tell(register("bob", "127.0.0.12").buffer, bob)
    lines = (
        "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-1\r\nFrom: <sip:alice@127.0.0.10>;tag=1\r\n"
        "To: <sip:bob@127.0.0.10>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    )
    invite = proxy.tell(f"INVITE sip:bob@127.0.0.10 SIP/2.0\r\n{lines}".encode(), ALICE)[-1]
    for status in (b"SIP/2.0 180 Ringing", b"SIP/2.0 200 OK"):
        reply = invite.replace(invite.partition(b"\r\n")[0], status)
        proxy.tell(reply.replace(b"To: <sip:bob@127.0.0.10>", b"To: <sip:bob@127.0.0.10>;tag=2"), bob)
    ack = lines.replace("1 INVITE", "1 ACK").replace("K-1", "K-2").replace("10>\r\nCall", "10>;tag=2\r\nCall")
    proxy.tell(f"ACK sip:bob@127.0.0.12 SIP/2.0\r\n{ack}".encode(), ALICE)
    found = json.loads(execute(proxy.server, "get_statistics core: tm: sl:"))
    del found["core:timestamp"]
    assert {name: count for name, count in found.items() if count} == {
        "core:rcv_requests": 4,
        "core:rcv_replies": 2,
        "core:fwd_requests": 1,
        "tm:received_replies": 2,
        "tm:relayed_replies": 2,
        "tm:local_replies": 1,
        "tm:UAS_transactions": 1,
        "tm:2xx_transactions": 1,
        "tm:inuse_transactions": 1,
        "sl:2xx_replies": 2,
        "sl:sent_replies": 2,
    }
    assert execute(proxy.server, "reset_statistics rcv_requests") == '"OK"'
    assert json.loads(execute(proxy.server, "get_statistics rcv_requests")) == {"core:rcv_requests": 0}
    assert json.loads(execute(proxy.server, "list_statistics"))["tm:inuse_transactions"] == "non-incremental"
