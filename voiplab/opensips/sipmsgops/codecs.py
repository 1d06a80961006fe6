"""codec_exists(), codec_delete(), codec_move_up() and their like. Module documentation of OpenSIPS 3.2, "sipmsgops".

They follow the documentation. It does not say what becomes of a stream whose last codec is deleted: that is refused.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from voiplab.opensips.patterns import search
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.sipmsgops.session import Session, Stream
from voiplab.sdp.codec import STATIC
from voiplab.text.place import NotSimulated

_RTPMAP: Final = re.compile(r"a=rtpmap:(\d+)[ \t]+([^/\s]+)/(\d+)")
_OF_FORMAT: Final = re.compile(r"a=(?:rtpmap|fmtp):(\S+)")


class Named(NamedTuple):
    """A format of a stream: its number there, name and clock."""

    format: str
    name: str
    clock: str


Wanted = Callable[[Named], bool]
Function = Callable[[Context, Arguments], int]


def _by_name(_context: Context, arguments: Arguments) -> Wanted:
    name, clock = arguments.text(0).lower(), arguments.text(1).lower()
    return lambda codec: codec.name.lower() == name and clock in ("", codec.clock.lower())


def _by_pattern(context: Context, arguments: Arguments) -> Wanted:
    pattern = arguments.text(0)
    return lambda codec: search(pattern, codec.name, context.place, context.allowance.patience) is not None


def _by_no_pattern(context: Context, arguments: Arguments) -> Wanted:
    fits = _by_pattern(context, arguments)
    return lambda codec: not fits(codec)


def _named(stream: Stream) -> Sequence[Named]:
    """RFC 3551 section 6 names the numbers that no rtpmap does."""
    mapped = {found[1]: (found[2], found[3]) for line in stream.lines if (found := _RTPMAP.match(line.text))}
    static = {str(codec.payload): (codec.name, str(codec.clock)) for codec in STATIC.values()}
    names = static | mapped
    return [Named(one, *names[one]) for one in stream.formats if one in names]


def _chosen(stream: Stream, wanted: Wanted) -> Sequence[str]:
    return [codec.format for codec in _named(stream) if wanted(codec)]


def _delete(context: Context, stream: Stream, formats: Sequence[str]) -> bool:
    left = [one for one in stream.formats if one not in formats]
    if not left:
        raise NotSimulated(context.place, f"a stream without any codec (m={' '.join(stream.words)})")
    stream.remove(lambda line: (found := _OF_FORMAT.match(line.text)) is not None and found[1] in formats)
    stream.arrange(left)
    return True


def _move_up(_context: Context, stream: Stream, formats: Sequence[str]) -> bool:
    return _moved(stream, [*formats, *(one for one in stream.formats if one not in formats)])


def _move_down(_context: Context, stream: Stream, formats: Sequence[str]) -> bool:
    return _moved(stream, [*(one for one in stream.formats if one not in formats), *formats])


def _moved(stream: Stream, formats: Sequence[str]) -> bool:
    stream.arrange(formats)
    return True


def _exist(_context: Context, _stream: Stream, _formats: Sequence[str]) -> bool:
    return True


def _codecs(
    which: Callable[[Context, Arguments], Wanted], act: Callable[[Context, Stream, Sequence[str]], bool]
) -> Function:
    """What is done in each stream that has such codecs; true when any has."""

    def function(context: Context, arguments: Arguments) -> int:
        wanted, session = which(context, arguments), Session(context.received, context.place)
        found = [act(context, stream, formats) for stream in session.streams if (formats := _chosen(stream, wanted))]
        session.keep(context.line)
        return 1 if found else -1

    return function


def stream_exists(context: Context, arguments: Arguments) -> int:
    return 1 if _streams(context, arguments, Session(context.received, context.place)) else -1


def stream_delete(context: Context, arguments: Arguments) -> int:
    session = Session(context.received, context.place)
    found = _streams(context, arguments, session)
    for stream in found:
        stream.remove(lambda _: True)
    session.keep(context.line)
    return 1 if found else -1


def _streams(context: Context, arguments: Arguments, session: Session) -> Sequence[Stream]:
    pattern = arguments.text(0)
    return [
        stream
        for stream in session.streams
        if search(pattern, " ".join(stream.words[:1]), context.place, context.allowance.patience) is not None
    ]


FUNCTIONS: Final = {
    "codec_exists": _codecs(_by_name, _exist),
    "codec_delete": _codecs(_by_name, _delete),
    "codec_move_up": _codecs(_by_name, _move_up),
    "codec_move_down": _codecs(_by_name, _move_down),
    "codec_exists_re": _codecs(_by_pattern, _exist),
    "codec_delete_re": _codecs(_by_pattern, _delete),
    "codec_delete_except_re": _codecs(_by_no_pattern, _delete),
    "codec_move_up_re": _codecs(_by_pattern, _move_up),
    "codec_move_down_re": _codecs(_by_pattern, _move_down),
    "stream_exists": stream_exists,
    "stream_delete": stream_delete,
}
