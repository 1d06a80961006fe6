import pytest

from tests.phone.lan import Lan, microsip, obihai, plain
from voiplab.phone.kind import KIND
from voiplab.phone.profile_reader import profile_names
from voiplab.recording.events import Sent, SettingRead
from voiplab.sip.message import Response, parse
from voiplab.text.place import ConfigError, Files, NotSimulated
from voiplab.text.remark import Effect


@pytest.mark.parametrize(
    ("model", "files", "says"),
    [
        ("obi1026", {}, "there is no model obi1026; did you mean obi1062?"),
        (None, {}, f"there is no model None; there are {', '.join(profile_names())}"),
        ("yealink-t46s", {}, "SIP-T46S needs a parameter file ending in .cfg"),
        ("grandstream-gxp2170", {}, "GXP2170 needs a parameter file ending in .xml or .txt"),
        ("baresip-4.9", {"config": b""}, "baresip needs accounts"),
        ("microsip-3.22", {}, "MicroSIP needs MicroSIP.ini"),
        ("obi1062", {"notes.txt": b""}, "OBi1062 needs a parameter file ending in .xml"),
    ],
)
def test_a_phone_without_its_model_or_file_is_an_error(model: str | None, files: Files, says: str) -> None:
    assert [(remark.effect, remark.says) for remark in KIND.explain(model, files)] == [(Effect.ERROR, says)]
    with pytest.raises(ConfigError):
        Lan((model or "", files))


def test_names_of_hosts_are_refused_with_their_line() -> None:
    files = {"phone.ini": b"[phone]\nuser=1\ndomain=pbx.example.com\n"}
    with pytest.raises(NotSimulated) as caught:
        Lan(("plain-rfc", files))
    assert str(caught.value) == "phone.ini:3: `pbx.example.com` is no IP address, and looking up names is not simulated"


def test_a_codec_that_nobody_speaks_here_is_refused_with_its_line() -> None:
    files = microsip("1", program="audioCodecs=opus/48000/2")
    refusals = [remark for remark in KIND.explain("microsip-3.22", files) if remark.effect is Effect.NOT_SIMULATED]
    assert [(remark.place.line, remark.says) for remark in refusals] == [(3, "opus/48000: no such codec is simulated")]
    with pytest.raises(NotSimulated):
        Lan(("microsip-3.22", files))


def test_explaining_tells_of_every_line() -> None:
    text = plain("1000", "dtmf=info\nfoo=bar")
    assert [remark.place.line for remark in KIND.explain("plain-rfc", text)] == [2, 3, 4, 5, 6]


def test_a_header_that_a_setting_made_leads_back_to_its_line() -> None:
    lan = Lan(("microsip-3.22", microsip("1000")), ("obi1062", obihai("1001", X_100rel="supported")))
    lan.later(1, 0, "dial sip:1001@10.0.0.2")
    lan.run(2)
    ringing = next(event.what for event in lan.recording.sent() if _is_ringing(event.what))
    assert isinstance(ringing, Sent)
    setting = lan.recording[ringing.origins["RSeq"]].what
    assert isinstance(setting, SettingRead)
    assert (setting.place.file, setting.place.line, setting.value) == ("obi.xml", 5, "supported")


def _is_ringing(what: object) -> bool:
    assert isinstance(what, Sent)
    assert isinstance(what.packet.payload, bytes)
    message = parse(what.packet.payload)
    return isinstance(message, Response) and message.status == 180
