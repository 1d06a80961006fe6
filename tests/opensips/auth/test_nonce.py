from base64 import b64decode, b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.opensips.auth.nonce import ALGORITHMS, QOPS, Nonce, read_nonce, write_nonce

SECRET = b"lab"
ONE = Nonce(5_260_718, 5, "md5", "auth")


def test_a_nonce_looks_like_those_that_were_recorded() -> None:
    recorded = "eisw5/SFpIZVPnyKxDsxaAH8SrGNtBz1BrsOa8o3l24A"
    ours = write_nonce(ONE, SECRET)
    assert (len(ours), ours[-1], b64decode(ours)[-1]) == (len(recorded), recorded[-1], b64decode(recorded)[-1])
    assert read_nonce(recorded, SECRET) is None


@given(
    st.integers(0, 2**62),
    st.integers(0, 99_999),
    st.sampled_from(ALGORITHMS),
    st.sampled_from(QOPS),
    st.binary(max_size=8),
)
@settings(max_examples=100)
def test_it_is_read_with_the_secret_that_wrote_it(
    issued: int, index: int, algorithm: str, qop: str, secret: bytes
) -> None:
    nonce = Nonce(issued, index, algorithm, qop)
    assert read_nonce(write_nonce(nonce, secret), secret) == nonce
    assert read_nonce(write_nonce(nonce, secret), secret + b"!") is None


@pytest.mark.parametrize("place", range(33))
def test_a_changed_byte_makes_it_foreign(place: int) -> None:
    data = bytearray(b64decode(write_nonce(ONE, SECRET)))
    data[place] ^= 1
    assert read_nonce(b64encode(data).decode(), SECRET) is None


@pytest.mark.parametrize("text", ["", "A", "x" * 44, "\udcff", "AAAA"])
def test_other_texts_are_foreign(text: str) -> None:
    assert read_nonce(text, SECRET) is None
