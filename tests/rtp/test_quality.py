"""The E-model: its default values give R = 93.2 and MOS 4.41 (G.107 section 7.7 and Annex B)."""

import pytest

from voiplab.rtp.quality import CodecQuality, Connection, effective_impairment, mos, rating


def test_a_call_with_every_parameter_at_its_default_is_rated_93_2() -> None:
    assert rating(Connection()) == 93.2062
    assert mos(rating(Connection())) == 4.4094


def test_g729a_costs_eleven_points() -> None:
    assert rating(Connection(codec=CodecQuality.G729A_VAD.value)) == 82.2062


@pytest.mark.parametrize(
    ("codec", "loss", "impairment"),
    [
        (CodecQuality.G711, 0, 0),
        (CodecQuality.G711, 4.3, 47.5),
        (CodecQuality.G711_CONCEALED, 25.1, 47.5),
        (CodecQuality.G729A_VAD, 19, 53),
    ],
)
def test_at_a_loss_of_bpl_half_of_what_is_left_is_gone(codec: CodecQuality, loss: float, impairment: float) -> None:
    assert effective_impairment(Connection(codec=codec.value, ppl=loss)) == pytest.approx(impairment)


def test_losses_in_bursts_cost_more_than_random_ones() -> None:
    codec = CodecQuality.G711_CONCEALED.value
    assert rating(Connection(codec=codec, ppl=2, burst=2)) < rating(Connection(codec=codec, ppl=2))


def test_delay_alone_costs_little_up_to_150_ms_and_much_beyond() -> None:
    at = {delay: rating(Connection.over(delay, 0, CodecQuality.G711)) for delay in (0, 50, 150, 250, 400)}
    assert list(at.values()) == sorted(at.values(), reverse=True)
    assert at[0] - at[150] < 4
    assert at[150] - at[400] > 25


@pytest.mark.parametrize(
    ("connection", "r"),
    [
        (Connection(qdu=4), 88.2031),
        (Connection(slr=14), 84.8052),
        (Connection(nc=-50), 76.3508),
        (Connection(t=50, telr=45), 82.8277),
        (Connection(t=0.9, ta=0.9, tr=1.8), 93.1576),
        (Connection(t=1.5, ta=1.5, tr=3), 93.2418),
        (Connection(t=50, stmr=8), 91.8803),
        (Connection(t=50, stmr=25), 88.0413),
    ],
)
def test_the_other_parameters_keep_their_weight(connection: Connection, r: float) -> None:
    """Our own figures: G.107 prints none for these. They hold the formula still."""
    assert rating(connection) == r


@pytest.mark.parametrize(
    ("r", "score"), [(-5, 1.0), (0, 1.0), (50, 2.575), (60, 3.1), (80, 4.024), (100, 4.5), (120, 4.5)]
)
def test_a_rating_becomes_an_opinion(r: float, score: float) -> None:
    assert mos(r) == score
