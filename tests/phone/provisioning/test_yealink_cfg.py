import pytest

from voiplab.net.packet import Transport
from voiplab.phone.intercom import Barge
from voiplab.phone.profile import Offers100rel, SayDigits, SecondCall
from voiplab.phone.provisioning.settings import Provisioned, Settings
from voiplab.phone.provisioning.yealink_cfg import provision
from voiplab.sdp.description import Hold
from voiplab.sip.reliability import Habit
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

LINE = "#!version:1.0.0.1\naccount.1.user_name = 1002\naccount.1.sip_server.1.address = 10.0.0.20\n"
TEMPLATE = """\
#!version:1.0.0.1
# what an administrator writes
account.1.enable = 1
account.1.user_name = 1002
account.1.auth_name = 1002
account.1.sip_server.1.address = 10.0.0.20
account.1.100rel_enable = 0
account.1.dtmf.type = 1
account.1.auto_answer = 0
features.intercom.allow = 1
features.intercom.barge = 0
features.intercom.mute = 0
features.intercom.tone = 1
multicast.listen_address.1.ip_address = 239.255.0.10:10000
multicast.receive_priority.priority = 31
linekey.2.type = 16
linekey.2.value = park+*5901
"""


def read(text: str) -> Provisioned:
    return provision("y.cfg", text.encode())


def settings(extra: str) -> Settings:
    return read(LINE + extra).settings


def remarks(text: str, effect: Effect) -> list[tuple[int, str]]:
    return [(remark.place.line, remark.says) for remark in read(text).remarks if remark.effect is effect]


def test_a_template_is_read_with_nothing_unknown_in_it() -> None:
    found = read(TEMPLATE).settings
    assert (found.user, found.domain, found.server, found.proxy) == ("1002", "10.0.0.20", "10.0.0.20", "10.0.0.20")
    assert remarks(TEMPLATE, Effect.IGNORED_THERE) == []
    assert [line for line, _ in remarks(TEMPLATE, Effect.NO_EFFECT_HERE)] == [14, 15, 16, 17]


def test_without_its_first_line_the_phone_reads_nothing() -> None:
    for text in ("", "account.1.user_name = 1002\n", "#!version:1.0\naccount.1.user_name = 1002\n"):
        with pytest.raises(ConfigError, match=r"y\.cfg:1: `#!version:1\.0\.0\.1` is expected in the first line"):
            read(text)


def test_intercom_has_four_switches() -> None:
    extra = "features.intercom.allow = 0\nfeatures.intercom.mute = 1\nfeatures.intercom.tone=0\nfeatures.intercom.barge = 1\n"
    how = settings(extra).answering
    assert (how.allowed, how.muted, how.tone, how.barge) == (False, True, False, Barge.HOLDS)


def test_answering_everybody_is_another_feature() -> None:
    how = settings("account.1.auto_answer = 1\nfeatures.auto_answer_delay = 3\n").answering
    assert (how.every_call, how.every_call_after, how.allowed) == (True, 3, None)


def test_what_it_sets_is_read() -> None:
    extra = (
        "account.1.100rel_enable = 1\naccount.1.dtmf.type = 2\naccount.1.dtmf.dtmf_payload = 127\n"
        "account.1.sip_server.1.port = 5070\naccount.1.sip_server.1.expires = 60\naccount.1.sip_server.1.transport_type = 1\n"
        "sip.rfc2543_hold = 1\ncall_waiting.enable = 0\naccount.1.display_name = Bob\naccount.1.nat.rport = 1\n"
    )
    found = settings(extra)
    assert (found.offers_100rel, found.answers_100rel) == (Offers100rel.SUPPORTED, Habit.ON_OFFER)
    assert (found.digits, found.events) == (SayDigits.INFO, 127)
    assert (found.server, found.proxy, found.expires) == ("10.0.0.20:5070", "10.0.0.20:5070", 60)
    assert (found.transport, found.hold, found.second_call) == (Transport.TCP, Hold.ZERO_ADDRESS, SecondCall.BUSY)
    assert (found.display, found.rport) == ("Bob", True)


def test_the_later_of_two_lines_counts() -> None:
    assert settings("account.1.user_name = 1003\n").user == "1003"


def test_a_misspelt_key_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    text = f"{LINE}feature.intercom.allow = 0\naccount.1.what_is_this = 1\nnonsense\n"
    assert remarks(text, Effect.IGNORED_THERE) == [
        (4, "`feature.intercom.allow` is not known; did you mean features.intercom.allow?"),
        (5, "`account.1.what_is_this` is not known"),
        (6, "`nonsense` is not known; `key = value` is expected"),
    ]


def test_a_value_that_is_no_switch_is_passed_over() -> None:
    text = f"{LINE}features.intercom.allow = yes\n"
    assert remarks(text, Effect.IGNORED_THERE) == [(4, "`features.intercom.allow=yes`: it is none of 0, 1")]


@pytest.mark.parametrize(
    "line",
    [
        "account.1.sip_server.1.transport_type = 2",
        "account.1.dtmf.type = 3",
        "account.1.sip_trust_ctrl = 1",
        "account.1.srtp_encryption = 1",
        "account.1.codec.1.payload_type = PCMU",
    ],
)
def test_what_is_not_simulated_is_said_with_its_line(line: str) -> None:
    assert [place for place, _ in remarks(f"{LINE}{line}\n", Effect.NOT_SIMULATED)] == [4]


def test_other_accounts_have_no_effect() -> None:
    text = f"{LINE}account.2.user_name = 1003\n"
    assert remarks(text, Effect.NO_EFFECT_HERE) == [(4, "`account.2.user_name`: only account 1 is simulated")]


@pytest.mark.parametrize("missing", ["user_name", "sip_server.1.address"])
def test_a_phone_without_a_line_is_an_error(missing: str) -> None:
    text = "\n".join(line for line in LINE.splitlines() if missing not in line)
    with pytest.raises(ConfigError, match=f"`account.1.{missing}` is missing"):
        read(text)
