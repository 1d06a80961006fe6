"""What a sound is, and how long it lasts, by its name: tones, silence, endless streams, and files of the node's own folder."""

import re
from collections.abc import Mapping
from typing import Final

from voiplab.sim.moment import Duration, ms

ENDLESS: Final[Duration] = 1 << 60
"""A stream that goes on until somebody stops it."""
WAV_HEADER: Final = 44

_TONE: Final = re.compile(r"%\(\s*(\d{1,7})\s*,\s*(\d{1,7})", re.ASCII)
_LOOPS: Final = re.compile(r"loops=(-?\d{1,6})", re.ASCII)
_PIECES: Final = 1_000


def duration(name: str, files: Mapping[str, bytes]) -> Duration | None:
    """None when there is no such sound."""
    kind, separator, rest = name.partition("://")
    if not separator:
        return _file(name, files)
    match kind:
        case "tone_stream":
            return _tone(rest)
        case "silence_stream":
            return _silence(rest)
        case "local_stream":
            return ENDLESS
    return None


def _tone(script: str) -> Duration:
    """`%(on,off,frequency,...)` in milliseconds, any number of them; `loops=3` plays all three times, -1 for ever."""
    once = sum(int(on) + int(off) for on, off in _TONE.findall(script)[:_PIECES])
    loops = _LOOPS.search(script)
    count = int(loops[1]) if loops else 1
    return ENDLESS if count < 0 else ms(once * max(count, 1))


def _silence(text: str) -> Duration:
    """`silence_stream://2000,1400`: milliseconds, -1 for ever."""
    number = text.partition(",")[0]
    if number == "-1":
        return ENDLESS
    return ms(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _file(name: str, files: Mapping[str, bytes]) -> Duration | None:
    """A WAV file below `sounds/`: its length by its own header, at 8,000 samples of 16 bits a second when that is none."""
    content = files.get(f"sounds/{name}")
    if content is None:
        return None
    rate = int.from_bytes(content[28:32], "little") if content[:4] == b"RIFF" and len(content) > WAV_HEADER else 16_000
    return max(len(content) - WAV_HEADER, 0) * 1_000_000 // max(rate, 1)


def content(name: str) -> str:
    """What is heard."""
    kind, separator, rest = name.partition("://")
    if not separator:
        return f"prompt:{name}"
    return {"tone_stream": f"tone:{rest}", "local_stream": f"music:{rest}"}.get(kind, "silence")
