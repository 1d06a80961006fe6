"""The registrar: what a real FreeSWITCH 1.10.12 was seen to do, where no committed recording shows it."""

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office, names_of
from voiplab.freeswitch.sofia.registrations import Kept
from voiplab.sim.moment import seconds
from voiplab.text.place import Files


def setting(name: str, value: str) -> Files:
    param = f'<param name="{name}" value="{value}"/>'
    return changed(FILES, "sip_profiles/internal.xml", '<param name="nonce-ttl"', f'{param}<param name="nonce-ttl"')


def rows(office: Office) -> list[tuple[str, str, str]]:
    return [(row.user, row.domain, row.contact) for row in office.switch.sofia.running["internal"].ground.registrations]


def test_a_registration_is_challenged_and_then_confirmed_with_its_contact_and_the_date() -> None:
    office = Office()
    office["1000"].register(expires=120)
    office.run()
    assert office.told("1000") == ["0.001 401 REGISTER", "0.002 200 REGISTER"]
    challenge = office.last("1000", "401 REGISTER").get("WWW-Authenticate") or ""
    assert challenge.startswith('Digest realm="127.0.0.20", nonce="')
    assert challenge.endswith('", algorithm=MD5, qop="auth"')
    confirmed = office.last("1000", "200 REGISTER")
    assert names_of(confirmed) == [
        "Via", "From", "To", "Call-ID", "CSeq", "Contact", "Date", "User-Agent", "Allow", "Supported", "Content-Length",
    ]  # fmt: skip
    assert confirmed.get("Contact") == "<sip:1000@127.0.0.21:5060>;expires=120"


def test_the_same_number_may_exist_in_two_domains() -> None:
    office = Office()
    office["1000"].register_as("1000", "tenant-a.lab")
    office["1001"].register_as("1000", "tenant-b.lab")
    office.run()
    assert 'realm="tenant-b.lab"' in (office.last("1001", "401 REGISTER").get("WWW-Authenticate") or "")
    assert rows(office) == [
        ("1000", "tenant-a.lab", "sip:1000@127.0.0.21:5060"),
        ("1000", "tenant-b.lab", "sip:1000@127.0.0.22:5060"),
    ]


def test_a_star_with_expires_0_ends_all_bindings_and_the_200_lists_none() -> None:
    office = Office().register("1001")
    office["1001"].register(0, "*")
    office.run()
    assert office.last("1001", "200 REGISTER").get("Contact") is None
    assert rows(office) == []


def test_a_star_for_some_time_means_nothing() -> None:
    office = Office().register("1001")
    office["1001"].register(60, "*")
    office.run()
    assert office.told("1001", timed=False) == ["400 REGISTER"]
    assert len(rows(office)) == 1


def test_a_register_without_contact_asks_what_is_bound() -> None:
    """After its challenge, like any other: `respond_200_ok` of sofia_reg.c; RFC 3261 section 10.2.3."""
    office = Office().register("1001")  # and half a minute passes
    office["1001"].request("REGISTER")
    office.run()
    assert office.told("1001", timed=False) == ["401 REGISTER", "200 REGISTER"]
    assert office.last("1001", "200 REGISTER").get("Contact") == "<sip:1001@127.0.0.22:5060>;expires=3568"
    assert len(rows(office)) == 1


def test_the_next_contact_of_a_user_takes_the_place_of_the_one_before() -> None:
    office = Office()
    office["1001"].register()
    office.run()
    office["1001"].register(contact="<sip:elsewhere@127.0.0.22:5060>")
    office.run()
    assert rows(office) == [("1001", "127.0.0.20", "sip:elsewhere@127.0.0.22:5060")]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("false", Kept.NONE),
        ("true", Kept.OTHER_CALLS),
        ("call-id", Kept.OTHER_CALLS),
        ("contact", Kept.OTHER_CONTACTS),
    ],
)
def test_multiple_registrations_says_what_makes_two_rows(value: str, kept: Kept) -> None:
    assert Kept.of(value) is kept


def test_with_multiple_registrations_all_phones_of_a_user_ring_and_the_first_to_answer_wins() -> None:
    office = Office(files=setting("multiple-registrations", "contact"))
    for phone in ("1001", "1002"):
        office[phone].register_as("1001", "127.0.0.20")
        office.run()
    office.begin()
    office["1001"].answers_with((0.01, 180))
    office["1002"].answers_with((0.01, 180), (1, 200))
    office["1000"].dial("1001")
    office.later(2, office["1000"].hang_up)
    office.run()
    assert office.told("1001", timed=False) == ["INVITE", "CANCEL", "ACK"]
    assert office.told("1002", timed=False) == ["INVITE", "ACK", "BYE"]


def test_with_multiple_registrations_a_200_lists_the_contacts_of_all_phones() -> None:
    office = Office(files=setting("multiple-registrations", "contact"))
    office["1001"].register_as("1001", "127.0.0.20", expires=600)
    office.run()
    office["1002"].register_as("1001", "127.0.0.20", expires=120)
    office.run()
    confirmed = office.last("1002", "200 REGISTER")
    assert list(confirmed.values("Contact")) == [
        "<sip:1001@127.0.0.22:5060>;expires=568",
        "<sip:1001@127.0.0.23:5060>;expires=120",
    ]


def test_where_others_are_called_too_only_the_first_phone_of_a_user_rings() -> None:
    files = changed(setting("multiple-registrations", "contact"), "dialplan/default.xml", "^3501$", "^(3501)$")
    office = Office(files=files)
    for phone in ("1001", "1003"):
        office[phone].register_as("1001", "127.0.0.20")
        office.run()
    office["1002"].register()
    office.run()
    office.begin()
    office["1000"].dial("3501")
    office.later(1, lambda: office["1000"].outgoing.cancel([]))
    office.run()
    assert office.told("1001", timed=False)[0] == "INVITE"
    assert office.told("1003") == []
    assert "[WARNING] Only calling the first element in the list in this mode." in office.log


def test_a_row_ends_a_minute_after_the_negotiated_time() -> None:
    office = Office()
    office["1001"].register(expires=300)
    office.run()
    for at, count in ((seconds(360), 1), (seconds(361), 0)):
        office.kernel.run_until(at)
        assert len(rows(office)) == count


def test_a_nonce_that_is_too_old_is_answered_with_a_stale_challenge() -> None:
    office = Office(files=changed(FILES, "sip_profiles/internal.xml", 'nonce-ttl" value="60"', 'nonce-ttl" value="1"'))
    phone = office["1000"]
    phone.slowness = 2
    phone.register()
    office.run()
    assert office.told("1000") == ["0.001 401 REGISTER", "2.002 401 REGISTER"]
    again = office.last("1000", "401 REGISTER").get("WWW-Authenticate") or ""
    assert 'nonce="' in again
    assert again.endswith(', stale=true, algorithm=MD5, qop="auth"')


def test_who_may_not_be_known_is_challenged_and_refused_only_with_its_credentials() -> None:
    office = Office()
    office["1000"].register_as("7777", "127.0.0.20")
    office.run()
    assert office.told("1000", timed=False) == ["401 REGISTER", "403 REGISTER"]
    assert [line.partition("\n")[0] for line in office.log[-3:]] == [
        "[WARNING] SIP auth challenge (REGISTER) on sofia profile 'internal' for [7777@127.0.0.20] from ip 127.0.0.21",
        "[WARNING] Can't find user [7777@127.0.0.20] from 127.0.0.21",
        "[WARNING] SIP auth failure (REGISTER) on sofia profile 'internal' for [7777@127.0.0.20] from ip 127.0.0.21",
    ]


def test_without_log_auth_failures_the_log_is_silent_about_them() -> None:
    office = Office(
        files=changed(
            FILES, "sip_profiles/internal.xml", 'log-auth-failures" value="true"', 'log-auth-failures" value="false"'
        )
    )
    office["1000"].password = "wrong"
    office["1000"].register()
    office.run()
    assert not [line for line in office.log if "SIP auth" in line]
