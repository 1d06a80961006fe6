"""G.711: values from tables 1 and 2 of the recommendation, scaled to 16 bits, and what makes a law a law."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiplab.rtp.g711 import A_LAW, MU_LAW, Law

BOTH = pytest.mark.parametrize("law", [MU_LAW, A_LAW], ids=["mu-law", "A-law"])


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (0xFF, 0),
        (0x7F, 0),
        (0xFE, 8),
        (0x7E, -8),
        (0xEF, 132),
        (0x80, 32_124),
        (0x00, -32_124),
        (0xF0, 120),
        (0x8F, 16_764),
    ],
)
def test_mu_law_has_these_values(code: int, value: int) -> None:
    assert MU_LAW.decode(bytes([code])) == (value,)


@pytest.mark.parametrize(
    ("code", "value"),
    [(0xD5, 8), (0x55, -8), (0xD4, 24), (0xC5, 264), (0xF5, 528), (0xAA, 32_256), (0x2A, -32_256), (0x80, 5_504)],
)
def test_a_law_has_these_values(code: int, value: int) -> None:
    assert A_LAW.decode(bytes([code])) == (value,)


@pytest.mark.parametrize(
    ("sample", "mu", "a"),
    [
        (0, 0xFF, 0xD5),
        (-1, 0x7F, 0x55),
        (1000, 0xCE, 0xFA),
        (-1000, 0x4E, 0x7A),
        (32_767, 0x80, 0xAA),
        (-32_768, 0x00, 0x2A),
    ],
)
def test_samples_become_these_bytes(sample: int, mu: int, a: int) -> None:
    assert (MU_LAW.encode([sample]), A_LAW.encode([sample])) == (bytes([mu]), bytes([a]))


@BOTH
def test_every_byte_survives_decoding_and_encoding(law: Law) -> None:
    survivors = {code for code in range(256) if law.encode(law.decode(bytes([code]))) == bytes([code])}
    assert set(range(256)) - survivors == ({0x7F} if law is MU_LAW else set())  # mu-law has two zeros


MU_EDGES = (4, 124, 380, 892, 1_916, 3_964, 8_060, 16_252)
A_EDGES = (16, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384)


@pytest.mark.parametrize(
    ("law", "edge"), [(law, edge) for law, edges in ((MU_LAW, MU_EDGES), (A_LAW, A_EDGES)) for edge in edges]
)
def test_a_segment_begins_at_its_decision_value(law: Law, edge: int) -> None:
    """Of negative samples one later: they are measured by their complement."""
    below, here = law.decode(law.encode([edge - 1, edge]))
    assert below < edge < here
    assert law.decode(law.encode([-edge, -edge - 1])) == (-below, -here)


@BOTH
@settings(max_examples=150, deadline=None)
@given(sample=st.integers(-32_768, 32_767))
def test_no_sample_moves_by_more_than_a_sixteenth_of_its_size(law: Law, sample: int) -> None:
    (got,) = law.decode(law.encode([sample]))
    assert abs(got - sample) <= max(8, abs(sample) // 16 + 8)
