from typing import Final

import pytest

from tests.freeswitch.base_config import BASE, changed
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.configuration import Configuration, configuration, load
from voiplab.freeswitch.parameters import PROFILE, Parameter, Standing
from voiplab.freeswitch.reader import read
from voiplab.freeswitch.settings import Setting
from voiplab.text.place import Files, NotSimulated, Place

INTERNAL: Final = "sip_profiles/internal.xml"
LAN: Final = "127.0.0.0/24"
VARIABLES: Final = vanilla.variables("127.0.0.20", "lab")


def configured(files: Files) -> Configuration:
    return configuration(read(files, VARIABLES), LAN)


def with_param(text: str, file: str = INTERNAL) -> Files:
    return changed(BASE, file, "  </settings>", f"    {text}\n  </settings>")


def test_the_recorded_configuration_is_read() -> None:
    base = configured(BASE)
    assert [profile.name for profile in base.profiles] == [
        "bypass",
        "dtmfinfo",
        "internal",
        "nat",
        "prack",
        "threepcc",
        "threepccproxy",
        "timers",
    ]
    assert base.globals["domain_name"] == "127.0.0.20"
    assert base.switch_setting("rtp-end-port").value == "16584"
    assert base.switch_setting("max-sessions").place == Place("autoload_configs/all.xml", 9)
    assert [context.get("name") for context in base.dialplan.children] == [
        "default",
        "rules",
        "tenant-a",
        "tenant-b",
        "public",
    ]
    assert base.is_loaded("mod_sofia")
    assert not base.is_loaded("mod_lua")


def test_of_the_recorded_profiles_these_lines_are_not_simulated() -> None:
    refused = [str(refusal) for profile in configured(BASE).profiles for refusal in profile.refused()]
    assert refused == [
        'sip_profiles/bypass.xml:38: <param name="inbound-bypass-media" value="true"/> of a SIP profile',
        'sip_profiles/nat.xml:39: <param name="NDLB-force-rport" value="true"/> of a SIP profile',
        'sip_profiles/timers.xml:41: <param name="all-reg-options-ping" value="true"/> of a SIP profile',
    ]


def test_what_is_not_simulated_is_refused_at_the_start_with_its_place_and_name() -> None:
    with pytest.raises(NotSimulated) as caught:
        load({"sip_profiles/a.xml": with_param('<param name="tls" value="true"/>')[INTERNAL]}, VARIABLES, LAN)
    assert caught.value.place == Place("sip_profiles/a.xml", 37)
    assert "tls" in caught.value.says


def test_a_setting_is_found_with_its_place_and_a_default_has_none() -> None:
    profile = configured(BASE).profile("INTERNAL")
    assert profile is not None
    assert profile.setting("nonce-ttl") == Setting("nonce-ttl", "60", Place(INTERNAL, 29))
    assert profile.setting("enable-100rel") == Setting("enable-100rel", "false")


def test_a_misspelt_parameter_is_read_past_without_a_word() -> None:
    configured_so = configured(with_param('<param name="enable-100-rel" value="true"/>'))
    profile = configured_so.profile("internal")
    assert profile is not None
    assert list(profile.refused()) == []
    assert not profile.setting("enable-100rel").is_true


def test_a_parameter_outside_of_settings_is_not_seen() -> None:
    files = changed(BASE, INTERNAL, "</profile>", '<param name="enable-100rel" value="true"/></profile>')
    profile = configured(files).profile("internal")
    assert profile is not None
    assert not profile.setting("enable-100rel").is_true


def test_an_empty_value_does_not_replace_what_was_set_where_the_server_skips_it() -> None:
    profile = configured(with_param('<param name="sip-port" value=""/><param name="context" value=""/>')).profile(
        "internal"
    )
    assert profile is not None
    assert profile.setting("sip-port").value == "5060"
    assert profile.setting("context").value == ""


def test_each_inbound_acl_adds_a_list_and_none_takes_all_away() -> None:
    added = '<param name="apply-inbound-acl" value="trunks"/>'
    profile = configured(with_param(added)).profile("internal")
    assert profile is not None
    assert [setting.value for setting in profile.lists("apply-inbound-acl")] == ["domains", "trunks"]
    profile = configured(with_param('<param name="apply-inbound-acl" value="none"/>' + added)).profile("internal")
    assert profile is not None
    assert [setting.value for setting in profile.lists("apply-inbound-acl")] == ["trunks"]


def test_codec_prefs_sets_both_directions() -> None:
    profile = configured(with_param('<param name="codec-prefs" value="OPUS"/>')).profile("internal")
    assert profile is not None
    assert [profile.codecs(direction).value for direction in ("inbound", "outbound")] == ["OPUS", "OPUS"]


def test_a_gateway_is_not_simulated() -> None:
    files = changed(BASE, INTERNAL, "<gateways/>", '<gateways><gateway name="carrier"/></gateways>')
    profile = configured(files).profile("internal")
    assert profile is not None
    assert [refusal.says for refusal in profile.refused()] == ['the gateway "carrier" of profile internal']


VANILLA_INTERNAL: Final = {
    "debug": "0", "sip-trace": "no", "sip-capture": "no", "watchdog-enabled": "no", "watchdog-step-timeout": "30000",
    "watchdog-event-timeout": "30000", "log-auth-failures": "false", "forward-unsolicited-mwi-notify": "false",
    "context": "public", "rfc2833-pt": "101", "sip-port": "5060", "dialplan": "XML", "dtmf-duration": "2000",
    "inbound-codec-prefs": "OPUS,G722,PCMU,PCMA", "outbound-codec-prefs": "OPUS,G722,PCMU,PCMA", "rtp-timer-name": "soft",
    "rtp-ip": "10.0.0.1", "sip-ip": "10.0.0.1", "hold-music": "local_stream://moh", "apply-nat-acl": "nat.auto",
    "apply-inbound-acl": "domains", "local-network-acl": "localnet.auto", "record-path": "/recordings",
    "record-template": "${caller_id_number}.wav", "manage-presence": "true", "presence-hosts": "10.0.0.1,10.0.0.1",
    "presence-privacy": "", "inbound-codec-negotiation": "generous", "tls": "false", "tls-only": "false",
    "tls-bind-params": "transport=tls", "tls-sip-port": "5061", "tls-passphrase": "", "tls-verify-date": "true",
    "tls-verify-policy": "none", "tls-verify-depth": "2", "tls-verify-in-subjects": "", "tls-version": "tlsv1,tlsv1.1",
    "tls-ciphers": "ALL:!ADH", "inbound-late-negotiation": "true", "inbound-zrtp-passthru": "true", "nonce-ttl": "60",
    "auth-calls": "true", "inbound-reg-force-matching-username": "true", "auth-all-packets": "false",
    "ext-rtp-ip": "auto-nat", "ext-sip-ip": "auto-nat", "rtp-timeout-sec": "300", "rtp-hold-timeout-sec": "1800",
    "force-register-domain": "10.0.0.1", "force-subscription-domain": "10.0.0.1", "force-register-db-domain": "10.0.0.1",
    "ws-binding": ":5066", "wss-binding": ":7443", "challenge-realm": "auto_from", "auth-subscriptions": "true",
}  # fmt: skip
"""The parameters that the internal profile of an installation comes with; those of the external one are among them."""


def test_the_parameters_of_an_installation_are_all_known_and_none_is_refused() -> None:
    assert [
        name for name, value in VANILLA_INTERNAL.items() if name not in PROFILE or PROFILE[name].refuses(value)
    ] == []


@pytest.mark.parametrize(
    ("name", "harmless", "refused"),
    [
        ("manage-presence", ["false", "true", ""], ["pnp", "PNP"]),
        ("allow-update", ["true", "1"], ["false", "", "tru"]),
        ("dtmf-type", ["rfc2833", "RFC2833", "info"], ["none", ""]),
        ("sip-port", ["5060", "", "x"], ["auto"]),
        ("dialplan", ["XML", "xml"], ["inline", "XML,enum", ""]),
        ("outbound-proxy", [], ["10.0.0.9", ""]),
        ("ndlb-force-rport", ["false", ""], ["true", "safe", "server-only", "client-only"]),
    ],
)
def test_values_decide_what_is_refused(name: str, harmless: list[str], refused: list[str]) -> None:
    assert [value for value in harmless + refused if PROFILE[name].refuses(value)] == refused


def test_every_parameter_is_written_in_lower_case_and_has_what_its_standing_needs() -> None:
    def is_complete(name: str, parameter: Parameter) -> bool:
        has_reason = bool(parameter.why) == (parameter.standing is Standing.NO_EFFECT)
        return name == parameter.name == name.lower() and has_reason

    assert [name for name, parameter in PROFILE.items() if not is_complete(name, parameter)] == []
    assert len(PROFILE) > 250
