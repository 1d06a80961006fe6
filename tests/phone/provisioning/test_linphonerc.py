import pytest

from voiplab.net.packet import Transport
from voiplab.phone.profile import SayDigits, SecondCall
from voiplab.phone.provisioning.linphonerc import provision
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

RECORDED = """\
[sip]
sip_port=5060
sip_tcp_port=0
sip_tls_port=0
guess_hostname=0
contact=sip:alice@10.0.0.11
default_proxy=0
bind_address=10.0.0.11
use_ipv6=0
[net]
mtu=0
[proxy_0]
reg_proxy=<sip:10.0.0.10>
reg_identity="alice" <sip:alice@10.0.0.10>
reg_expires=300
reg_sendregister=1
publish=0
[auth_info_0]
username=alice
passwd=alicepw
realm=10.0.0.10
"""


def remarks(text: str, effect: Effect) -> list[tuple[int, str]]:
    return [
        (one.place.line, one.says) for one in provision("linphonerc", text.encode()).remarks if one.effect is effect
    ]


def test_the_file_of_the_recorded_phone_is_read_with_nothing_unknown_in_it() -> None:
    found = provision("linphonerc", RECORDED.encode()).settings
    assert (found.user, found.domain, found.server, found.display) == ("alice", "10.0.0.10", "10.0.0.10", "alice")
    assert (found.auth_user, found.password, found.expires, found.port) == ("alice", "alicepw", 300, 5060)
    assert remarks(RECORDED, Effect.IGNORED_THERE) == []


def test_what_it_sets_is_read() -> None:
    text = RECORDED.replace("reg_proxy=<sip:10.0.0.10>", "reg_proxy=<sip:10.0.0.10:5070;transport=tcp>")
    text = (
        text.replace("sip_port=5060", "sip_port=-1\nuse_info=1\nuuid=urn:uuid:1-2")
        + "[misc]\nmax_calls=1\n[rtp]\naudio_rtp_port=7100-7200\n"
    )
    found = provision("linphonerc", text.encode()).settings
    assert (found.server, found.transport, found.port) == ("10.0.0.10:5070", Transport.TCP, None)
    assert (found.digits, found.second_call) == (SayDigits.INFO, SecondCall.BUSY)
    assert (found.instance_id, found.media_port) == ("1-2", 7100)


def test_a_misspelt_key_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    text = RECORDED.replace("reg_expires", "reg_expire") + "# a remark\nnonsense\n"
    assert remarks(text, Effect.IGNORED_THERE)[0] == (15, "`reg_expire` is not known; did you mean reg_expires?")
    assert [line for line, _ in remarks(text, Effect.IGNORED_THERE)] == [15, 23]


def test_other_proxies_and_sounds_have_no_effect() -> None:
    text = f"{RECORDED}[proxy_1]\nreg_proxy=<sip:10.0.0.9>\n[sound]\nanything=1\n"
    assert [line for line, _ in remarks(text, Effect.NO_EFFECT_HERE)][-2:] == [23, 25]


@pytest.mark.parametrize(
    "change",
    [
        ("reg_proxy=<sip:10.0.0.10>", "reg_proxy=<sip:10.0.0.10;transport=tls>"),
        ("default_proxy=0", "default_proxy=1"),
        ("sip_tls_port=0", "sip_tls_port=5061"),
    ],
)
def test_what_is_not_simulated_is_said(change: tuple[str, str]) -> None:
    assert len(remarks(RECORDED.replace(*change), Effect.NOT_SIMULATED)) == 1


def test_without_an_identity_there_is_no_account() -> None:
    for text in ("", "[proxy_0]\nreg_proxy=<sip:10.0.0.10>\n", RECORDED.replace("<sip:alice@10.0.0.10>", "alice")):
        with pytest.raises(ConfigError, match="reg_identity"):
            provision("linphonerc", text.encode())
