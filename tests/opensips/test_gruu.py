"""GRUUs of the recordings of OpenSIPS 3.2.10, taken apart and made again."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opensips.registrar.registrations import DESK, MOBILE, SOCKET
from voiplab.opensips.gruu import Temporary, decode, public_gruu, temporary_gruu

SECRET = "0p3nS1pS"
OF_DESK = (
    "tgruu.AUcKW2AIQmYJRxMPP1gTNhAFQQBpRAU6VEoDXmMBQGMAQB5eYwFAfgFAA15+CUBjAF0DXmMBQGMAQANeMlBQYh1BCl5qATBiAkcdXn0BXmIB"
)
OF_MOBILE = (
    "tgruu.AUcKW2AIQmYFRBMPP1gTNhAFQQBpRAU6VEoDXmMBQGMAQB5eYwFAfgFAA15+CUBjAF0DXmMBQGMAQANeMVNQYh1BC15iBDBiAkcdXn0BXmIE"
)
OF_ANOTHER_SECRET = (
    "tgruu.RVhJakBcUUdRQlQOHDYQACNDV0NaX15vXVRTUhAGGlUFKhoBWUJVRERfQG9DSFNCVURZXkBvQ0hbQlVEWV9Ab0NVU0JVREQOEX9CSFJFUkJM"
    "L0FtREtTXFVaRV4="
)


def test_a_temporary_gruu_says_who_registered_which_instance_with_which_call_id() -> None:
    assert decode(OF_DESK, SECRET) == Temporary("alice", DESK[1:-1], "1-19090@127.0.0.11")
    assert decode(OF_MOBILE, SECRET) == Temporary("alice", MOBILE[1:-1], "1-18015@127.0.0.14")


def test_its_first_word_is_the_second_in_which_it_was_made() -> None:
    made = temporary_gruu("alice", DESK, "1-19090@127.0.0.11", SOCKET, 1795392597, SECRET)
    assert made == f"sip:{OF_DESK}@127.0.0.10:5060;gr"


def test_another_secret_gives_another_text_and_use_domain_puts_the_domain_into_the_name() -> None:
    found = decode(OF_ANOTHER_SECRET, "top_secret")
    assert found == Temporary("alice@127.0.0.10", DESK[1:-1], "1-17768@127.0.0.11")
    assert decode(OF_ANOTHER_SECRET, SECRET) is None


def test_a_public_gruu_has_the_place_of_the_socket_or_the_domain_of_the_name() -> None:
    instance = "urn:uuid:00000000-0000-1000-8000-0000000000aa"
    assert public_gruu("alice", DESK, SOCKET, use_domain=False) == f"sip:alice@127.0.0.10:5060;gr={instance}"
    assert public_gruu("alice@127.0.0.10", DESK, SOCKET, use_domain=True) == f"sip:alice@127.0.0.10;gr={instance}"


@pytest.mark.parametrize("user", ["tgruu.AAAAAAAA", "tgruu.", "tgruu.%%%", "tgruu.AUcKW2A", "tgruu.\udcff"])
def test_a_broken_temporary_gruu_means_nobody(user: str) -> None:
    # The first one makes 3.2.10 crash.
    assert decode(user, SECRET) is None


WORD = st.text(string.ascii_letters + string.digits + "@.:-", min_size=1, max_size=30)


@given(WORD, WORD, WORD, st.text(string.ascii_letters, min_size=1, max_size=12))
@settings(max_examples=100)
def test_what_is_hidden_is_found_again(aor: str, instance: str, call_id: str, secret: str) -> None:
    uri = temporary_gruu(aor, f"<{instance}>", call_id, SOCKET, 1795391799, secret)
    user = uri.removeprefix("sip:").rpartition("@")[0]
    assert decode(user, secret) == Temporary(aor, instance, call_id)
