import pytest

from voiplab.net.packet import Transport
from voiplab.phone.profile import SayDigits, SecondCall
from voiplab.phone.provisioning.obihai_xml import ITSP, LINE, provision
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.sip.reliability import Habit
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

NEEDED = {f"{ITSP}SIP.ProxyServer": "10.0.0.20", f"{LINE}SIP.AuthUserName": "1001"}


def written(parameters: dict[str, str]) -> str:
    """Each parameter in an Object of its own, five lines long; the first value stands in line 4."""
    objects = [
        f"<Object><Name>{group}.</Name>\n<ParameterValueStruct>\n<Name>{name}</Name><Value>{value}</Value>\n"
        "</ParameterValueStruct>\n</Object>\n"
        for (group, _, name), value in ((full.rpartition("."), value) for full, value in parameters.items())
    ]
    return f"<ParameterList>\n{''.join(objects)}</ParameterList>\n"


def read(parameters: dict[str, str]) -> Provisioned:
    return provision("obi1062.xml", written(NEEDED | parameters).encode())


def remarks(parameters: dict[str, str], effect: Effect) -> list[tuple[int, str]]:
    return [(remark.place.line, remark.says) for remark in read(parameters).remarks if remark.effect is effect]


def test_the_proxy_is_also_registrar_and_domain_and_the_credentials_name_the_user() -> None:
    settings = read({}).settings
    assert (settings.proxy, settings.server, settings.domain, settings.user) == (
        "10.0.0.20",
        "10.0.0.20",
        "10.0.0.20",
        "1001",
    )


def test_registrar_domain_and_user_may_differ_from_them() -> None:
    settings = read(
        {
            f"{ITSP}SIP.ProxyServerPort": "5070",
            f"{ITSP}SIP.RegistrarServer": "10.0.0.21",
            f"{ITSP}SIP.UserAgentDomain": "pbx.example.com",
            f"{LINE}SIP.URI": "201",
        }
    ).settings
    assert (settings.proxy, settings.server, settings.domain) == ("10.0.0.20:5070", "10.0.0.21", "pbx.example.com")
    assert (settings.user, settings.auth_user) == ("201", "1001")


def test_what_it_sets_is_read() -> None:
    settings = read(
        {
            f"{ITSP}SIP.ProxyServerTransport": "TCP",
            f"{ITSP}SIP.RegisterExpires": "120",
            f"{ITSP}SIP.X_UserAgentPort": "5062",
            f"{ITSP}SIP.X_RegisterIncludeInstance": "false",
            f"{ITSP}SIP.X_InsertRemotePartyID": "false",
            f"{ITSP}DTMFMethod": "SIPInfo",
            f"{LINE}SIP.AuthPassword": "1234",
            f"{LINE}CallingFeatures.CallerIDName": "Bob",
            f"{LINE}CallingFeatures.CallWaitingEnable": "false",
            f"{LINE}CallingFeatures.DoNotDisturbEnable": "true",
        }
    ).settings
    assert settings.transport is Transport.TCP
    assert (settings.expires, settings.port, settings.password, settings.display) == (120, 5062, "1234", "Bob")
    assert (settings.instance, settings.remote_party, settings.do_not_disturb) == (False, False, True)
    assert (settings.digits, settings.second_call) == (SayDigits.INFO, SecondCall.BUSY)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("off", Habit.OFF),
        ("supported", Habit.ON_OFFER),
        ("required", Habit.INSISTS),
    ],
)
def test_the_100rel_switch_has_three_values(value: str, meaning: Habit) -> None:
    assert read({f"{ITSP}SIP.X_100rel": value}).settings.answers_100rel is meaning


def test_the_name_of_the_100rel_switch_is_said_to_be_a_guess() -> None:
    says = [says for _, says in remarks({f"{ITSP}SIP.X_100rel": "supported"}, Effect.IN_FORCE) if "X_100rel" in says]
    assert says[0].endswith("(a guess of ours: how the real phone names this is documented nowhere)")


def test_a_misspelt_parameter_is_a_warning_with_line_and_the_nearest_one() -> None:
    assert remarks({f"{ITSP}SIP.X_100Rell": "supported"}, Effect.IGNORED_THERE) == [
        (14, f"`{ITSP}SIP.X_100Rell` is not known; did you mean {ITSP}SIP.X_100rel?")
    ]


def test_a_wrong_value_is_passed_over() -> None:
    name = f"{ITSP}SIP.X_100rel"
    assert remarks({name: "yes"}, Effect.IGNORED_THERE) == [
        (14, f"`{name}=yes`: it is none of off, supported, required")
    ]


@pytest.mark.parametrize("name", ["VoiceService.1.Phone.LineKey.3.Function", f"{ITSP}SIP.X_AutoAnswerMethod"])
def test_keys_lamps_and_features_that_are_not_asked_for_have_no_effect(name: str) -> None:
    assert [line for line, _ in remarks({name: "x"}, Effect.NO_EFFECT_HERE)] == [14]


def test_what_is_not_simulated_is_said_by_name() -> None:
    assert remarks({f"{ITSP}SIP.OutboundProxy": "10.0.0.9"}, Effect.NOT_SIMULATED) == [
        (14, f"`{ITSP}SIP.OutboundProxy=10.0.0.9`: an outbound proxy is not simulated")
    ]


def test_a_line_end_in_a_value_is_refused_since_it_would_begin_another_header() -> None:
    name = {f"{LINE}CallingFeatures.CallerIDName": "Ann&#13;&#10;X-Evil: 1"}
    [(_, says)] = remarks(name, Effect.NOT_SIMULATED)
    assert says == f"`{LINE}CallingFeatures.CallerIDName`: a line end in 'Ann\\r\\nX-Evil: 1'"
    assert read(name).settings.display == ""


def test_an_element_that_is_none_of_the_format_is_a_warning() -> None:
    text = written(NEEDED).replace("</ParameterList>", "<Objekt/></ParameterList>")
    stray = provision("obi.xml", text.encode()).remarks[-1]
    assert (stray.place.line, stray.effect, stray.says) == (
        12,
        Effect.IGNORED_THERE,
        "<Objekt> is not known; <Object> is expected here",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<Parameters/>", "<ParameterList> is expected, not <Parameters>"),
        ("<ParameterList/>", f"{ITSP}SIP.ProxyServer is missing, so the phone has no line"),
        (
            written({f"{ITSP}SIP.ProxyServer": "10.0.0.20"}),
            f"{LINE}SIP.AuthUserName is missing, so the phone has no line",
        ),
        ("<ParameterList>", "Premature end of data in tag ParameterList line 1"),
    ],
)
def test_a_file_without_a_line_is_an_error(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        provision("obi.xml", text.encode())
    assert caught.value.says.startswith(says)
