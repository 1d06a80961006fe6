"""Telephones that answer without a hand: what goes over the wire, and what their owner sees and hears."""

from tests.phone.lan import Lan, microsip, obihai
from tests.phone.stranger import Stranger, sdp
from voiplab.text.place import Files

NOW = "Call-Info: <sip:10.0.0.20>;answer-after=0"


def called(model: str, files: Files, *fields: str) -> tuple[Lan, Stranger]:
    lan = Lan((model, files))
    stranger = Stranger(lan)
    stranger.send("INVITE", 1, sdp(), *fields)
    return lan, stranger


def test_an_obihai_rings_answers_at_once_and_beeps() -> None:
    lan, stranger = called("obi1062", obihai("1001"), NOW)
    assert lan.ladder()[1:] == ["1 180", "1 200"]
    lan.run(2)
    assert lan.states(0) == ["talks"]
    assert lan.shown(0) == ["talks: 1000 (answered by itself, on the speaker)"]
    assert lan.heard(0) == ["beep (local)", "silence"]
    stranger.send("BYE", 2)
    assert lan.states(0)[-1] == "is idle"


def test_an_obihai_can_be_told_to_answer_with_its_microphone_off() -> None:
    files = obihai("1001")
    parameter = "<ParameterValueStruct><Name>AutoAnswerAutoMute</Name><Value>true</Value></ParameterValueStruct>"
    group = f"<Object><Name>VoiceService.1.Phone.</Name>{parameter}</Object></ParameterList>"
    files = {"obi.xml": files["obi.xml"].replace(b"</ParameterList>", group.encode())}
    lan, _ = called("obi1062", files, NOW)
    assert lan.shown(0) == ["talks: 1000 (answered by itself, on the speaker, microphone off)"]
    assert lan.phones[0].calls[0].media.said == "silence"
    lan.phones[0].perform("mute off")
    assert lan.phones[0].calls[0].media.said == "voice:phone1"


def test_a_microsip_only_rings_as_it_comes_out_of_the_box() -> None:
    lan, _ = called("microsip-3.22", microsip("1001"), NOW)
    lan.run(20)
    assert lan.states(0) == ["rings"]


def test_a_microsip_that_heeds_headers_plays_its_sound_and_sends_no_180() -> None:
    lan, _ = called("microsip-3.22", microsip("1001", program="autoAnswer=header"), NOW)
    lan.run(1)
    assert lan.ladder()[1:4] == ["1 100", "1 200", "1 200 again"]
    assert lan.heard(0)[0] == "beep (local)"
    lan, _ = called("microsip-3.22", microsip("1001", program="autoAnswer=header\nlocalDTMF=0"), NOW)
    assert lan.heard(0) == []
    assert lan.states(0) == ["talks"]


def test_a_delay_in_the_header_is_rung_through() -> None:
    files = microsip("1001", program="autoAnswer=header")
    lan, _ = called("microsip-3.22", files, "Call-Info: <sip:10.0.0.20>;answer-after=3")
    lan.run(2)
    assert lan.ladder()[1:] == ["1 100", "1 180"]
    assert lan.states(0) == ["rings"]
    lan.run(4)
    assert lan.states(0) == ["rings", "talks"]


def test_a_caller_who_gives_up_meanwhile_is_not_answered() -> None:
    lan, stranger = called(
        "microsip-3.22", microsip("1001", program="autoAnswer=header"), "Call-Info: <sip:a>;answer-after=5"
    )
    stranger.send("CANCEL", 1)
    lan.run(40)
    assert lan.states(0) == ["rings", "is idle"]
    assert lan.leftovers() == []


def test_a_microsip_may_answer_everybody_or_only_some() -> None:
    for program, states in (
        ("autoAnswer=all", ["talks"]),
        ("AA=1", ["talks"]),
        ("AA=1\nautoAnswer=header", ["rings"]),
        ("autoAnswer=all\nautoAnswerDelay=4", ["rings", "talks"]),
        ("autoAnswer=all\nautoAnswerNumber=20*;30*", ["rings"]),
        ("autoAnswer=all\nautoAnswerNumber=20*|10*", ["talks"]),
    ):
        lan, _ = called("microsip-3.22", microsip("1001", program=f"localDTMF=0\n{program}"))
        lan.run(6)
        assert lan.states(0) == states, program


def test_in_a_call_a_microsip_answers_another_one_only_when_it_may_hold_the_first() -> None:
    for calls, states in (("", ["talks", "rings"]), ("hold", ["holds", "talks"])):
        files = microsip("1001", program=f"autoAnswer=header\nlocalDTMF=0\nautoAnswerCalls={calls}")
        lan = Lan(("microsip-3.22", files), ("obi1062", obihai("1002")), ("obi1062", obihai("1003")))
        stranger = Stranger(lan)
        lan.later(1, 0, "dial sip:1002@10.0.0.2")
        lan.later(2, 1, "answer")
        lan.run(3)
        stranger.send("INVITE", 1, sdp(), NOW)
        lan.run(4)
        assert [call.state.words for call in lan.phones[0].calls] == states


def test_do_not_disturb_wins() -> None:
    _, stranger = called("microsip-3.22", microsip("1001", program="autoAnswer=header\nDND=1"), NOW)
    assert stranger.status == 486
