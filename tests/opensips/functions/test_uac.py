"""uac_replace_from() and uac_replace_to(): what the called side sees, and what the caller goes on seeing."""

import pytest

from tests.opensips.bench import ALICE, BOB, Bench, answer, configuration, invite

CALLS = """route {
    if (has_totag()) { loose_route(); t_relay(); exit; }
    record_route();
    %s
    $ru = "sip:bob@127.0.0.12:5060";
    t_relay();
}"""
BOTH = 'uac_replace_from("Anonymous", "sip:anonymous@127.0.0.10"); uac_replace_to(, "sip:hidden@127.0.0.10");'


def bench(calls: str = BOTH, mode: str = "auto") -> Bench:
    text = configuration(CALLS % calls, f'"uac", "restore_mode", "{mode}"')
    return Bench(text.replace("modparam(", 'loadmodule "uac.so"\nmodparam(', 1), head="")


def named(lines: list[str], name: str) -> str:
    return next(line for line in lines if line.startswith(f"{name}: "))


def test_the_called_side_sees_the_new_ones_and_the_record_route_keeps_the_old_ones() -> None:
    _, relayed = bench().send(ALICE, *invite())
    assert named(relayed.lines, "From") == "From: Anonymous <sip:anonymous@127.0.0.10>;tag=a1"
    assert named(relayed.lines, "To") == "To: <sip:hidden@127.0.0.10>"
    kept = ";vst=TxoZSlgHCyRVV1luARwHAAEeMC4xMD4-;vsf=TxoZSlsNBwwLOVxdQl1wHwIZHwAuMC4xMD4-"
    assert kept in named(relayed.lines, "Record-Route")


def test_the_caller_goes_on_seeing_its_own_in_replies() -> None:
    running = bench()
    _, relayed = running.send(ALICE, *invite())
    (reply,) = running.send(BOB, *answer(relayed, "486 Busy Here"))[-1:]
    assert named(reply.lines, "From") == "From: <sip:alice@127.0.0.10>;tag=a1"
    assert named(reply.lines, "To").startswith("To: <sip:bob@127.0.0.10>")


def test_of_two_calls_the_second_one_counts() -> None:
    twice = 'uac_replace_from("A", "sip:a@127.0.0.10"); uac_replace_from("B", "sip:b@127.0.0.10");'
    _, relayed = bench(twice).send(ALICE, *invite())
    assert named(relayed.lines, "From") == "From: B <sip:b@127.0.0.10>;tag=a1"
    assert named(relayed.lines, "Record-Route").count(";vsf=") == 1


BYE = (
    "BYE sip:bob@127.0.0.12:5060 SIP/2.0",
    "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-9",
    "Route: <sip:127.0.0.10;lr;ftag=a1;vsf=TxoZSlsNBwwLOVxdQl1wHwIZHwAuMC4xMD4-;vst=TxoZSlgHCyRVV1luARwHAAEeMC4xMD4->",
    "From: <sip:alice@127.0.0.10>;tag=a1",
    "To: <sip:bob@127.0.0.10>;tag=b1",
    "Call-ID: call-1",
    "CSeq: 2 BYE",
)
MANUAL = """route { if (has_totag()) { loose_route(); %s t_relay(); exit; } record_route();
    uac_replace_from("Anonymous", "sip:anonymous@127.0.0.10"); $ru = "sip:bob@127.0.0.12:5060"; t_relay(); }"""


def manual(calls: str, *parameters: str) -> Bench:
    text = configuration(MANUAL % calls, '"uac", "restore_mode", "manual"', *parameters)
    return Bench(text.replace("modparam(", 'loadmodule "uac.so"\nmodparam(', 1), head="")


def test_in_mode_manual_replies_change_by_themselves() -> None:
    running = manual("")
    _, relayed = running.send(ALICE, *invite())
    (reply,) = running.send(BOB, *answer(relayed, "486 Busy Here"))[-1:]
    assert named(reply.lines, "From") == "From: <sip:alice@127.0.0.10>;tag=a1"


def test_in_mode_manual_a_request_inside_of_the_dialog_is_changed_by_the_script_alone() -> None:
    (untouched,) = manual("").send(ALICE, *BYE)
    assert named(untouched.lines, "From") == "From: <sip:alice@127.0.0.10>;tag=a1"
    (changed,) = manual("uac_restore_from();").send(ALICE, *BYE)
    assert named(changed.lines, "From") == "From: <sip:anonymous@127.0.0.10>;tag=a1"
    assert named(changed.lines, "To") == "To: <sip:bob@127.0.0.10>;tag=b1"
    (both,) = manual("uac_restore_from(); uac_restore_to();").send(ALICE, *BYE)
    assert named(both.lines, "To") == "To: <sip:hidden@127.0.0.10>;tag=b1"


def test_where_nothing_was_stored_nothing_is_restored() -> None:
    running = manual('uac_restore_from(); xlog("rc=$rc");')
    running.send(ALICE, *(line for line in BYE if not line.startswith("Route")))
    assert "rc=-1" in running.log


def test_with_a_password_the_record_route_tells_another_text_which_comes_back_all_the_same() -> None:
    running = manual("uac_restore_from();", '"uac", "restore_passwd", "secret"')
    _, relayed = running.send(ALICE, *invite())
    route = named(relayed.lines, "Record-Route").partition(": ")[2]
    assert ";vsf=" in route
    assert ";vsf=TxoZSlsN" not in route
    (changed,) = running.send(ALICE, *(f"Route: {route}" if line.startswith("Route") else line for line in BYE))
    assert named(changed.lines, "From") == "From: <sip:anonymous@127.0.0.10>;tag=a1"


def test_what_a_branch_replaces_is_stored_in_the_record_route_of_that_branch() -> None:
    routes = """route { record_route(); t_on_branch("hide"); $ru = "sip:bob@127.0.0.12:5060"; t_relay(); }
    branch_route[hide] { uac_replace_from("Anonymous", "sip:anonymous@127.0.0.10"); }"""
    text = configuration(routes, '"uac", "restore_mode", "auto"')
    running = Bench(text.replace("modparam(", 'loadmodule "uac.so"\nmodparam(', 1), head="")
    _, relayed = running.send(ALICE, *invite())
    assert ";vsf=TxoZSlsNBwwLOVxdQl1wHwIZHwAuMC4xMD4->" in named(relayed.lines, "Record-Route")


def test_without_a_restore_mode_nothing_is_kept() -> None:
    _, relayed = bench(mode="none").send(ALICE, *invite())
    assert ";vsf=" not in named(relayed.lines, "Record-Route")


@pytest.mark.parametrize("value", ["%%%", "AAAA", "TxoZSlsNBwwLOVxdQl1wHwIZHwAuMC4xMD4"])
def test_what_somebody_else_has_made_up_changes_nothing(value: str) -> None:
    lines = (
        "BYE sip:bob@127.0.0.12:5060 SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.11:5060;branch=z9hG4bK-9",
        f"Route: <sip:127.0.0.10;lr;ftag=a1;vsf={value}>",
        "From: <sip:zoe@127.0.0.10>;tag=a1",
        "To: <sip:bob@127.0.0.10>;tag=b1",
        "Call-ID: call-1",
        "CSeq: 2 BYE",
    )
    (relayed,) = bench().send(ALICE, *lines)
    assert named(relayed.lines, "From") == "From: <sip:zoe@127.0.0.10>;tag=a1"


def test_inside_of_a_dialog_nothing_is_replaced_by_hand() -> None:
    text = 'route { uac_replace_from(, "sip:x@127.0.0.10"); xlog("rc=$rc\\n"); }'
    head = configuration(text, '"uac", "restore_mode", "auto"').replace(
        "modparam(", 'loadmodule "uac.so"\nmodparam(', 1
    )
    running = Bench(head, head="")
    running.send(ALICE, *(f"{line};tag=b1" if line.startswith("To:") else line for line in invite()))
    assert "rc=-1" in running.log
