"""PRACK at a FreeSWITCH: what the real one was seen to do, where no committed recording shows it."""

from functools import partial

from tests.freeswitch.office import PRACK, Office, lose, names_of

ON = PRACK
DEMANDS = (("Require", "100rel"),)
OFFERS = (("Supported", "100rel"),)


def office_of(callee: str, *lost: str) -> Office:
    return Office(*(lose(pattern, 100) for pattern in lost)).register(callee, at=ON)


def test_a_caller_that_demands_100rel_rings_reliably_and_its_prack_is_answered() -> None:
    office = office_of("1004")
    office["1004"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1004", fields=DEMANDS, to=ON)
    office.later(2, office["1000"].hang_up)
    office.run()
    ringing = office.last("1000", "180 INVITE")
    assert names_of(ringing) == [
        "Via", "From", "To", "Call-ID", "CSeq", "Contact", "RSeq", "User-Agent", "Accept", "Allow", "Require", "Supported",
        "Allow-Events", "Content-Length", "Remote-Party-ID",
    ]  # fmt: skip
    assert names_of(office.last("1000", "200 PRACK")) == [
        "Via", "From", "To", "Call-ID", "CSeq", "Contact", "User-Agent", "Accept", "Allow", "Supported", "Content-Length",
    ]  # fmt: skip
    assert office.told("1000", timed=False) == [
        "407 INVITE", "100 INVITE", "180 INVITE", "200 PRACK", "200 INVITE", "200 BYE",
    ]  # fmt: skip


def test_a_prack_that_matches_nothing_gets_481_and_one_that_cannot_be_read_400() -> None:
    office = office_of("1004")
    office["1004"].answers_with((0.01, 180))
    office["1000"].dial("1004", fields=DEMANDS, to=ON)
    office.later(1, partial(office["1000"].send_in_call, "PRACK", fields={"RAck": "99 2 INVITE"}))
    office.later(2, partial(office["1000"].send_in_call, "PRACK", fields={"RAck": "nonsense"}))
    office.later(3, partial(office["1000"].send_in_call, "PRACK"))
    office.later(4, lambda: office["1000"].outgoing.cancel([]))
    office.run()
    refusals = [message for _, message, _ in office.sent if message.start[8:11] in ("481", "400")]
    assert [refusal.start for refusal in refusals] == [
        "SIP/2.0 481 No such response",
        "SIP/2.0 400 Bad RAck Header",
        "SIP/2.0 400 Bad RAck Header",
    ]
    for refusal in refusals:
        assert names_of(refusal) == ["Via", "From", "To", "Call-ID", "CSeq", "Content-Length"]


def test_without_the_parameter_a_demand_is_refused_before_anybody_is_asked_who_he_is() -> None:
    office = Office()
    office["1000"].dial("1001", fields=DEMANDS)
    office.run()
    assert office.told("1000", timed=False) == ["420 INVITE"]
    refusal = office.last("1000", "420 INVITE")
    assert refusal.get("Unsupported") == "100rel"
    assert names_of(refusal) == [
        "Via", "From", "To", "Call-ID", "CSeq", "User-Agent", "Allow", "Supported", "Unsupported", "Content-Length",
    ]  # fmt: skip
    assert office.switch.load.sessions == 0


def test_without_the_parameter_an_offer_of_100rel_changes_nothing() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001", fields=OFFERS)
    office.later(2, office["1000"].hang_up)
    office.run()
    assert office.last("1000", "180 INVITE").require == ()
    assert office.last("1001", "INVITE").get("Supported") == "timer, path, replaces"


def test_a_callee_that_answers_no_prack_and_then_is_gone_gives_408_without_a_cancel() -> None:
    office = office_of("1004", "200 for PRACK")
    office["1004"].answers_with((0.01, 180), reliably=True)
    office["1000"].dial("1004", to=ON)
    office.later(6, office["1004"].element.endpoint.close)
    office.run()
    assert office.told("1004") == ["0.022 INVITE", *(f"{at:.3f} PRACK" for at in (0.032, 1.032, 3.032, 7.032))]
    assert office.told("1000")[-1] == "39.052 408 INVITE"
    assert office.switch.leftovers() == []


def test_a_callee_that_is_alive_and_answers_no_prack_is_cancelled_after_32_seconds() -> None:
    office = office_of("1004", "200 for PRACK")
    office["1004"].answers_with((0.01, 180), reliably=True)
    office["1000"].dial("1004", to=ON)
    office.run()
    assert office.told("1004")[-3:] == ["31.032 PRACK", "32.032 CANCEL", "32.032 ACK"]
    assert office.told("1000")[-1] == "32.052 487 INVITE"


def test_each_leg_has_its_own_prack() -> None:
    office = office_of("1004")
    office["1004"].answers_with((0.01, 180), (1, 200), reliably=True)
    office["1000"].dial("1004", fields=DEMANDS, to=ON)
    office.later(2, office["1000"].hang_up)
    office.run()
    prack = office.last("1004", "PRACK")
    invite = office.last("1004", "INVITE")
    assert prack.cseq.number == invite.cseq.number + 1
    assert (prack.get("RAck") or "").endswith(f" {invite.cseq.number} INVITE")
    assert office.last("1004", "BYE").cseq.number == invite.cseq.number + 2


def test_an_update_in_an_early_dialog_is_answered() -> None:
    office = office_of("1004")
    office["1004"].answers_with((0.01, 180))
    office["1000"].dial("1004", fields=DEMANDS, to=ON)
    office.later(1, partial(office["1000"].send_in_call, "UPDATE"))
    office.later(2, lambda: office["1000"].outgoing.cancel([]))
    office.run()
    assert "UPDATE 200" in [line.partition(" ")[2] for line in office["1000"].story]
