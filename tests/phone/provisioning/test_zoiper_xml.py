import pytest

from voiplab.net.packet import Transport
from voiplab.phone.profile import SayDigits
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.phone.provisioning.zoiper_xml import provision
from voiplab.phone.transfers import TakesRefer
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

FILE = """\
<options>
<accounts><account>
<username>1006</username><password>x</password><SIP_domain>10.0.0.20</SIP_domain>
{account}
</account></accounts>
{more}
</options>
"""


def read(account: str = "", more: str = "") -> Provisioned:
    return provision("Config.xml", FILE.format(account=account, more=more).encode())


def remarks(effect: Effect, account: str = "", more: str = "") -> list[tuple[int, str]]:
    return [(one.place.line, one.says) for one in read(account, more).remarks if one.effect is effect]


def answering(**options: str) -> str:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in options.items())
    return f"<forwarding_and_auto_answer>{inside}</forwarding_and_auto_answer>"


def test_an_account_is_a_user_a_password_and_a_domain() -> None:
    found = read().settings
    assert (found.user, found.password, found.domain, found.server) == ("1006", "x", "10.0.0.20", "10.0.0.20")
    assert read("<SIP_domain>10.0.0.20:5070</SIP_domain>").settings.server == "10.0.0.20:5070"


@pytest.mark.parametrize(
    ("options", "allowed", "every"),
    [
        ({}, False, False),
        ({"accept_server_auto_answer": "true"}, False, False),
        ({"enabled": "true", "accept_server_auto_answer": "true"}, True, False),
        ({"enabled": "true", "mode": "none", "accept_server_auto_answer": "true"}, False, False),
        ({"enabled": "true", "mode": "answer_delay", "accept_server_auto_answer": "1"}, True, False),
        ({"enabled": "true"}, None, True),
    ],
)
def test_four_options_only_mean_something_together(options: dict[str, str], allowed: bool | None, every: bool) -> None:
    how = read(more=answering(**options)).settings.answering
    assert (how.allowed, how.every_call) == (allowed, every)


def test_everybody_is_answered_after_its_seconds() -> None:
    how = read(more=answering(enabled="true", mode="answer_delay", autoanswer_seconds="7")).settings.answering
    assert (how.every_call, how.every_call_after) == (True, 7)


def test_what_it_sets_is_read() -> None:
    account = "<SIP_transport_type>tcp</SIP_transport_type><SIP_dtmf_style>SIP_info_numeric</SIP_dtmf_style>"
    style = "<general><on_transfer_request_style>accept</on_transfer_request_style></general>"
    more = f"{style}<rtp_options><port>9000</port></rtp_options>"
    found = read(account, more).settings
    assert (found.transport, found.digits) == (Transport.TCP, SayDigits.INFO)
    assert (found.takes_refer, found.media_port) == (TakesRefer.ACCEPTS, 9000)


def test_a_misspelt_element_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    assert remarks(Effect.IGNORED_THERE, "<SIP_dtmf_stile>inband</SIP_dtmf_stile>\n<foo/>", "<bar><x/></bar>") == [
        (4, "`SIP_dtmf_stile` is not known; did you mean SIP_dtmf_style?"),
        (5, "`foo` is not known"),
        (7, "`x` is not known"),
    ]


def test_a_second_account_has_no_effect() -> None:
    text = FILE.format(account="", more="").replace(
        "</accounts>", "<account>\n<username>2</username></account></accounts>"
    )
    found = provision("Config.xml", text.encode())
    assert found.settings.user == "1006"
    assert "only the first account is in use" in found.remarks[-1].says


@pytest.mark.parametrize(
    "option",
    ["<SIP_transport_type>tls</SIP_transport_type>", "<SIP_srtp_mode>sdes</SIP_srtp_mode>", "<use_ice>true</use_ice>"],
)
def test_what_is_not_simulated_is_said_with_its_line(option: str) -> None:
    assert [line for line, _ in remarks(Effect.NOT_SIMULATED, option)] == [4]


@pytest.mark.parametrize(
    "text",
    [
        "<options/>",
        "<config/>",
        "",
        "<options><accounts><account><username>1</username></account></accounts></options>",
    ],
)
def test_a_file_without_an_account_is_an_error(text: str) -> None:
    with pytest.raises(ConfigError):
        provision("Config.xml", text.encode())
