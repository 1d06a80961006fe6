"""How long a sound lasts, and what it is, by its name."""

import pytest

from voiplab.freeswitch.sounds import ENDLESS, content, duration
from voiplab.sim.moment import ms

WAV = b"RIFF" + bytes(24) + (16_000).to_bytes(4, "little") + bytes(12)
FILES = {"sounds/welcome.wav": WAV + bytes(32_000), "sounds/raw.wav": bytes(44 + 8_000), "sounds/short.wav": b"RIFF"}


@pytest.mark.parametrize(
    ("name", "lasts"),
    [
        ("tone_stream://%(500,500,440)", ms(1000)),
        ("tone_stream://%(2000,4000,440,480);loops=3", ms(18_000)),
        ("tone_stream://%(100,0,1);%( 50 , 50 ,2)", ms(200)),
        ("tone_stream://%(500,500,440);loops=-1", ENDLESS),
        ("tone_stream://nothing of the kind", 0),
        ("silence_stream://2000,1400", ms(2000)),
        ("silence_stream://-1", ENDLESS),
        ("silence_stream://long", 0),
        ("local_stream://moh", ENDLESS),
        ("welcome.wav", ms(2000)),
        ("raw.wav", ms(500)),
        ("short.wav", 0),
        ("nothing.wav", None),
        ("shout://radio", None),
    ],
)
def test_a_sound_lasts_as_long_as_its_name_or_its_file_says(name: str, lasts: int | None) -> None:
    assert duration(name, FILES) == lasts


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("tone_stream://%(500,500,440)", "tone:%(500,500,440)"),
        ("local_stream://moh", "music:moh"),
        ("silence_stream://2000", "silence"),
        ("welcome.wav", "prompt:welcome.wav"),
    ],
)
def test_what_is_heard_is_named_by_its_kind(name: str, heard: str) -> None:
    assert content(name) == heard
