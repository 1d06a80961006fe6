"""What a link does to packets, beside it and in a sentence."""

import pytest

from voiplab.explain.link_words import link_marks, link_sentence
from voiplab.net.impairment import PERFECT, Impairment
from voiplab.net.topology import Attachment
from voiplab.sim.moment import ms

USUAL = Impairment(delay=200)
BAD = Impairment(delay=ms(50), jitter=ms(10), loss=50_000, duplication=2_500, reorder=10_000)


def end(outwards: Impairment, inwards: Impairment) -> Attachment:
    return Attachment("office", "192.168.10.11", outwards, inwards)


@pytest.mark.parametrize(
    ("outwards", "inwards", "marks"),
    [
        (USUAL, USUAL, []),
        (PERFECT, USUAL, []),
        (BAD, BAD, ["50ms..60ms", "loss 5%", "dup 0.25% reorder 1%"]),
        (Impairment(delay=ms(50)), USUAL, ["out 50ms"]),
        (USUAL, Impairment(loss=15_000), ["in loss 1.5%"]),
        (Impairment(delay=ms(1_500)), Impairment(loss=1_000_000), ["out 1.5s", "in loss 100%"]),
    ],
)
def test_a_link_that_is_as_links_are_has_no_marks(outwards: Impairment, inwards: Impairment, marks: list[str]) -> None:
    assert list(link_marks(end(outwards, inwards), is_cut=False)) == marks


def test_an_unplugged_link_has_no_other_marks() -> None:
    assert list(link_marks(end(BAD, BAD), is_cut=True)) == ["", "unplugged"]


@pytest.mark.parametrize(
    ("outwards", "inwards", "says"),
    [
        (PERFECT, PERFECT, "does nothing to packets"),
        (USUAL, USUAL, "delay 200us"),
        (BAD, BAD, "delay 50ms, jitter 10ms, loss 5%, duplication 0.25%, reorder 1%"),
        (
            BAD,
            PERFECT,
            "out delay 50ms, jitter 10ms, loss 5%, duplication 0.25%, reorder 1%; in does nothing to packets",
        ),
    ],
)
def test_a_sentence_tells_all_that_it_does(outwards: Impairment, inwards: Impairment, says: str) -> None:
    assert link_sentence("alice", end(outwards, inwards), is_cut=False) == f"link alice - office: {says}"


def test_a_sentence_tells_who_is_unplugged() -> None:
    told = link_sentence("alice", end(USUAL, USUAL), is_cut=True)
    assert told == "link alice - office: alice is unplugged, nothing passes"
