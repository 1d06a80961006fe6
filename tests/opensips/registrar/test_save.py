"""save() as OpenSIPS 3.2.10 was recorded: which contacts a REGISTER leaves, and what it is answered."""

from dataclasses import replace

import pytest

from tests.opensips.registrar.registrations import DESK, MOBILE, NOW, Registrar, register
from voiplab.opensips.received import Received
from voiplab.opensips.registrar.settings import Settings
from voiplab.opensips.usrloc.location import Settings as TableSettings
from voiplab.opensips.usrloc.record import Matching, Order

ALICE = "Contact: <sip:alice@127.0.0.11:5060>"


def test_a_200_lists_the_contact_with_the_seconds_that_are_left() -> None:
    registrar = Registrar()
    assert registrar.told(register(more="Expires: 3600")) == ["200 OK", f"{ALICE};expires=3600"]
    registrar.now += 7
    assert registrar.told(register(contact=None, cseq=2)) == ["200 OK", f"{ALICE};expires=3593"]


def test_a_refresh_replaces_the_contact_and_expires_of_0_removes_it() -> None:
    registrar = Registrar()
    registrar.save(register(more="Expires: 3600"))
    assert registrar.told(register(cseq=2, more="Expires: 120")) == ["200 OK", f"{ALICE};expires=120"]
    assert registrar.told(register(cseq=4, more="Expires: 0")) == ["200 OK"]
    assert registrar.location.records == {}
    assert registrar.told(register(cseq=5, contact=None)) == ["200 OK"]


def test_contacts_are_listed_by_q_and_those_without_one_last() -> None:
    contacts = "<sip:alice@127.0.0.11:5060>, <sip:alice@127.0.0.11:5070>;q=0.5;expires=600"
    assert Registrar().told(register(contact=contacts, more="Expires: 3600")) == [
        "200 OK",
        "Contact: <sip:alice@127.0.0.11:5070>;q=0.5;expires=600, <sip:alice@127.0.0.11:5060>;expires=3600",
    ]


def test_a_star_removes_all_when_it_expires_at_once_and_is_refused_otherwise() -> None:
    registrar = Registrar()
    registrar.save(register())
    refused = registrar.save(register(cseq=2, contact="*", more="Expires: 10"))
    assert refused.code == -2
    assert refused.answer is not None
    assert (refused.answer.status, list(refused.answer.lines)) == (
        400,
        ["P-Registrar-Error: * used in contact and expires is not zero"],
    )
    assert registrar.told(register(cseq=3, contact="*", more="Expires: 0")) == ["200 OK"]
    assert registrar.location.records == {}


@pytest.mark.parametrize(
    ("contact", "header", "granted"),
    [
        ("<sip:a@1.2.3.4>", "Expires: 10", 60),
        ("<sip:a@1.2.3.4>", "Expires: 86400", 3600),
        ("<sip:a@1.2.3.4>;expires=30;q=0.7", "Expires: 300", 60),
        ("<sip:a@1.2.3.4>", "", 3600),
        ("<sip:a@1.2.3.4>;expires=soon", "Expires: 300", 300),
    ],
)
def test_expires_comes_from_the_contact_then_from_the_header_and_keeps_within_its_limits(
    contact: str, header: str, granted: int
) -> None:
    # The recorded server had max_expires=600 and raised it to default_expires.
    registrar = Registrar(Settings(max_expires=3600))
    assert registrar.told(register(contact=contact, more=header))[1].endswith(f";expires={granted}")


def test_q_stands_before_expires() -> None:
    registrar = Registrar()
    said = registrar.told(register(contact="<sip:alice@127.0.0.11:5060>;expires=30;q=0.7", more="Expires: 300"))
    assert said == ["200 OK", f"{ALICE};q=0.7;expires=60"]


def test_limits_of_expires_as_flags_go_before_those_of_the_module() -> None:
    registrar = Registrar()
    assert registrar.told(register(more="Expires: 10"), "e20E40")[1].endswith(";expires=20")
    assert registrar.told(register(cseq=2, more="Expires: 100"), "e20E40")[1].endswith(";expires=40")


def two(first: str = "q=0.5", second: str = "q=0.9") -> Registrar:
    registrar = Registrar()
    registrar.save(register(contact=f"<sip:alice@127.0.0.11:5060>;{first}", more="Expires: 3600"))
    registrar.save(register(source="127.0.0.14", contact=f"<sip:alice@127.0.0.14:5060>;{second}", more="Expires: 600"))
    return registrar


def test_two_devices_stand_in_one_header_the_higher_q_first() -> None:
    assert two().told(register(contact=None, cseq=2)) == [
        "200 OK",
        "Contact: <sip:alice@127.0.0.14:5060>;q=0.9;expires=600, <sip:alice@127.0.0.11:5060>;q=0.5;expires=3600",
    ]


def test_contacts_with_the_same_q_stand_in_the_order_of_their_registration() -> None:
    assert two("q=1", "q=1").uris() == ["sip:alice@127.0.0.11:5060", "sip:alice@127.0.0.14:5060"]


def test_a_q_that_a_refresh_raises_goes_behind_the_lower_ones() -> None:
    # ucontact.c looks for its new place from the wrong end.
    registrar = two()
    registrar.save(register(cseq=2, contact="<sip:alice@127.0.0.11:5060>;q=1.0"))
    assert registrar.uris() == ["sip:alice@127.0.0.14:5060", "sip:alice@127.0.0.11:5060"]


def test_the_newest_stands_first_with_desc_time_order() -> None:
    registrar = Registrar(table=TableSettings(order=Order.NEWEST_FIRST))
    registrar.save(register(contact="<sip:a@1.1.1.1>, <sip:b@1.1.1.1>;q=0.1"))
    assert registrar.uris() == ["sip:b@1.1.1.1", "sip:a@1.1.1.1"]
    registrar.save(register(cseq=2, contact="<sip:a@1.1.1.1>"))
    assert registrar.uris() == ["sip:a@1.1.1.1", "sip:b@1.1.1.1"]


def full() -> Registrar:
    registrar = Registrar(Settings(max_contacts=1, retry_after=30))
    registrar.save(register())
    return registrar


def test_one_contact_too_many_is_refused_with_503_and_retry_after() -> None:
    assert full().told(register(source="127.0.0.14")) == [
        "503 Service Unavailable",
        f"{ALICE};expires=3600",
        "P-Registrar-Error: Too many registered contacts",
        "Retry-After: 30",
    ]


def test_the_flags_c_and_f_together_let_the_new_contact_replace_the_old_one() -> None:
    registrar = Registrar()
    registrar.save(register(), "c1f")
    said = registrar.told(register(source="127.0.0.14"), "c1f")
    assert said == ["200 OK", "Contact: <sip:alice@127.0.0.14:5060>;expires=3600"]


def test_a_refresh_is_none_too_many() -> None:
    assert full().told(register(cseq=2)) == ["200 OK", f"{ALICE};expires=3600"]


def test_more_contacts_than_allowed_in_a_first_register_leave_none() -> None:
    registrar = Registrar()
    said = registrar.told(register(contact="<sip:a@1.1.1.1>, <sip:b@1.1.1.1>"), "c1")
    assert said == ["503 Service Unavailable", "P-Registrar-Error: Too many registered contacts"]
    assert registrar.location.records == {}


def test_with_f_the_first_of_too_many_in_a_first_register_goes() -> None:
    registrar = Registrar()
    registrar.save(register(contact="<sip:a@1.1.1.1>, <sip:b@1.1.1.1>"), "c1f")
    assert registrar.uris() == ["sip:b@1.1.1.1"]


def test_a_lower_cseq_of_the_same_call_id_is_refused_with_the_contacts_as_they_are() -> None:
    registrar = Registrar()
    registrar.save(register(cseq=10))
    registrar.now += 1
    refused = registrar.save(register(cseq=9))
    assert refused.answer is not None
    assert list(refused.answer.lines) == [f"{ALICE};expires=3599", "P-Registrar-Error: Invalid CSeq number"]
    assert [str(line) for line in refused.log] == ["ERROR:registrar:update_contacts: invalid cseq for aor <alice>"]


def test_one_contact_too_many_is_told_in_the_log() -> None:
    saved = full().save(register(source="127.0.0.14"))
    assert [str(line) for line in saved.log] == [
        "INFO:registrar:update_contacts: too many contacts for AOR <alice>, max=1"
    ]


@pytest.mark.parametrize(("contact", "says"), [
    ("<http://alice>", [
        "ERROR:core:parse_uri: bad uri, state 0 parsed: <http> (4) / <http://alice> (12)",
        "ERROR:usrloc:new_ucontact: contact [http://alice] is not valid! Will not store it!",
        "ERROR:usrloc:mem_insert_ucontact: failed to create new contact",
        "ERROR:usrloc:insert_ucontact: failed to insert contact",
        "ERROR:registrar:insert_contacts: failed to insert contact",
    ]),
    ("<sip:alice@127.0.0.12", [
        'ERROR:core:skip_uri: < or " not closed',
        "ERROR:core:parse_contacts: failed to skip URI",
        "ERROR:core:contact_parser: failed to parse contacts",
        "ERROR:core:parse_contact: failed to parse contact",
        "ERROR:core:parse_reg_headers: failed to parse Contact body",
    ]),
])  # fmt: skip
def test_the_log_says_at_which_step_a_contact_has_failed(contact: str, says: list[str]) -> None:
    assert [str(line) for line in Registrar().save(register(contact=contact)).log] == says


def test_contacts_are_compared_as_uris() -> None:
    registrar = Registrar()
    registrar.save(register(contact="<sip:alice@ATLANTA.com:5060>"))
    registrar.save(register(call="2", contact="<sip:%61lice@atlanta.com:5060>"))
    assert len(registrar.uris()) == 1


def test_the_same_cseq_within_20_seconds_is_a_repetition_and_later_a_mistake() -> None:
    registrar = Registrar()
    registrar.save(register())
    registrar.now += 19
    assert registrar.told(register()) == ["200 OK", f"{ALICE};expires=3581"]
    registrar.now += 1
    assert registrar.told(register())[0] == "400 Bad Request"


@pytest.mark.parametrize(
    ("message", "status", "error"),
    [
        (register(contact="<sip:alice@127.0.0.12:5060"), "400 Bad Request", "Contact parse error"),
        (
            register(contact="*, <sip:alice@127.0.0.15:5060>", more="Expires: 0"),
            "400 Bad Request",
            "Contact parse error",
        ),
        (register("a" * 70), "500 Server Internal Error", "Address Of Record too long"),
        (register(more="Expires: abc"), "400 Bad Request", "Expires parse error"),
        (register("al%2"), "400 Bad Request", "Error while unescaping username"),
        (register(contact="<sip:" + "a" * 300 + "@1.2.3.4>"), "400 Bad Request", "Contact/received too long"),
        (
            register(contact="<sip:alice@127.0.0.12>", more="Contact: *\nExpires: 0"),
            "400 Bad Request",
            "* used in contact and more than 1 contact",
        ),
    ],
)
def test_what_is_wrong_with_the_message_itself_is_told_without_contacts(
    message: Received, status: str, error: str
) -> None:
    registrar = Registrar()
    registrar.save(register(call="another", source="127.0.0.11"))
    assert registrar.told(message) == [status, f"P-Registrar-Error: {error}"]


@pytest.mark.parametrize(
    ("contact", "status", "error"),
    [
        ("<http://alice>", "500 Server Internal Error", "usrloc_contact_insert failed"),
        ("<sip:alice@127.0.0.18:5060>;q=7", "400 Bad Request", "Invalid q param in contact"),
    ],
)
def test_what_is_wrong_with_a_contact_is_told_behind_the_contacts_that_there_are(
    contact: str, status: str, error: str
) -> None:
    registrar = Registrar()
    registrar.save(register())
    said = registrar.told(register(call="another", source="127.0.0.18", contact=contact))
    assert said == [status, f"{ALICE};expires=3600", f"P-Registrar-Error: {error}"]


def test_contacts_in_front_of_one_that_is_refused_stay() -> None:
    registrar = Registrar()
    registrar.save(register())
    registrar.save(register(cseq=2, contact="<sip:b@1.1.1.1>, <sip:c@1.1.1.1>;q=7"))
    assert registrar.uris() == ["sip:alice@127.0.0.11:5060", "sip:b@1.1.1.1"]


PATH = "Path: <sip:127.0.0.30:5060;lr>"


def test_path_is_kept_and_told_to_those_who_know_it() -> None:
    registrar = Registrar(table=TableSettings(use_domain=True))
    said = registrar.told(register(more=f"Supported: path\n{PATH}"), "p1")
    assert said == ["200 OK", f"{ALICE};expires=3600", PATH]
    record = registrar.location.record("alice@127.0.0.10")
    assert record is not None
    assert [contact.path for contact in record.contacts] == ["<sip:127.0.0.30:5060;lr>"]


def test_a_path_without_supported_is_kept_silently_in_mode_1_and_refused_in_mode_2() -> None:
    assert Registrar().told(register(more=PATH), "p1") == ["200 OK", f"{ALICE};expires=3600"]
    assert Registrar().told(register(more=PATH), "p2") == [
        "420 Bad Extension",
        f"{ALICE};expires=3600",
        "Unsupported: path",
        PATH,
        "P-Registrar-Error: No support for found Path indicated",
    ]


def test_a_path_is_not_read_without_the_flag_p() -> None:
    registrar = Registrar()
    assert registrar.told(register(more=f"Supported: path\n{PATH}")) == ["200 OK", f"{ALICE};expires=3600"]


def test_received_of_the_path_counts_with_the_flag_v_and_sets_the_nat_flag() -> None:
    registrar = Registrar(table=TableSettings(nat_flag="NAT"))
    path = "Path: <sip:127.0.0.30:5060;lr;received=sip:10.1.1.1:6000>"
    registrar.save(register(more=path), "p1v")
    record = registrar.location.record("alice")
    assert record is not None
    assert [(one.received, one.branch_flags) for one in record.contacts] == [("sip:10.1.1.1:6000", ("NAT",))]


def test_where_the_register_came_from_is_told_behind_expires() -> None:
    registrar = Registrar()
    saved = registrar.save(
        register("bob", "127.0.0.12", contact="<sip:bob@192.168.1.50:5060>"), source="sip:127.0.0.12:6060"
    )
    assert saved.answer is not None
    assert list(saved.answer.lines) == [
        'Contact: <sip:bob@192.168.1.50:5060>;expires=3600;received="sip:127.0.0.12:6060"'
    ]


def test_the_flag_r_holds_the_answer_back_and_o_leaves_out_other_devices() -> None:
    registrar = two()
    assert registrar.save(register(cseq=2), "r").answer is None
    assert registrar.told(register(cseq=3), "o") == ["200 OK", f"{ALICE};expires=3600"]


def test_the_same_address_with_another_call_id_is_the_same_contact_unless_matching_says_otherwise() -> None:
    registrar = Registrar()
    registrar.save(register())
    registrar.save(register(call="2"))
    assert registrar.uris() == ["sip:alice@127.0.0.11:5060"]
    registrar = Registrar(table=TableSettings(matching=Matching.CONTACT_AND_CALL_ID))
    registrar.save(register())
    registrar.save(register(call="2"))
    assert len(registrar.uris()) == 2


def test_the_flag_m_with_a_parameter_finds_the_contact_by_it() -> None:
    registrar = Registrar()
    registrar.save(register(contact="<sip:alice@127.0.0.11:5060;rinstance=a1>"))
    registrar.save(register(call="2", contact="<sip:alice@127.0.0.11:6060;rinstance=a1>"), "M<rinstance>")
    assert registrar.uris() == ["sip:alice@127.0.0.11:6060;rinstance=a1"]


def test_an_unknown_flag_is_complained_of_and_the_others_count() -> None:
    saved = Registrar().save(register(), "xc1")
    assert [str(line) for line in saved.log] == ["WARNING:core:reg_parse_save_flags: unsupported flag x "]
    assert saved.is_accepted


def test_expired_contacts_are_not_listed_but_stay_until_the_timer() -> None:
    registrar = Registrar(Settings(min_expires=2))
    registrar.save(register(more="Expires: 3"))
    registrar.now += 3
    assert registrar.told(register(contact=None, call="2")) == ["200 OK"]
    assert registrar.uris() == ["sip:alice@127.0.0.11:5060"]
    registrar.location.expire(registrar.now)
    assert (registrar.location.records, registrar.location.expired) == ({}, 1)


def test_a_domain_in_capitals_is_the_same_domain_and_a_user_in_capitals_another_user() -> None:
    registrar = Registrar(table=TableSettings(use_domain=True))
    registrar.save(register("Alice"))
    assert list(registrar.location.records) == ["Alice@127.0.0.10"]
    registrar = Registrar(replace(Settings(), case_sensitive=False))
    registrar.save(register("Alice"))
    assert list(registrar.location.records) == ["alice"]


def test_a_contact_keeps_its_number_and_learns_all_else_from_a_refresh() -> None:
    registrar = Registrar()
    registrar.save(register(contact=f'<sip:alice@127.0.0.11:5060>;+sip.instance="{DESK}"'))
    registrar.now += 5
    registrar.save(register(cseq=2, more="Allow: INVITE, ACK, BYE, CANCEL"))
    record = registrar.location.record("alice")
    assert record is not None
    (contact,) = record.contacts
    assert (contact.id, contact.cseq, contact.modified, contact.methods, contact.instance) == (
        4465107924305325178,
        2,
        NOW + 5,
        15,
        DESK,
    )


def test_gruus_are_told_of_every_contact_with_an_instance_to_whoever_supports_them() -> None:
    # Recorded: the first device does not ask, the second one does, and both are told.
    registrar = Registrar(Settings(disable_gruu=False), now=1795392554)
    first = register(call="1-17986@127.0.0.11", contact=f'<sip:alice@127.0.0.11:5060>;+sip.instance="{DESK}"')
    assert registrar.told(first) == ["200 OK", f"{ALICE};expires=3600"]
    second = register(
        source="127.0.0.14",
        call="1-18015@127.0.0.14",
        contact=f'<sip:alice@127.0.0.14:5060>;+sip.instance="{MOBILE}"',
        more="Supported: gruu",
    )
    assert registrar.told(second) == ["200 OK", RECORDED_GRUUS]


RECORDED_GRUUS = (
    'Contact: <sip:alice@127.0.0.11:5060>;expires=3600;pub-gruu="sip:alice@127.0.0.10:5060;gr=urn:uuid:00000000-0000-1000-'
    '8000-0000000000aa";temp-gruu="sip:tgruu.AUcKW2AIQmYFRBMPP1gTNhAFQQBpRAU6VEoDXmMBQGMAQB5eYwFAfgFAA15+CUBjAF0DXmMBQGMA'
    'QANeMlBQYh1BBFdrBzBiAkcdXn0BXmIB@127.0.0.10:5060;gr";+sip.instance="urn:uuid:00000000-0000-1000-8000-0000000000aa", '
    '<sip:alice@127.0.0.14:5060>;expires=3600;pub-gruu="sip:alice@127.0.0.10:5060;gr=urn:uuid:00000000-0000-1000-8000-0000'
    '000000bb";temp-gruu="sip:tgruu.AUcKW2AIQmYFRBMPP1gTNhAFQQBpRAU6VEoDXmMBQGMAQB5eYwFAfgFAA15+CUBjAF0DXmMBQGMAQANeMVNQY'
    'h1BC15iBDBiAkcdXn0BXmIE@127.0.0.10:5060;gr";+sip.instance="urn:uuid:00000000-0000-1000-8000-0000000000bb"'
)


def test_without_an_instance_or_with_disable_gruu_there_are_none() -> None:
    registrar = Registrar(Settings(disable_gruu=False))
    said = registrar.told(register(more="Supported: gruu"))
    assert said == ["200 OK", f"{ALICE};expires=3600"]
    contact = f'<sip:alice@127.0.0.11:5060>;+sip.instance="{DESK}"'
    assert Registrar().told(register(contact=contact, more="Supported: gruu")) == ["200 OK", f"{ALICE};expires=3600"]


def test_a_refresh_with_the_same_q_keeps_its_place() -> None:
    registrar = two("q=0.9", "q=0.9")
    registrar.save(register(source="127.0.0.14", cseq=2, contact="<sip:alice@127.0.0.14:5060>;q=0.9"))
    assert registrar.uris() == ["sip:alice@127.0.0.11:5060", "sip:alice@127.0.0.14:5060"]


def test_with_f_the_last_one_in_order_makes_room_in_a_record_that_is_full() -> None:
    registrar = two()
    registrar.save(register(call="3", contact="<sip:alice@127.0.0.13>;q=0.7"), "c2f")
    assert registrar.uris() == ["sip:alice@127.0.0.14:5060", "sip:alice@127.0.0.13"]


def test_with_f_the_first_one_makes_room_while_a_record_is_new() -> None:
    registrar = Registrar()
    registrar.save(register(contact="<sip:a@1.1.1.1>, <sip:b@1.1.1.1>, <sip:c@1.1.1.1>"), "c2f")
    assert registrar.uris() == ["sip:b@1.1.1.1", "sip:c@1.1.1.1"]


def test_received_of_the_contact_goes_before_where_it_came_from() -> None:
    registrar = Registrar()
    registrar.save(register(contact='<sip:a@1.1.1.1>;received="sip:2.2.2.2:5060"'), source="sip:3.3.3.3:5060")
    record = registrar.location.record("alice")
    assert record is not None
    assert [contact.received for contact in record.contacts] == ["sip:2.2.2.2:5060"]


def test_retry_after_is_told_with_every_5xx() -> None:
    registrar = Registrar(Settings(retry_after=30))
    assert registrar.told(register(contact="<http://alice>")) == [
        "500 Server Internal Error",
        "P-Registrar-Error: usrloc_contact_insert failed",
        "Retry-After: 30",
    ]
    assert registrar.told(register(contact="<sip:a@b>;q=7"))[1:] == ["P-Registrar-Error: Invalid q param in contact"]
