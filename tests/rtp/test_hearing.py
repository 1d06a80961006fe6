"""What a person hears, by where the call stands and what flows in."""

import pytest

from voiplab.rtp.flow import Flow
from voiplab.rtp.hearing import SILENCE, Situation, Sound, hears

SERVER = "10.0.0.20"


def flow(content: str) -> Flow:
    return Flow("PCMU", 0, 1, content)


@pytest.mark.parametrize(
    ("situation", "content", "heard"),
    [
        (Situation.IDLE, None, "silence"),
        (Situation.CALLING, None, "silence"),
        (Situation.RINGBACK, None, "ringback (local)"),
        (Situation.RINGBACK, "tone:ringback", "ringback (local)"),
        (Situation.EARLY, None, "silence"),
        (Situation.EARLY, "tone:ringback", "tone:ringback from 10.0.0.20"),
        (Situation.EARLY, "prompt:closed", "prompt:closed from 10.0.0.20"),
        (Situation.RINGING, None, "ringing (local)"),
        (Situation.BUSY, None, "busy (local)"),
        (Situation.IN_CALL, "voice:bob", "voice:bob from 10.0.0.20"),
        (Situation.IN_CALL, "silence", "silence"),
        (Situation.IN_CALL, None, "silence"),
        (Situation.ON_HOLD, "music", "music from 10.0.0.20"),
        (Situation.ON_HOLD, None, "silence"),
        (Situation.HOLDING, "voice:bob", "silence"),
    ],
)
def test_a_person_hears(situation: Situation, content: str | None, heard: str) -> None:
    assert str(hears(situation, flow(content) if content else None, SERVER)) == heard


def test_early_media_without_packets_is_silent_where_a_plain_180_rings() -> None:
    """The difference that students are asked about: a 183 takes the local tone away."""
    assert hears(Situation.EARLY, None, SERVER) == SILENCE
    assert hears(Situation.RINGBACK, None, SERVER) == Sound("ringback", "local")


@pytest.mark.parametrize("situation", Situation)
def test_every_situation_has_an_answer(situation: Situation) -> None:
    assert hears(situation, flow("voice:bob"), SERVER).content
