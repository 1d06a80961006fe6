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
