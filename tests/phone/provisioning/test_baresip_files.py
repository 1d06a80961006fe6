import pytest

from voiplab.net.packet import Transport
from voiplab.phone.profile import Offers100rel, SayDigits, SecondCall
from voiplab.phone.provisioning.baresip_files import provision
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.phone.transfers import TakesRefer
from voiplab.sip.reliability import Habit
from voiplab.text.place import ConfigError, Files
from voiplab.text.remark import Effect

RECORDED = "<sip:1002@127.0.0.30>;auth_pass=secret1002;regint=600;answermode=manual;sip_autoanswer=yes;audio_codecs=PCMU,PCMA\n"
CONFIG = """\
net_interface 127.0.0.33
sip_listen 127.0.0.33:5066
#127.0.0.33
sip_verify_server no
audio_player aufile,/x.wav
rtp_ports 16000-16100
module g711.so
module_app menu.so
"""
UUID = "6dcc5599-449a-2bdb-1f51-07c4e6e41110"


def files(accounts: str, config: str = "", uuid: str = "") -> Files:
    found = {".baresip/accounts": accounts.encode(), ".baresip/config": config.encode()}
    return {**found, ".baresip/uuid": uuid.encode()} if uuid else found


def read(params: str) -> Provisioned:
    return provision(files(f"<sip:1002@10.0.0.20>{params}\n"))


def remarks(found: Provisioned, effect: Effect) -> list[tuple[str, int, str]]:
    return [(one.place.file, one.place.line, one.says) for one in found.remarks if one.effect is effect]


def test_the_folder_of_the_recorded_phone_is_read_with_nothing_unknown_in_it() -> None:
    found = provision(files(RECORDED, CONFIG, UUID))
    settings = found.settings
    assert (settings.user, settings.domain, settings.server) == ("1002", "127.0.0.30", "127.0.0.30")
    assert (settings.password, settings.expires, settings.answering.allowed) == ("secret1002", 600, True)
    assert (settings.port, settings.media_port, settings.instance_id) == (5066, 16000, UUID)
    assert settings.codecs == ("PCMU/8000", "PCMA/8000")
    assert remarks(found, Effect.IGNORED_THERE) == []


def test_what_an_account_sets_is_read() -> None:
    found = provision(
        files(
            '"Ann" <sip:ann@10.0.0.20:5070;transport=tcp>;auth_user=a;regint=0;answermode=auto;answerdelay=2500;'
            '100rel=required;dtmfmode=info;call_transfer=no;outbound="sip:10.0.0.9"\n',
            "call_max_calls 1\nsip_autoanswer_beep no\n",
        )
    ).settings
    assert (found.display, found.user, found.transport, found.auth_user) == ("Ann", "ann", Transport.TCP, "a")
    assert (found.server, found.proxy, found.second_call) == ("", "10.0.0.9", SecondCall.BUSY)
    assert (found.answering.every_call, found.answering.every_call_after, found.answering.tone) == (True, 2, False)
    assert (found.offers_100rel, found.answers_100rel) == (Offers100rel.REQUIRED, Habit.INSISTS)
    assert (found.digits, found.takes_refer) == (SayDigits.INFO, TakesRefer.REFUSES)


def test_a_misspelt_parameter_or_key_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    found = provision(files("# x\n<sip:1@10.0.0.20>;sip_autoanwser=yes\n", "rtp_prts 1-2\nwhatever 1\nsip_lisen 1:2\n"))
    assert remarks(found, Effect.IGNORED_THERE) == [
        (".baresip/config", 2, "`whatever` is not known"),
        (".baresip/config", 3, "`sip_lisen` is not known; did you mean sip_listen?"),
        (".baresip/accounts", 2, "`sip_autoanwser` is not known; did you mean sip_autoanswer?"),
    ]


def test_only_the_first_account_is_in_use() -> None:
    found = provision(files("<sip:1@10.0.0.20>\n<sip:2@10.0.0.20>\n"))
    assert found.settings.user == "1"
    assert remarks(found, Effect.NO_EFFECT_HERE) == [
        (".baresip/accounts", 2, "`<sip:2@10.0.0.20>`: only the first account is in use")
    ]


@pytest.mark.parametrize(
    "params", [";mediaenc=srtp", ";sipnat=outbound", ";audio_codecs=opus,ilbc", ";answermode=early"]
)
def test_what_is_not_simulated_is_said_with_its_line(params: str) -> None:
    assert [line for _, line, _ in remarks(read(params), Effect.NOT_SIMULATED)] == [1]


@pytest.mark.parametrize("accounts", ["", "# nothing\n", "nonsense\n", "<sip:10.0.0.20>\n"])
def test_without_an_account_baresip_has_no_line(accounts: str) -> None:
    with pytest.raises(ConfigError):
        provision(files(accounts))


def test_a_uuid_has_its_form() -> None:
    with pytest.raises(ConfigError, match="a UUID is expected"):
        provision(files(RECORDED, uuid="x"))
