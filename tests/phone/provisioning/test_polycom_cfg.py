import pytest

from voiplab.net.packet import Transport
from voiplab.phone.intercom import Mapped
from voiplab.phone.provisioning.polycom_cfg import provision
from voiplab.phone.provisioning.settings import Provisioned, Settings
from voiplab.phone.transfers import ReferTo
from voiplab.sdp.description import Hold
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

FILE = '<polycomConfig>\n<a voIpProt.server.1.address="10.0.0.20" reg.1.address="1004"\n{extra}/>\n</polycomConfig>\n'
TEMPLATE = """\
<polycomConfig>
 <a voIpProt.server.1.address="10.0.0.20" reg.1.address="1004" reg.1.auth.userId="1004"
    voIpProt.SIP.alertInfo.1.value="Ring Answer" voIpProt.SIP.alertInfo.1.class="ringAutoAnswer"
    voIpProt.SIP.alertInfo.2.value="info=alert-autoanswer" voIpProt.SIP.alertInfo.2.class="autoAnswer"
    se.rt.enabled="1" se.rt.ringAutoAnswer.timeout="1500"
    ptt.pageMode.enable="1" ptt.pageMode.group.1.label="Page All"
    voIpProt.SIP.useSendonlyHold="1" tone.dtmf.rfc2833Payload="127"
    attendant.resourceList.1.address="park+*5901" attendant.resourceList.1.type="automata"/>
</polycomConfig>
"""


def read(text: str) -> Provisioned:
    return provision("phone.cfg", text.encode())


def settings(extra: str) -> Settings:
    return read(FILE.format(extra=extra)).settings


def remarks(text: str, effect: Effect) -> list[tuple[int, str]]:
    return [(remark.place.line, remark.says) for remark in read(text).remarks if remark.effect is effect]


def test_a_template_is_read_with_nothing_unknown_in_it() -> None:
    found = read(TEMPLATE).settings
    assert (found.user, found.auth_user, found.domain, found.proxy) == ("1004", "1004", "10.0.0.20", "10.0.0.20")
    assert found.answering.mapped == (Mapped("Ring Answer", rings_first=True), Mapped("info=alert-autoanswer"))
    assert (found.answering.ring_first, found.events, found.hold) == (1500, 127, Hold.SENDONLY)
    assert remarks(TEMPLATE, Effect.IGNORED_THERE) == []


def test_elements_mean_nothing_and_attributes_may_stand_in_any() -> None:
    text = '<x><y reg.1.address="1@10.0.0.20"/><z><q call.callWaiting.enable="0"/></z></x>'
    assert (read(text).settings.user, read(text).settings.domain) == ("1", "10.0.0.20")


@pytest.mark.parametrize(
    ("name", "mapped"),
    [
        ("3", (Mapped("RA"),)),
        ("4", (Mapped("RA", rings_first=True),)),
        ("autoAnswer", (Mapped("RA"),)),
        ("answerMute", (Mapped("RA", muted=True),)),
        ("ringAnswerMute", (Mapped("RA", rings_first=True, muted=True),)),
        ("visual", ()),
        ("custom3", ()),
        ("AUTO_ANSWER", ()),
    ],
)
def test_a_ring_class_says_whether_it_answers(name: str, mapped: tuple[Mapped, ...]) -> None:
    """Whichever of the two attributes stands first."""
    value, kind = 'voIpProt.SIP.alertInfo.1.value="RA"', f'voIpProt.SIP.alertInfo.1.class="{name}"'
    assert settings(f"{value} {kind}").answering.mapped == mapped
    assert settings(f"{kind} {value}").answering.mapped == mapped


def test_a_class_that_is_none_is_said_so() -> None:
    text = FILE.format(extra='voIpProt.SIP.alertInfo.1.value="RA"\nvoIpProt.SIP.alertInfo.1.class="autoAnwser"')
    says = "`voIpProt.SIP.alertInfo.1.class`: it is no ring class; did you mean autoAnswer?"
    assert (4, says) in remarks(text, Effect.NO_EFFECT_HERE)


def test_what_it_sets_is_read() -> None:
    found = settings(
        'voIpProt.server.1.port="5070" voIpProt.server.1.transport="TCPOnly" reg.1.auth.password="x" reg.1.displayName="Dee" '
        'voIpProt.SIP.useContactInReferTo="1" voIpProt.SIP.useRFC2543hold="1" call.autoAnswer.SIP="1"'
    )
    assert (found.server, found.transport, found.password, found.display) == (
        "10.0.0.20:5070",
        Transport.TCP,
        "x",
        "Dee",
    )
    assert (found.refer_to, found.hold, found.answering.every_call) == (ReferTo.CONTACT, Hold.ZERO_ADDRESS, True)
    assert settings('voIpProt.SIP.useSendonlyHold="0"').hold is Hold.INACTIVE


def test_a_misspelt_attribute_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    text = FILE.format(extra='reg.1.auth.userID="1"\nwhat.is.this="1"')
    assert remarks(text, Effect.IGNORED_THERE) == [
        (3, "`reg.1.auth.userID` is not known; did you mean reg.1.auth.userId?"),
        (4, "`what.is.this` is not known"),
    ]


def test_what_is_not_simulated_is_said_with_its_line() -> None:
    text = FILE.format(extra='voIpProt.server.1.transport="TLS"\nvoIpProt.SIP.use486forReject="1"')
    assert [line for line, _ in remarks(text, Effect.NOT_SIMULATED)] == [3, 4]


def test_a_phone_without_a_line_or_that_is_no_xml_is_an_error() -> None:
    for text in ("<a/>", '<a reg.1.address="1"/>', "reg.1.address=1", "<a"):
        with pytest.raises(ConfigError):
            read(text)
