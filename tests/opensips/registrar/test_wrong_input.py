"""Whatever stands in a REGISTER or in a URI that is looked up: it is answered, and nothing falls over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opensips.registrar.registrations import Registrar, register
from tests.opensips.registrar.test_lookup import invite, look
from voiplab.opensips.registrar.asked import Asked, Star, read_contacts
from voiplab.opensips.registrar.faults import Fault, Refused
from voiplab.opensips.registrar.settings import Settings

LINE = st.text(st.characters(blacklist_characters="\r\n", codec="utf-8"), max_size=80)
SIGNS = st.text('<>"\\;,=*? \t:@%sip+.instanceqexpires0123456789', max_size=60)
CONTACTS = st.one_of(LINE, SIGNS, st.lists(SIGNS, max_size=4).map(", ".join))


@given(CONTACTS, SIGNS, st.sampled_from(["", "c1f", "p2v", "M<x>", "p9Mzq"]))
@settings(max_examples=200, deadline=None)
def test_every_register_is_answered(contact: str, path: str, flags: str) -> None:
    registrar = Registrar(Settings(disable_gruu=False))
    registrar.save(register(call="first"))
    message = register(contact=contact or None, more=f"Path: {path}\nSupported: gruu, path")
    answer = registrar.save(message, flags).answer
    assert answer is not None
    assert answer.status in (200, 400, 420, 500, 503)
    look(registrar, invite())


@given(CONTACTS)
@settings(max_examples=200)
def test_contacts_are_read_or_refused(text: str) -> None:
    try:
        found = read_contacts([text])
    except Refused:
        return
    assert isinstance(found, Star) or all(isinstance(one, Asked) and one.uri for one in found)


@given(
    st.one_of(
        SIGNS, SIGNS.map(lambda text: f"sip:tgruu.{text}@127.0.0.10;gr"), SIGNS.map(lambda text: f"sip:a;gr={text}")
    )
)
@settings(max_examples=200)
def test_every_uri_can_be_looked_up(uri: str) -> None:
    assert look(Registrar(), invite(), address=uri or "x") in (-1, -3)


@pytest.mark.parametrize(
    "hostile",
    [
        '<sip:a@b>;x="' + "\\" * 1_000_000 + ";" * 1_000_000,
        " " * 1_000_000,
        "<" + " " * 1_000_000,
        "<sip:a@b>" + ";a= " * 250_000 + "<",
        '"' + " " * 1_000_000,
    ],
    ids=["quoted", "blanks", "bracket", "parameters", "name"],
)
def test_a_contact_of_a_megabyte_takes_no_longer_than_its_length(hostile: str) -> None:
    with pytest.raises(Refused) as refused:
        read_contacts([hostile])
    assert refused.value.fault is Fault.CONTACT
