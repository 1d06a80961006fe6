import pytest

from voiplab.net.packet import Transport
from voiplab.phone.intercom import Barge, Mapped
from voiplab.phone.profile import Offers100rel, SayDigits
from voiplab.phone.provisioning.grandstream import KEYS, PARAMETERS, provision
from voiplab.phone.provisioning.settings import Provisioned, Settings
from voiplab.phone.transfers import ReferTo
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

TEXT = "# a phone\nP47=10.0.0.20\nP35=1005\n"
XML = '<gs_provision version="1">\n<mac>000b82123456</mac>\n<config version="1">\n{items}\n</config>\n</gs_provision>\n'
LINE = "<P47>10.0.0.20</P47><P35>1005</P35>\n"


def read(text: str) -> Provisioned:
    return provision("cfg.xml", text.encode())


def items(extra: str) -> Settings:
    return read(XML.format(items=LINE + extra)).settings


def remarks(text: str, effect: Effect) -> list[tuple[int, str]]:
    return [(remark.place.line, remark.says) for remark in read(text).remarks if remark.effect is effect]


def test_text_xml_and_names_say_the_same() -> None:
    names = '<item name="account.1.sip.server.1.address">10.0.0.20</item><item name="account.1.sip.userid">1005</item>'
    found = [read(TEXT).settings, read(XML.format(items=LINE)).settings, read(XML.format(items=names)).settings]
    assert [(one.user, one.server, one.proxy) for one in found] == [("1005", "10.0.0.20", "10.0.0.20")] * 3


def test_a_server_may_have_its_port() -> None:
    found = read(TEXT.replace("10.0.0.20", "10.0.0.20:5070")).settings
    assert (found.domain, found.server) == ("10.0.0.20", "10.0.0.20:5070")


def test_intercom_is_set_by_numbers_or_names() -> None:
    how = read(f"{TEXT}P298=1\nP2356=RA\n").settings.answering
    assert (how.allowed, how.mapped) == (True, (Mapped("RA"),))
    names = "".join(
        f'<item name="account.1.intercom.{name}">{value}</item>'
        for name, value in (
            ("allowAutoAnswer", "No"),
            ("allowBargingByCallInfo", "Yes"),
            ("muteOnAnswerIntercom", "Yes"),
            ("playWarningToneForAutoAnswer", "No"),
        )
    )
    how = items(names).answering
    assert (how.allowed, how.barge, how.muted, how.tone) == (False, Barge.HOLDS_UNLESS_INTERCOM, True, False)


def test_what_it_sets_is_read() -> None:
    found = read(
        f"{TEXT}P32=2\nP130=1\nP272=1\nP57=8\nP58=0\nP59=4\nP2301=1\nP2303=1\nP2302=0\nP3=Eve\nP288=0\n"
    ).settings
    assert (found.expires, found.transport, found.offers_100rel) == (120, Transport.TCP, Offers100rel.SUPPORTED)
    assert (found.codecs, found.digits) == (("PCMA/8000", "PCMU/8000"), SayDigits.INFO)
    assert (found.display, found.instance) == ("Eve", False)
    assert items('<item name="account.1.sip.referToUseTargetContact">Yes</item>').refer_to is ReferTo.CONTACT


def test_a_misspelt_name_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    text = XML.format(items=f'{LINE}<item name="account.1.intercom.alowAutoAnswer">Yes</item>\n<x>1</x>')
    assert remarks(text, Effect.IGNORED_THERE) == [
        (5, "`account.1.intercom.alowAutoAnswer` is not known; did you mean account.1.intercom.allowAutoAnswer?"),
        (6, "`x` is not known"),
    ]


def test_a_number_that_voiplab_does_not_know_is_said_so() -> None:
    says = "`P12345`: a P-value that voiplab knows nothing about"
    assert remarks(f"{TEXT}P12345=1\n", Effect.NO_EFFECT_HERE) == [(4, says)]


def test_a_line_that_is_no_setting_and_an_element_that_is_no_config_are_said_so() -> None:
    assert remarks(f"{TEXT}what\n", Effect.IGNORED_THERE) == [(4, "`what`: `P47=value` is expected")]
    text = XML.format(items=LINE).replace("<mac>", "<foo>").replace("</mac>", "</foo>")
    assert remarks(text, Effect.IGNORED_THERE) == [(2, "<foo> is not known; <config> is expected here")]


@pytest.mark.parametrize("line", ["P130=2", "P2347=1", "P262=1", "P183=1", "P99=1"])
def test_what_is_not_simulated_is_said_with_its_line(line: str) -> None:
    assert [place for place, _ in remarks(f"{TEXT}{line}\n", Effect.NOT_SIMULATED)] == [4]


def test_every_parameter_is_found_by_its_number_and_its_name() -> None:
    for parameter in PARAMETERS:
        found = [KEYS[name] for name in (parameter.number, parameter.name) if name]
        assert found
        assert all(key is parameter.key for key in found)


@pytest.mark.parametrize("text", ["P35=1\n", "P47=10.0.0.20\n", "<config/>", "<gs_provision>"])
def test_a_phone_without_a_line_or_with_another_file_is_an_error(text: str) -> None:
    with pytest.raises(ConfigError):
        read(text)
