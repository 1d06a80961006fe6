"""Calls through FreeSWITCH: what the real one was seen to do, where no committed recording shows it."""

from dataclasses import replace
from functools import partial

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, SWITCH, Office, lose, names_of, session
from voiplab.net.packet import Transport
from voiplab.ua.manner import plain


def ringing(*names: str) -> Office:
    """An office where these phones ring after 10 ms and are answered after a second."""
    office = Office().register(*names)
    for name in names:
        office[name].answers_with((0.01, 180), (1, 200))
    return office


BEGINNING = ["407 INVITE", "100 INVITE", "180 INVITE"]


@pytest.mark.parametrize(
    ("status", "line", "reason"),
    [
        (500, "SIP/2.0 500 Internal Server Error", 'Q.850;cause=41;text="NORMAL_TEMPORARY_FAILURE"'),
        (503, "SIP/2.0 503 Service Unavailable", 'Q.850;cause=41;text="NORMAL_TEMPORARY_FAILURE"'),
        (504, "SIP/2.0 504 Gateway Time-out", 'Q.850;cause=102;text="RECOVERY_ON_TIMER_EXPIRE"'),
        (600, "SIP/2.0 600 Busy Everywhere", 'Q.850;cause=17;text="USER_BUSY"'),
    ],
)
def test_the_status_of_the_callee_reaches_the_caller_with_the_cause_that_it_means(
    status: int, line: str, reason: str
) -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180), (0.4, status))
    office["1000"].dial("1001")
    office.run()
    refusal = office.last("1000", f"{status} INVITE")
    assert (refusal.start, refusal.get("Reason")) == (line, reason)
    assert names_of(refusal) == [
        "Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "User-Agent", "Allow", "Supported", "Allow-Events", "Reason",
        "Content-Length", "Remote-Party-ID",
    ]  # fmt: skip
    assert office.told("1000")[-1] == f"0.442 {status} INVITE"


def test_the_reason_of_a_callee_stays_on_its_leg_when_it_refuses() -> None:
    office = Office().register("1001")
    said = {"Reason": 'Q.850;cause=34;text="no circuit"'}
    office["1001"].answers_with((0.01, 180), (0.4, 486), fields=said)
    office["1000"].dial("1001")
    office.run()
    assert office.last("1000", "486 INVITE").get("Reason") == 'Q.850;cause=17;text="USER_BUSY"'


def test_a_refusal_that_is_the_first_reply_says_what_it_accepts() -> None:
    office = Office()
    office["1000"].dial("1005")
    office.run()
    refusal = office.last("1000", "480 INVITE")
    assert refusal.get("Reason") == 'SIP;cause=806;text="USER_NOT_REGISTERED"'
    assert "Accept" in names_of(refusal)
    assert refusal.get("Remote-Party-ID") == '"1005" <sip:1005@127.0.0.20>;party=calling;privacy=off;screen=no'
    assert [line for line in office.log if "Cannot create" in line] == [
        "[NOTICE] Cannot create outgoing channel of type [error] cause: [USER_NOT_REGISTERED]",
        "[NOTICE] Cannot create outgoing channel of type [user] cause: [USER_NOT_REGISTERED]",
    ]


def test_a_183_without_session_is_passed_on_as_180() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 183), (1, 200))
    office["1000"].dial("1001")
    office.later(2, office["1000"].hang_up)
    office.run()
    assert office.told("1000", timed=False)[:4] == [*BEGINNING, "200 INVITE"]


def test_with_ignore_early_media_a_183_with_session_is_a_180_too() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 183), (1, 200), sdp=session("127.0.0.22"))
    office["1000"].dial("281001")
    office.later(2, office["1000"].hang_up)
    office.run()
    assert office.told("1000", timed=False)[:4] == [*BEGINNING, "200 INVITE"]
    assert office.last("1000", "180 INVITE").body == b""
    assert b"m=audio" in office.last("1000", "200 INVITE").body


def test_a_caller_without_a_common_codec_is_refused_when_the_callee_has_answered() -> None:
    office = ringing("1001")
    office["1000"].dial("1001", body=session("127.0.0.21", "9 101"))
    office.run()
    assert office.told("1000")[-1] == "1.042 488 INVITE"
    assert office.last("1000", "488 INVITE").get("Reason") == 'Q.850;cause=88;text="INCOMPATIBLE_DESTINATION"'
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE"]


def test_a_caller_without_a_common_codec_is_refused_by_answer_at_once() -> None:
    office = Office()
    office["1000"].dial("9196", body=session("127.0.0.21", "9 101"))
    office.run()
    assert office.told("1000", timed=False) == ["407 INVITE", "100 INVITE", "488 INVITE"]


def test_a_callee_that_answers_with_another_codec_is_acknowledged_and_hung_up() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180), (1, 200), sdp=session("127.0.0.22", "9"))
    office["1000"].dial("1001")
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE"]
    assert office.told("1000", timed=False) == [*BEGINNING, "488 INVITE"]


def test_an_unknown_user_and_a_wrong_password_get_403_for_their_credentials() -> None:
    office = Office()
    office["1000"].name = "7777"
    office["1001"].password = "guessed"
    for name in ("1000", "1001"):
        office[name].dial("1002")
    office.run()
    for name in ("1000", "1001"):
        assert office.told(name) == ["0.001 407 INVITE", "0.002 403 INVITE"]
        assert names_of(office.last(name, "403 INVITE")) == [
            "Via", "From", "To", "Call-ID", "CSeq", "User-Agent", "Accept", "Allow", "Supported", "Allow-Events",
            "Content-Length",
        ]  # fmt: skip


def test_the_channel_of_a_challenge_that_nobody_answers_is_dropped_after_ten_seconds() -> None:
    office = Office()
    office["1000"].password = ""
    office["1000"].dial("1001")
    office.run()
    (channel,) = [line.rpartition("[")[2].rstrip("]") for line in office.log if "New Channel" in line]
    assert office.told("1000", timed=False) == ["407 INVITE"]
    assert [line for line in office.log if "[DEBUG]" not in line][-4:] == [
        f"[WARNING] {channel} sofia/internal/1000@127.0.0.20 Abandoned",
        "[NOTICE] Hangup sofia/internal/1000@127.0.0.20 [CS_NEW] [WRONG_CALL_STATE]",
        "[NOTICE] Session 1 (sofia/internal/1000@127.0.0.20) Ended",
        "[NOTICE] Close Channel sofia/internal/1000@127.0.0.20 [CS_DESTROY]",
    ]
    assert office.switch.channels == {}


def test_the_second_invite_of_a_call_finds_the_channel_of_the_first() -> None:
    office = ringing("1001")
    office["1000"].dial("1001")
    office.later(2, office["1000"].hang_up)
    office.run()
    assert len([line for line in office.log if "New Channel sofia/internal/1000" in line]) == 1
    assert not [line for line in office.log if "Abandoned" in line]


def test_the_bar_tries_the_next_user_when_the_first_has_failed() -> None:
    office = Office().register("1001", "1002")
    office["1001"].answers_with((0.01, 180), (0.5, 486))
    office["1002"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("3502")
    office.later(3, office["1000"].hang_up)
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "ACK"]
    assert office.told("1002")[0] == "0.542 INVITE"
    assert office.told("1000", timed=False)[:4] == [*BEGINNING, "200 INVITE"]


def test_a_call_timeout_ends_the_whole_hunt() -> None:
    office = Office().register("1001", "1002")
    office["1001"].answers_with((0.01, 180))
    office["1000"].dial("3502")
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.told("1002") == []
    assert office.last("1000", "480 INVITE").get("Reason") == 'Q.850;cause=16;text="NORMAL_CLEARING"'


def test_of_two_that_are_called_at_once_the_first_one_named_gives_the_cause_and_the_last_to_fail_the_status() -> None:
    office = Office().register("1001", "1002")
    office["1001"].answers_with((0.01, 180), (0.5, 486))
    office["1002"].answers_with((0.01, 180), (1, 503))
    office["1000"].dial("3501")
    office.run()
    assert office.last("1000", "503 INVITE").get("Reason") == 'Q.850;cause=17;text="USER_BUSY"'


def test_who_answers_too_late_is_hung_up_and_told_why() -> None:
    office = ringing("1001", "1002")
    office["1000"].dial("3501")
    office.later(3, office["1000"].hang_up)
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE"]
    assert office.told("1002", timed=False) == ["INVITE", "ACK", "BYE"]
    assert office.last("1002", "BYE").get("Reason") == 'SIP;cause=200;text="Call completed elsewhere"'
    assert office.last("1001", "BYE").get("Reason") == 'Q.850;cause=16;text="NORMAL_CLEARING"'


def test_a_caller_with_one_hop_left_may_call_nobody() -> None:
    office = Office().register("1001")
    office["1000"].dial("1001", fields=(("Max-Forwards", "1"),))
    office.run()
    refusal = office.last("1000", "483 INVITE")
    assert (refusal.get("Reason"), refusal.get("Max-Forwards")) == ('Q.850;cause=25;text="EXCHANGE_ROUTING_ERROR"', "1")
    assert office.told("1001") == []


def test_the_reason_of_a_bye_travels_to_the_other_leg_as_it_stands() -> None:
    office = ringing("1001")
    office["1000"].dial("1001")

    def hang_up() -> None:
        bye = office["1000"].outgoing.draft("BYE")
        bye.add("Reason", 'Q.850;cause=31;text="odd"')
        office["1000"].outgoing.hang_up(bye)

    office.later(2, hang_up)
    office.run()
    assert office.last("1001", "BYE").get("Reason") == 'Q.850;cause=31;text="odd"'
    assert "[NOTICE] Hangup sofia/internal/1000@127.0.0.20 [CS_EXECUTE] [NORMAL_UNSPECIFIED]" in office.log


def test_the_reason_of_a_cancel_travels_too() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180))
    office["1000"].dial("1001")
    office.later(2, lambda: office["1000"].outgoing.cancel([("Reason", 'SIP;cause=200;text="elsewhere"')]))
    office.run()
    assert office.told("1000")[-2:] == ["2.000 200 CANCEL", "2.000 487 INVITE"]
    assert office.told("1001")[1] == "2.022 CANCEL"
    assert office.last("1001", "CANCEL").get("Reason") == 'SIP;cause=200;text="elsewhere"'


def test_a_cancelled_call_says_why_in_its_own_words_otherwise() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180))
    office["1000"].dial("1001")
    office.later(2, lambda: office["1000"].outgoing.cancel([]))
    office.run()
    assert office.last("1001", "CANCEL").get("Reason") == 'SIP;cause=487;text="ORIGINATOR_CANCEL"'


def test_a_callee_that_hangs_up_while_its_answer_is_passed_on_has_answered_all_the_same() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(1.025, lambda: office["1001"].incoming.hang_up(office["1001"].incoming.draft("BYE")))
    office.run()
    assert office.told("1000", timed=False) == [*BEGINNING, "200 INVITE", "BYE"]


def test_a_callee_that_answers_no_bye_gets_it_eleven_times_in_all() -> None:
    office = Office(lose("BYE from switch", 100)).register("1001")
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(3, office["1000"].hang_up)
    office.run()
    first, *copies = [float(line.split()[0]) for line in office.told("1001") if line.endswith("BYE")]
    assert [round(at - first, 3) for at in copies] == [1, 3, 7, 11, 15, 19, 23, 27, 31]
    assert "3.009 200 BYE" in office.told("1000")
    assert office.switch.leftovers() == []


def test_a_bye_in_an_early_dialog_ends_the_invite_with_487() -> None:
    office = Office().register("1001")
    office["1001"].answers_with((0.01, 180))
    office["1000"].dial("1001")
    office.later(1, partial(office["1000"].send_in_call, "BYE"))
    office.run()
    assert office.told("1000", timed=False)[3:] == ["200 BYE", "487 INVITE"]
    assert office.last("1000", "487 INVITE").start == "SIP/2.0 487 Early Session Terminated"
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]


def test_who_needs_no_password_is_let_in_without_the_detour_of_a_challenge() -> None:
    files = changed(FILES, "sip_profiles/internal.xml", 'auth-calls" value="true"', 'auth-calls" value="false"')
    files = changed(files, "sip_profiles/internal.xml", 'context" value="public"', 'context" value="default"')
    office = Office(files=files)
    office["1000"].dial("9196")
    office.later(1, office["1000"].hang_up)
    office.run()
    assert office.told("1000")[:2] == ["0.002 100 INVITE", "0.003 200 INVITE"]


def test_a_call_over_tcp_stays_on_tcp_and_says_so_in_its_contacts() -> None:
    office = Office()
    for name in ("1000", "1001"):
        office[name].transport = Transport.TCP
    office["1001"].register(contact="<sip:1001@127.0.0.22:5060;transport=tcp>")
    office.run()
    office.begin()
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(2, office["1000"].hang_up)
    office.run()
    assert {packet.transport for packet in office.packets} == {Transport.TCP}
    invite = office.last("1001", "INVITE")
    assert invite.start == "INVITE sip:1001@127.0.0.22:5060;transport=tcp SIP/2.0"
    assert invite.get("Contact") == f"<sip:mod_sofia@{SWITCH};transport=tcp>"
    assert (invite.get("Via") or "").startswith("SIP/2.0/TCP 127.0.0.20;rport;branch=z9hG4bK")
    assert office.last("1000", "180 INVITE").get("Contact") == f"<sip:1001@{SWITCH};transport=tcp>"
    assert office.told("1000", timed=False)[-1] == "200 BYE"


@pytest.mark.parametrize(("transport", "is_told"), [(Transport.UDP, False), (Transport.TCP, True)])
def test_a_response_by_tcp_tells_the_port_though_nobody_asked(transport: Transport, is_told: bool) -> None:
    # agent_check_request_via in sofia-sip's nta.c
    office = Office()
    endpoint = office["1000"].element.endpoint
    endpoint.manner, office["1000"].transport = replace(endpoint.manner, via=plain), transport
    office["1000"].request("OPTIONS")
    office.run()
    came_from = next(packet.source.port for packet in office.packets if packet.transport is transport)
    via = office.last("1000", "200 OPTIONS").get("Via") or ""
    assert via.endswith(f";rport={came_from}") if is_told else "rport" not in via


def test_an_answer_that_nobody_acknowledges_is_given_up_after_32_seconds() -> None:
    office = Office(lose("ACK from 1000", first=100)).register("1001")
    office["1001"].answers_with((0.1, 180), (1, 200))
    office["1000"].dial("1001")
    office.run()
    assert office.told("1000")[-2:] == ["32.542 200 INVITE", "33.042 BYE"]
    assert office.last("1000", "BYE").get("Reason") == 'SIP;cause=408;text="ACK Timeout"'
    assert office.last("1001", "BYE").get("Reason") == 'Q.850;cause=16;text="NORMAL_CLEARING"'
    assert office.switch.leftovers() == []


def test_a_bye_that_crosses_ours_is_answered_all_the_same_and_a_later_one_is_not() -> None:
    office = Office(lose("200 for BYE from 1001")).register("1001")
    office["1001"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(2, office["1000"].hang_up)
    office.later(2.1, partial(office["1001"].send_in_call, "BYE"))
    office.later(4, partial(office["1001"].send_in_call, "BYE"))
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "ACK", "BYE", "200 BYE", "BYE", "481 BYE"]
    assert "User-Agent" not in names_of(office.last("1001", "200 BYE"))
