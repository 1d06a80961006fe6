import pytest

from voiplab.net.packet import Transport
from voiplab.phone.profile import SayDigits, SecondCall
from voiplab.phone.provisioning.microsip_ini import provision
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

ACCOUNT = "[Account1]\nserver=10.0.0.20\ndomain=10.0.0.20\nusername=1001\npassword=1234\n"


def read(text: str) -> Provisioned:
    return provision("MicroSIP.ini", text.encode())


def remarks(text: str, effect: Effect) -> list[tuple[int, str]]:
    return [(remark.place.line, remark.says) for remark in read(text).remarks if remark.effect is effect]


def test_an_account_is_a_server_a_domain_a_user_and_a_password() -> None:
    settings = read(ACCOUNT).settings
    assert (settings.server, settings.domain, settings.user, settings.password) == (
        "10.0.0.20",
        "10.0.0.20",
        "1001",
        "1234",
    )


def test_each_setting_knows_its_line() -> None:
    setting = read(ACCOUNT).settings.in_force["user"]
    assert (setting.name, setting.value, setting.place.line) == ("username", "1001", 4)


def test_the_account_in_use_is_the_one_that_the_program_names() -> None:
    text = f"[Settings]\naccountId=2\n{ACCOUNT}[Account2]\ndomain=b.example\nusername=1002\n"
    assert read(text).settings.user == "1002"
    assert (3, "[Account1]: only [Account2] is in use") in remarks(text, Effect.NO_EFFECT_HERE)


def test_it_is_read_as_windows_writes_it() -> None:
    settings = provision("MicroSIP.ini", b"\xff\xfe" + f"{ACCOUNT}displayName=Jürgen\n".encode("utf-16-le")).settings
    assert settings.display == "Jürgen"


def test_keys_and_sections_ignore_case() -> None:
    assert read(ACCOUNT.replace("username", "UserName").replace("Account1", "ACCOUNT1")).settings.user == "1001"


@pytest.mark.parametrize(
    ("value", "seconds"), [("600", 600), ("5", 10), ("0", 300), ("-3", 300), ("soon", 300), ("120s", 120)]
)
def test_a_registration_lasts_at_least_ten_seconds_and_by_default_three_hundred(value: str, seconds: int) -> None:
    assert read(f"{ACCOUNT}registerRefresh={value}\n").settings.expires == seconds


def test_what_it_sets_is_read() -> None:
    program = (
        "[Settings]\nDTMFMethod=3\nDND=1\ncallWaiting=0\nsourcePort=5062\nrtpPortMin=30000\n"
        "audioCodecs=PCMU/8000/1 opus/48000/2\nuserAgent=Me/1\n"
    )
    settings = read(f"{program}{ACCOUNT}transport=tcp\nauthID=u1\ndisableSessionTimer=1\n").settings
    assert settings.digits is SayDigits.INFO
    assert settings.do_not_disturb
    assert settings.second_call is SecondCall.BUSY
    assert (settings.port, settings.media_port) == (5062, 30000)
    assert settings.codecs == ("PCMU/8000", "opus/48000")
    assert settings.software == "Me/1"
    assert settings.transport is Transport.TCP
    assert settings.auth_user == "u1"
    assert not settings.session_timer


def test_the_do_not_disturb_key_counts_wherever_it_stands() -> None:
    assert read(f"[Settings]\nDND=1\ndenyIncoming=button\n{ACCOUNT}").settings.do_not_disturb
    assert not read(f"[Settings]\ndenyIncoming=button\n{ACCOUNT}").settings.do_not_disturb


def test_a_misspelt_key_is_a_warning_with_the_nearest_one() -> None:
    assert remarks(f"{ACCOUNT}usrname=1\n", Effect.IGNORED_THERE) == [
        (6, "`usrname` is not known; did you mean username?")
    ]


def test_a_key_of_the_other_section_is_not_known_in_this_one() -> None:
    assert remarks(f"[Settings]\nusername=1\n{ACCOUNT}dnd=1\n", Effect.IGNORED_THERE) == [
        (2, "`username` is not known here: it belongs into [Account1]"),
        (8, "`dnd` is not known here: it belongs into [Settings]"),
    ]


def test_a_key_that_no_ladder_shows_has_no_effect_here() -> None:
    assert [line for line, _ in remarks(f"[Settings]\nvolumeInput=80\n{ACCOUNT}", Effect.NO_EFFECT_HERE)] == [2]


def test_a_wrong_value_is_passed_over() -> None:
    text = f"{ACCOUNT}transport=pigeon\n"
    assert read(text).settings.transport is Transport.UDP
    assert remarks(text, Effect.IGNORED_THERE) == [(6, "`transport=pigeon`: it is none of udp, tcp")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("voicemailNumber=*97", "SUBSCRIBE for waiting messages is not simulated"),
        ("SRTP=mandatory", "SRTP is not simulated"),
        ("proxy=10.0.0.9", "an outbound proxy is not simulated"),
    ],
)
def test_what_is_not_simulated_is_said_by_name(line: str, says: str) -> None:
    assert remarks(f"{ACCOUNT}{line}\n", Effect.NOT_SIMULATED) == [(6, f"`{line}`: {says}")]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "there is no section [Account1], so MicroSIP has no account"),
        ("[Settings]\naccountId=3\n", 2, "there is no section [Account3], so MicroSIP has no account"),
        ("[Account1]\nusername=1001\n", 1, "[Account1] has no domain, so MicroSIP does not use it"),
        ("[Account1]\ndomain=a.example\n", 1, "[Account1] has no username, so MicroSIP does not use it"),
    ],
)
def test_a_phone_without_an_account_is_an_error(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert (caught.value.place.line, caught.value.says) == (line, says)
