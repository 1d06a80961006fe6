"""lookup() as OpenSIPS 3.2.10 was recorded: the R-URI, the next hop, the branches, and what it returns."""

import pytest

from tests.opensips.registrar.registrations import DESK, MOBILE, NOW, SOCKET, Registrar, received, register
from voiplab.opensips.gruu import temporary_gruu
from voiplab.opensips.patterns import Patience
from voiplab.opensips.received import Received, Target
from voiplab.opensips.registrar.lookup import Looking
from voiplab.opensips.registrar.lookup_flags import BadFlags, parse_lookup_flags
from voiplab.opensips.registrar.registered import is_contact_registered, is_ip_registered, is_registered, remove
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.location import Settings as TableSettings
from voiplab.text.place import NotSimulated, Place

ALICE = "sip:alice@127.0.0.11:5060"
MOBILE_ALICE = "sip:alice@127.0.0.14:5060"
PLACE = Place("opensips.cfg", 1)


def invite(uri: str = "sip:alice@127.0.0.10", method: str = "INVITE") -> Received:
    lines = [
        f"{method} {uri} SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.12:5060;branch=z9hG4bK-1",
        "From: <sip:bob@127.0.0.10>;tag=1",
        "To: <sip:alice@127.0.0.10>",
        "Call-ID: 1-19091@127.0.0.12",
        f"CSeq: 1 {method}",
        "Content-Length: 0",
    ]
    return received("\n".join(lines) + "\n\n", "127.0.0.12:5060")


def look(registrar: Registrar, message: Received, flags: str = "", address: str | None = None) -> int:
    parsed = parse_lookup_flags(flags, PLACE)
    return Looking(registrar.location, registrar.settings, parsed, message, registrar.now, [], Patience()).look(address)


def uris(message: Received) -> list[str]:
    return [message.uri, *(target.uri for target in message.further)]


def two_devices(*, use_domain: bool = False) -> Registrar:
    registrar = Registrar(Settings(disable_gruu=False), TableSettings(use_domain=use_domain))
    registrar.save(register(contact=f'<{ALICE}>;+sip.instance="{DESK}"'))
    registrar.save(register(source="127.0.0.14", contact=f'<{MOBILE_ALICE}>;+sip.instance="{MOBILE}"'))
    return registrar


def test_the_best_contact_becomes_the_r_uri_and_the_others_become_branches() -> None:
    message = invite()
    assert look(two_devices(), message) == 1
    assert message.target == Target(ALICE, None, SOCKET)
    assert message.further == [Target(MOBILE_ALICE, None, SOCKET)]


def test_only_the_user_counts_without_use_domain() -> None:
    message = invite("sip:alice@127.0.0.11:5060")
    assert look(two_devices(), message) == 1
    assert look(two_devices(use_domain=True), message) == -1


def test_nobody_is_found_when_nobody_is_registered() -> None:
    message = invite("sip:bob@127.0.0.10")
    assert look(two_devices(), message) == -1
    assert uris(message) == ["sip:bob@127.0.0.10"]


def test_a_contact_that_has_expired_is_not_found_although_it_is_still_there() -> None:
    registrar = two_devices()
    registrar.now += 3600
    assert look(registrar, invite()) == -1
    assert len(registrar.uris()) == 2


@pytest.mark.parametrize(("instance", "contact"), [(DESK, ALICE), (MOBILE, MOBILE_ALICE)])
def test_a_public_gruu_finds_one_device_only(instance: str, contact: str) -> None:
    message = invite(f"sip:alice@127.0.0.10:5060;gr={instance[1:-1]}")
    assert look(two_devices(), message) == 1
    assert uris(message) == [contact]


def test_the_gruu_of_a_device_that_is_not_registered_finds_nobody() -> None:
    assert look(two_devices(), invite("sip:alice@127.0.0.10:5060;gr=urn:uuid:other")) == -1


def test_a_temporary_gruu_finds_its_device_until_that_registers_with_another_call_id() -> None:
    registrar = two_devices()
    gruu = temporary_gruu("alice", MOBILE, "1-7493@127.0.0.14", SOCKET, NOW, registrar.settings.gruu_secret)
    message = invite(gruu)
    assert look(registrar, message) == 1
    assert uris(message) == [MOBILE_ALICE]
    registrar.save(register(source="127.0.0.14", call="another", contact=f'<{MOBILE_ALICE}>;+sip.instance="{MOBILE}"'))
    assert look(registrar, invite(gruu)) == -1


def test_gruus_are_found_although_they_are_not_told() -> None:
    registrar = two_devices()
    registrar.settings = Settings(disable_gruu=True)
    message = invite(f"sip:alice@127.0.0.10:5060;gr={MOBILE[1:-1]}")
    assert look(registrar, message) == 1
    assert uris(message) == [MOBILE_ALICE]


def test_a_broken_temporary_gruu_finds_nobody() -> None:
    # The real 3.2.10 crashes.
    assert look(two_devices(), invite("sip:tgruu.AAAAAAAA@127.0.0.10:5060;gr")) == -1


def test_a_uri_that_cannot_be_read_is_an_error_inside() -> None:
    assert look(two_devices(), invite(), address="nonsense") == -3


def test_received_becomes_the_next_hop_with_the_flags_of_the_contact() -> None:
    registrar = Registrar()
    registrar.save(
        register(contact="<sip:alice@192.168.1.50:5060>"), source="sip:127.0.0.12:6060", branch_flags=("NAT",)
    )
    message = invite()
    assert look(registrar, message) == 1
    assert message.target == Target("sip:alice@192.168.1.50:5060", "sip:127.0.0.12:6060", SOCKET, flags={"NAT": 1})


def test_a_path_goes_before_received() -> None:
    registrar = Registrar()
    path = "<sip:127.0.0.30:5060;lr>,<sip:127.0.0.31;lr>"
    registrar.save(register(more=f"Path: {path}"), "p0", source="sip:127.0.0.12:6060")
    message = invite()
    assert look(registrar, message) == 1
    assert (message.next_hop, message.target.path) == ("sip:127.0.0.30:5060;lr", path)


def test_with_the_flag_m_a_contact_without_the_method_gives_minus_2() -> None:
    registrar = Registrar()
    registrar.save(register(more="Allow: INVITE, ACK, BYE, CANCEL"))
    assert look(registrar, invite(method="MESSAGE"), "m") == -2
    assert look(registrar, invite(method="MESSAGE")) == 1
    assert look(registrar, invite(), "m") == 1


def test_the_flag_b_takes_the_best_contact_only() -> None:
    message = invite()
    assert look(two_devices(), message, "b") == 1
    assert uris(message) == [ALICE]


def test_the_flag_capital_b_leaves_the_r_uri_alone() -> None:
    message = invite()
    assert look(two_devices(), message, "B") == 1
    assert uris(message) == ["sip:alice@127.0.0.10", ALICE, MOBILE_ALICE]


def test_the_flag_r_looks_up_the_branches_too() -> None:
    registrar = two_devices()
    registrar.save(register("bob", "127.0.0.12"))
    message = invite("sip:bob@127.0.0.10")
    message.further.append(Target("sip:alice@127.0.0.10"))
    assert look(registrar, message, "r") == 1
    assert uris(message) == ["sip:bob@127.0.0.12:5060", ALICE, MOBILE_ALICE]


@pytest.mark.parametrize(
    ("flags", "code"), [("u/sip/", -1), ("u/sip/i", 1), ("u/SIP/", 1), ("u/^SIPp$/", 1), ("u/S(I|X)P+p/e", 1)]
)
def test_the_flag_u_chooses_by_user_agent(flags: str, code: int) -> None:
    assert look(two_devices(), invite(), flags) == code


def test_a_bad_pattern_is_an_error_inside_and_one_that_we_cannot_read_is_refused_by_name() -> None:
    with pytest.raises(BadFlags):
        parse_lookup_flags("u/a(/e", PLACE)
    with pytest.raises(NotSimulated):
        parse_lookup_flags("u/a\\{2\\}/", PLACE)


def test_another_address_may_be_looked_up() -> None:
    message = invite("sip:bob@127.0.0.10")
    assert look(two_devices(), message, "", "sip:alice@nowhere") == 1
    assert uris(message) == [ALICE, MOBILE_ALICE]


def test_there_are_eleven_further_branches_at_most() -> None:
    registrar = Registrar()
    registrar.save(register(contact=", ".join(f"<sip:alice@10.0.0.{number}>" for number in range(20))))
    message = invite()
    assert look(registrar, message) == 1
    assert len(message.further) == 11


def test_questions_are_answered_from_contacts_that_are_valid() -> None:
    registrar = two_devices()
    location, now = registrar.location, registrar.now
    assert is_registered(location, "alice", now)
    assert not is_registered(location, "bob", now)
    assert is_contact_registered(location, "alice", now, ALICE, "1-7493@127.0.0.11")
    assert not is_contact_registered(location, "alice", now, ALICE, "1-7493@127.0.0.14")
    assert is_contact_registered(location, "alice", now, call_id="1-7493@127.0.0.14")
    assert is_ip_registered(location, "alice", now, ["127.0.0.9", "127.0.0.14"])
    assert not is_ip_registered(location, "alice", now, ["127.0.0.9"])
    assert not is_registered(location, "alice", now + 3600)


def test_remove_takes_what_is_meant_and_the_record_with_its_last_contact() -> None:
    registrar = two_devices()
    assert remove(registrar.location, "alice", next_hop="127.0.0.11")
    assert registrar.uris() == [MOBILE_ALICE]
    assert remove(registrar.location, "alice", instance=MOBILE)
    assert not remove(registrar.location, "alice")


def test_of_two_contacts_with_one_instance_a_gruu_means_the_first() -> None:
    registrar = two_devices()
    registrar.save(register(call="2", contact=f'<sip:alice@127.0.0.13>;+sip.instance="{DESK}"'))
    message = invite(f"sip:alice@127.0.0.10:5060;gr={DESK[1:-1]}")
    assert look(registrar, message) == 1
    assert uris(message) == [ALICE]


def test_a_next_hop_that_is_set_stays_when_the_contact_has_none() -> None:
    message = invite()
    message.next_hop = "sip:127.0.0.99"
    assert look(two_devices(), message, "b") == 1
    assert message.next_hop == "sip:127.0.0.99"


def test_the_flag_capital_b_returns_1_even_when_all_contacts_have_expired() -> None:
    registrar = two_devices()
    registrar.now += 3600
    assert look(registrar, invite(), "B") == 1


def test_domains_are_compared_in_lower_case_and_without_the_prefix() -> None:
    registrar = Registrar(Settings(realm_prefix="sip."), TableSettings(use_domain=True))
    message = register()
    saving = received(message.buffer.decode().replace("\r\n", "\n").replace("@127.0.0.10>\n", "@sip.Atlanta.COM>\n"))
    registrar.save(saving)
    assert list(registrar.location.records) == ["alice@atlanta.com"]
    assert look(registrar, invite("sip:alice@ATLANTA.com")) == 1
