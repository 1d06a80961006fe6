"""Where offers and answers travel: RFC 3264, RFC 3311, the patterns of RFC 6337 table 1."""

from itertools import product

import pytest

from voiplab.sip.offer_answer import Carrier, Meaning, OfferAnswer, Side, State
from voiplab.sip.table import ImpossibleInput

US, THEM = Side.LOCAL, Side.REMOTE

Exchange = list[tuple[Side, Carrier, Meaning]]

PATTERNS: dict[str, Exchange] = {
    "1: INVITE and 2xx": [
        (US, Carrier.INVITE, Meaning.OFFER),
        (THEM, Carrier.SUCCESS, Meaning.ANSWER),
    ],
    "2: INVITE without offer, 2xx and ACK": [
        (US, Carrier.EMPTY_INVITE, Meaning.NOTHING),
        (THEM, Carrier.SUCCESS, Meaning.OFFER),
        (US, Carrier.ACK, Meaning.ANSWER),
    ],
    "3: INVITE and reliable 18x": [
        (US, Carrier.INVITE, Meaning.OFFER),
        (THEM, Carrier.RELIABLE, Meaning.ANSWER),
    ],
    "4: INVITE without offer, reliable 18x and PRACK": [
        (US, Carrier.EMPTY_INVITE, Meaning.NOTHING),
        (THEM, Carrier.RELIABLE, Meaning.OFFER),
        (US, Carrier.PRACK, Meaning.ANSWER),
    ],
    "5: a new offer in PRACK once the first is answered": [
        (US, Carrier.INVITE, Meaning.OFFER),
        (THEM, Carrier.RELIABLE, Meaning.ANSWER),
        (US, Carrier.PRACK, Meaning.OFFER),
        (THEM, Carrier.PRACK_SUCCESS, Meaning.ANSWER),
    ],
    "6: UPDATE and its 2xx": [
        (THEM, Carrier.UPDATE, Meaning.OFFER),
        (US, Carrier.UPDATE_SUCCESS, Meaning.ANSWER),
    ],
    "early media without 100rel: the 183 shows the answer, the 200 gives it": [
        (US, Carrier.INVITE, Meaning.OFFER),
        (THEM, Carrier.PROVISIONAL, Meaning.PREVIEW),
        (THEM, Carrier.PROVISIONAL, Meaning.PREVIEW),
        (THEM, Carrier.SUCCESS, Meaning.ANSWER),
    ],
    "the 200 repeats what a reliable 183 has answered": [
        (THEM, Carrier.INVITE, Meaning.OFFER),
        (US, Carrier.RELIABLE, Meaning.ANSWER),
        (US, Carrier.SUCCESS, Meaning.NOTHING),
        (THEM, Carrier.ACK, Meaning.NOTHING),
    ],
    "an unreliable 18x cannot bring the offer that an INVITE did not": [
        (THEM, Carrier.EMPTY_INVITE, Meaning.NOTHING),
        (US, Carrier.PROVISIONAL, Meaning.NOTHING),
        (US, Carrier.SUCCESS, Meaning.OFFER),
        (THEM, Carrier.ACK, Meaning.ANSWER),
    ],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_exchange_is_understood_at_both_ends(pattern: str) -> None:
    ends = {US: OfferAnswer(), THEM: OfferAnswer()}
    for side, carrier, meaning in PATTERNS[pattern]:
        other = THEM if side is US else US
        assert ends[US].take(side, carrier) is meaning
        assert ends[THEM].take(other, carrier) is meaning
    assert [end.state for end in ends.values()] == [State.IDLE, State.IDLE]


def with_offer(side: Side, carrier: Carrier) -> OfferAnswer:
    exchange = OfferAnswer()
    if carrier in (Carrier.RELIABLE, Carrier.SUCCESS):
        exchange.take(THEM if side is US else US, Carrier.EMPTY_INVITE)
    exchange.take(side, carrier)
    return exchange


def test_an_update_that_crosses_our_offer_is_glare() -> None:
    assert with_offer(US, Carrier.UPDATE).take(THEM, Carrier.UPDATE) is Meaning.GLARE


def test_an_update_before_we_have_answered_is_too_soon() -> None:
    exchange = with_offer(THEM, Carrier.INVITE)
    assert exchange.take(THEM, Carrier.UPDATE) is Meaning.TOO_SOON
    assert exchange.take(US, Carrier.SUCCESS) is Meaning.ANSWER


def test_an_invite_without_offer_that_crosses_ours_is_glare_too() -> None:
    assert with_offer(US, Carrier.INVITE).take(THEM, Carrier.EMPTY_INVITE) is Meaning.GLARE


def test_an_update_before_the_owed_offer_crosses_it() -> None:
    exchange = OfferAnswer()
    exchange.take(THEM, Carrier.EMPTY_INVITE)
    assert exchange.take(THEM, Carrier.UPDATE) is Meaning.TOO_SOON
    assert exchange.take(US, Carrier.RELIABLE) is Meaning.OFFER


@pytest.mark.parametrize("carrier", [Carrier.INVITE, Carrier.EMPTY_INVITE, Carrier.UPDATE])
def test_we_make_no_second_offer_before_the_first_is_answered(carrier: Carrier) -> None:
    exchange = with_offer(US, Carrier.UPDATE)
    assert not exchange.may_offer
    with pytest.raises(ImpossibleInput):
        exchange.take(US, carrier)


def test_an_18x_of_the_invite_does_not_answer_an_update() -> None:
    exchange = with_offer(US, Carrier.UPDATE)
    assert exchange.take(THEM, Carrier.RELIABLE) is Meaning.NOTHING
    assert exchange.take(THEM, Carrier.UPDATE_SUCCESS) is Meaning.ANSWER


def test_a_refused_offer_leaves_the_way_free() -> None:
    exchange = with_offer(US, Carrier.INVITE)
    exchange.refuse()
    assert exchange.may_offer


ANSWERS: dict[tuple[Carrier, Carrier], Meaning] = {
    (Carrier.INVITE, Carrier.PROVISIONAL): Meaning.PREVIEW,
    (Carrier.INVITE, Carrier.RELIABLE): Meaning.ANSWER,
    (Carrier.INVITE, Carrier.SUCCESS): Meaning.ANSWER,
    (Carrier.RELIABLE, Carrier.PRACK): Meaning.ANSWER,
    (Carrier.SUCCESS, Carrier.ACK): Meaning.ANSWER,
    (Carrier.PRACK, Carrier.PRACK_SUCCESS): Meaning.ANSWER,
    (Carrier.UPDATE, Carrier.UPDATE_SUCCESS): Meaning.ANSWER,
}
OPENING = (Carrier.EMPTY_INVITE, Carrier.INVITE, Carrier.PRACK, Carrier.UPDATE)
OFFERS = (Carrier.INVITE, Carrier.RELIABLE, Carrier.SUCCESS, Carrier.PRACK, Carrier.UPDATE)


@pytest.mark.parametrize(("offer", "carrier"), list(product(OFFERS, Carrier)))
def test_to_our_offer_each_message_of_theirs_is_its_answer_or_glare_or_nothing(
    offer: Carrier, carrier: Carrier
) -> None:
    expected = ANSWERS.get((offer, carrier), Meaning.GLARE if carrier in OPENING else Meaning.NOTHING)
    assert with_offer(US, offer).take(THEM, carrier) is expected


@pytest.mark.parametrize(("offer", "carrier"), list(product(OFFERS, Carrier)))
def test_after_their_offer_another_one_of_theirs_is_too_soon(offer: Carrier, carrier: Carrier) -> None:
    expected = Meaning.TOO_SOON if carrier in OPENING else Meaning.NOTHING
    assert with_offer(THEM, offer).take(THEM, carrier) is expected


@pytest.mark.parametrize(("side", "carrier"), list(product(Side, Carrier)))
def test_while_no_exchange_is_open_only_requests_can_begin_one(side: Side, carrier: Carrier) -> None:
    begins = carrier in (Carrier.INVITE, Carrier.PRACK, Carrier.UPDATE)
    assert OfferAnswer().take(side, carrier) is (Meaning.OFFER if begins else Meaning.NOTHING)
