"""How each model goes about it: waits, tones, microphones, speakers, and other calls."""

import pytest

from tests.phone.lan import Lan, microsip, obihai
from tests.phone.models import baresip, grandstream, polycom, yealink, zoiper
from tests.phone.stranger import Stranger, sdp
from voiplab.phone.asking import Ask
from voiplab.phone.intercom import (
    BESIDE,
    Around,
    AskedBy,
    Barge,
    Heeds,
)
from voiplab.text.place import Files

NOW = "Call-Info: <sip:10.0.0.20>;answer-after=0"
RING_ANSWER = 'voIpProt.SIP.alertInfo.1.value="RA" voIpProt.SIP.alertInfo.1.class="{}"'


def called(model: str, files: Files, *fields: str) -> tuple[Lan, Stranger]:
    lan = Lan((model, files))
    stranger = Stranger(lan)
    stranger.send("INVITE", 1, sdp(), *fields)
    return lan, stranger


@pytest.mark.parametrize(
    ("extra", "shown", "heard"),
    [
        ("", "talks: 1000 (answered by itself, on the speaker)", ["beep (local)", "silence"]),
        (
            "features.intercom.mute = 1",
            "talks: 1000 (answered by itself, on the speaker, microphone off)",
            ["beep (local)", "silence"],
        ),
        ("features.intercom.tone = 0", "talks: 1000 (answered by itself, on the speaker)", []),
        ("features.intercom.allow = 0", "rings: 1000", ["ringing (local)"]),
    ],
)
def test_a_yealink_beeps_speaks_and_mutes_as_its_file_says(extra: str, shown: str, heard: list[str]) -> None:
    lan, _ = called("yealink-t46s", yealink("1001", extra), NOW)
    lan.run(1)
    assert (lan.shown(0), lan.heard(0)) == ([shown], heard)


def test_a_muted_telephone_says_nothing_until_its_owner_speaks() -> None:
    files = yealink("1001", "features.intercom.mute = 1")
    lan = Lan(("yealink-t46s", files), ("obi1062", obihai("1002")))
    lan.later(1, 1, "dial sip:1001@10.0.0.1;intercom=true")
    lan.later(3, 0, "mute off")
    lan.later(4, 0, "mute on")
    lan.run(6)
    assert lan.heard(1)[-2:] == ["voice:phone1 (10.0.0.1:11780)", "silence"]
    assert lan.states(1) == ["dials", "hears ringing", "talks"]


@pytest.mark.parametrize(
    ("kind", "rings_until", "note"),
    [
        ("autoAnswer", 0.0, " (answered by itself, on the speaker)"),
        ("ringAutoAnswer", 2.0, " (answered by itself, on the speaker)"),
        ("ringAnswerMute", 2.0, " (answered by itself, on the speaker, microphone off)"),
        ("visual", None, ""),
    ],
)
def test_a_polycom_rings_first_or_not_by_the_class_of_the_text(kind: str, rings_until: float | None, note: str) -> None:
    lan, _ = called("polycom-vvx450", polycom("1001", RING_ANSWER.format(kind)), "Alert-Info: RA")
    lan.run(1)
    assert lan.states(0) == (["talks"] if rings_until == 0 else ["rings"])
    lan.run(5)
    assert lan.shown(0)[-1] == ("rings: 1000" if rings_until is None else f"talks: 1000{note}")


def test_a_polycom_that_is_told_to_talk_answers_with_its_microphone_on() -> None:
    lan, stranger = called("polycom-vvx450", polycom("1001"))
    stranger.send("NOTIFY", 2, "", "Event: talk")
    assert lan.shown(0) == ["rings: 1000", "talks: 1000 (answered by itself, on the speaker)"]
    stranger.send("NOTIFY", 3, "", "Event: talk")
    assert stranger.status == 200


def test_a_baresip_rings_for_its_beep_as_recorded_and_may_be_silent() -> None:
    for params, heard in ((";sip_autoanswer=yes", "beep (local)"), (";sip_autoanswer=yes;sip_autoanswer_beep=off", "")):
        lan, _ = called("baresip-4.9", baresip("1001", params), NOW)
        lan.run(1)
        assert lan.states(0) == ["rings", "talks"]
        assert lan.heard(0)[0] == (heard or "ringing (local)")


def test_a_baresip_that_may_not_refuses_who_insists() -> None:
    lan, stranger = called("baresip-4.9", baresip("1001"), "Answer-Mode: Auto;require")
    assert stranger.status == 486
    assert lan.states(0) == []
    lan, _ = called("baresip-4.9", baresip("1001"), "Answer-Mode: Auto")
    assert lan.states(0) == ["rings"]


def test_a_zoiper_may_answer_everybody() -> None:
    options = "<enabled>true</enabled><mode>answer_delay</mode><autoanswer_seconds>2</autoanswer_seconds>"
    extra = f"<sip_options><port>5060</port></sip_options><forwarding_and_auto_answer>{options}</forwarding_and_auto_answer>"
    lan, _ = called("zoiper-5-free", zoiper("1001", extra))
    lan.run(5)
    assert lan.states(0) == ["rings", "talks"]


def test_an_owner_who_is_quicker_has_answered_himself() -> None:
    lan, _ = called("obi1062", obihai("1001"), "Call-Info: <sip:a>;answer-after=3")
    lan.phones[0].perform("answer")
    lan.run(10)
    assert lan.shown(0) == ["rings: 1000", "talks: 1000"]
    assert "beep (local)" not in lan.heard(0)


# Another call


def busy(model: str, files: Files, *fields: str) -> tuple[Lan, Stranger]:
    """The phone talks to an OBi; then somebody else calls."""
    lan = Lan((model, files), ("obi1062", obihai("1002")))
    stranger = Stranger(lan)
    lan.later(1, 0, "dial sip:1002@10.0.0.2")
    lan.later(2, 1, "answer")
    lan.run(3)
    stranger.send("INVITE", 1, sdp(), *fields)
    lan.run(5)
    return lan, stranger


@pytest.mark.parametrize(
    ("model", "files", "states"),
    [
        ("yealink-t46s", yealink("1001"), ["talks", "rings"]),
        ("yealink-t46s", yealink("1001", "features.intercom.barge = 1"), ["holds", "talks"]),
        ("grandstream-gxp2170", grandstream("1001"), ["talks", "rings"]),
        (
            "grandstream-gxp2170",
            grandstream("1001", "account.1.intercom.allowBargingByCallInfo=Yes"),
            ["holds", "talks"],
        ),
        ("obi1062", obihai("1001"), ["talks", "rings"]),
        ("microsip-3.22", microsip("1001", program="autoAnswer=header"), ["talks", "rings"]),
    ],
)
def test_a_phone_in_a_call_rings_or_holds_it_by_its_file(model: str, files: Files, states: list[str]) -> None:
    lan, _ = busy(model, files, NOW)
    assert [call.state.words for call in lan.phones[0].calls] == states


def test_a_grandstream_refuses_a_second_intercom_and_rings_for_others() -> None:
    files = grandstream("1001", "account.1.intercom.allowBargingByCallInfo=Yes")
    for fields, states, status in (((NOW,), ["talks"], 486), ((), ["talks", "rings"], 180)):
        lan, stranger = called("grandstream-gxp2170", files, NOW)
        stranger.send("ACK", 1)
        stranger.begin_another("second")
        stranger.send("INVITE", 1, sdp(), *fields, branch="second")
        assert [call.state.words for call in lan.phones[0].calls] == states
        assert stranger.status == status


def test_every_kind_of_barge_has_a_verdict_for_every_kind_of_call() -> None:
    assert {(barge, around) for barge in Barge for around in Around if around is not Around.NOTHING} == set(BESIDE)


def test_every_way_of_asking_has_a_field() -> None:
    nothing = AskedBy(**{how.value: Heeds.NEVER for how in Ask})
    assert [nothing.heeds(how) for how in Ask] == [Heeds.NEVER] * len(Ask)
