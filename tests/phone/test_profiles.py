import pytest

from voiplab.phone.evidence import Evidence
from voiplab.phone.profile import Offers100rel, Profile
from voiplab.phone.profile_reader import claims, load_profile, profile_names
from voiplab.sim.chance import Chance
from voiplab.sip.draft import Draft
from voiplab.sip.reliability import Habit

FACTS = {"ip": "192.0.2.62", "line": "1", "mac": "9cadef012345"}


@pytest.fixture(params=profile_names())
def profile(request: pytest.FixtureRequest) -> Profile:
    return load_profile(str(request.param))


def test_there_are_telephones_of_nine_makers_and_a_plain_one() -> None:
    makers = {name: load_profile(name).identity.vendor for name in profile_names()}
    assert makers == {
        "baresip-1.0": "baresip",
        "baresip-4.9": "baresip",
        "blink-6": "AG Projects",
        "grandstream-gxp2130": "Grandstream",
        "grandstream-gxp2170": "Grandstream",
        "linphone-5.1": "Belledonne",
        "microsip-3.21": "MicroSIP",
        "microsip-3.22": "MicroSIP",
        "obi1062": "Obihai",
        "plain-rfc": "none",
        "polycom-spip650": "Polycom",
        "polycom-vvx450": "Polycom",
        "yealink-t46s": "Yealink",
        "zoiper-5": "Zoiper",
        "zoiper-5-free": "Zoiper",
    }


def test_every_claim_has_a_source(profile: Profile) -> None:
    assert [claim for claim in claims() if not profile.sources.get(claim)] == []


def test_no_source_is_empty(profile: Profile) -> None:
    assert [claim for claim, found in profile.sources.items() for source in found if not source.says.strip()] == []


def test_a_name_that_was_not_found_is_marked_so() -> None:
    marks = [source.evidence for source in load_profile("obi1062").sources["reliability.as_callee"]]
    assert Evidence.NOT_FOUND in marks


def test_a_profile_that_is_like_another_takes_over_its_sources() -> None:
    assert (
        load_profile("microsip-3.22").sources["tokens.branch"] == load_profile("microsip-3.21").sources["tokens.branch"]
    )


def test_every_kind_of_message_can_be_written(profile: Profile) -> None:
    layout = profile.headers.layout(profile.identity.software)
    for method in ("REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "PRACK", "UPDATE", "OPTIONS", "INFO", "NOTIFY"):
        assert layout.write(Draft(f"{method} sip:a@b SIP/2.0")).startswith(method.encode())
        for status in (100, 180, 183, 200, 302, 401, 421, 486, 503, 603):
            assert b"Content-Length" in layout.write(Draft(f"SIP/2.0 {status} x", [("CSeq", f"1 {method}")]))


def test_an_order_names_no_header_twice(profile: Profile) -> None:
    assert [kind for kind, order in profile.headers.orders.items() if len(set(order)) < len(order)] == []


def test_microsip_names_itself_in_requests_only() -> None:
    layout = load_profile("microsip-3.22").headers.layout("MicroSIP/3.22.3")
    assert b"MicroSIP" in layout.write(Draft("BYE sip:a@b SIP/2.0"))
    for status in (100, 180, 200, 486):
        assert b"MicroSIP" not in layout.write(Draft(f"SIP/2.0 {status} x", [("CSeq", "1 INVITE")]))


def test_the_obihai_rings_as_the_article_prints_it() -> None:
    obi = load_profile("obi1062")
    fields = ["Allow", "CSeq", "Call-ID", "Contact", "From", "RSeq", "Require", "To", "Via"]
    values = {"CSeq": "1 INVITE"}
    draft = Draft("SIP/2.0 180 Ringing", [(name, values.get(name, "x")) for name in fields if name != "Allow"])
    written = obi.headers.layout(obi.identity.software).write(draft).decode().splitlines()[1:-1]
    assert [line.split(":")[0] for line in written] == [
        "Call-ID",
        "CSeq",
        "Content-Length",
        "From",
        "To",
        "Via",
        "Server",
        "Contact",
        "Require",
        "RSeq",
        "Allow-Events",
    ]


def test_tokens_look_like_those_of_the_product() -> None:
    chance = Chance(1, "phone", "tokens")
    obi, microsip = load_profile("obi1062").tokens, load_profile("microsip-3.21").tokens
    assert obi.tag.draw(chance, FACTS)[:3] == "SP1"
    assert len(obi.tag.draw(chance, FACTS)) == 19
    assert obi.call_id.draw(chance, FACTS).endswith("@192.0.2.62")
    assert len(microsip.branch.draw(chance, FACTS)) == len("z9hG4bKPj") + 32


def test_a_microsip_offers_100rel_but_rings_reliably_only_on_demand() -> None:
    reliability = load_profile("microsip-3.22").reliability
    assert (reliability.as_caller, reliability.as_callee) == (Offers100rel.SUPPORTED, Habit.ON_DEMAND)
