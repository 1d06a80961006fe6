"""How one product writes SDP: which lines, in which order, as data of a profile or a server.

A layout is made of templates. A line whose fact is absent is left out: `a=rtcp:{rtcp}` without a port, `a={one way}` in a
stream that goes both ways. A line that is one of `BLOCKS` stands for the lines of several codecs.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from voiplab.sdp.codec import Codec
from voiplab.sdp.description import Description, Refused, Slot, Stream
from voiplab.sdp.direction import Direction
from voiplab.sip.value import value

Templates = tuple[str, ...]
Facts = Mapping[str, object]

BLOCKS: Final[Mapping[str, Callable[[Sequence[Codec]], Sequence[Codec]]]] = {
    "{codecs}": lambda codecs: codecs,
    "{first codec}": lambda codecs: codecs[:1],
    "{other codecs}": lambda codecs: codecs[1:],
    "{speech}": lambda codecs: [codec for codec in codecs if codec.is_speech],
    "{events}": lambda codecs: [codec for codec in codecs if not codec.is_speech],
}

_NAME = re.compile(r"\{([^{}]*)\}")
_OF_SESSION: Final = frozenset({"user", "id", "version", "family", "address", "origin family", "origin"})
_OF_STREAM: Final = _OF_SESSION | {"media", "rtcp", "ptime", "direction", "sendrecv", "one way", "ssrc", "cname"}
_OF_CODEC: Final = frozenset({"payload", "encoding", "fmtp"})


@value(frozen=True, slots=True)
class SdpLayout:
    """`session` are the lines before the media; `offer` and `answer` those of one stream.

    Facts of the session: `user`, `id`, `version`, `family` and `address` (of c=), `origin family` and `origin` (of o=).
    Facts of a stream: `media` (what follows m=), `rtcp`, `ptime`, `direction`, `sendrecv` (only when it is), `one way` (only
    when it is not), `ssrc`, `cname`. Facts of a codec: `payload`, `encoding`, `fmtp`.
    """

    session: Templates
    offer: Templates
    answer: Templates = ()
    """As `offer` when empty."""
    refused: Templates = ("m={media}",)
    codec: Templates = ("a=rtpmap:{payload} {encoding}", "a=fmtp:{payload} {fmtp}")
    static: Templates = ()
    """Of codecs whose number needs no rtpmap; as `codec` when empty."""

    def __post_init__(self) -> None:
        _check(self.session, _OF_SESSION)
        for templates in (self.offer, self.answer, self.refused):
            _check([line for line in templates if line not in BLOCKS], _OF_STREAM)
        for templates in (self.codec, self.static):
            _check(templates, _OF_CODEC)

    def write_offer(self, description: Description) -> bytes:
        return self._write(description, self.offer)

    def write_answer(self, description: Description) -> bytes:
        return self._write(description, self.answer or self.offer)

    def _write(self, description: Description, stream: Templates) -> bytes:
        facts = _facts_of_session(description)
        lines = list(_filled(self.session, facts))
        for slot in description.streams:
            lines.extend(self._slot(slot, stream, facts))
        return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")

    def _slot(self, slot: Slot, templates: Templates, facts: Facts) -> Iterator[str]:
        match slot:
            case Refused():
                yield from _filled(self.refused, {**facts, "media": _heading(slot)})
            case Stream():
                known = {**facts, **_facts_of_stream(slot)}
                for template in templates:
                    if template in BLOCKS:
                        for codec in BLOCKS[template](slot.codecs):
                            yield from self._codec(codec)
                    else:
                        yield from _filled((template,), known)

    def _codec(self, codec: Codec) -> Iterator[str]:
        templates = self.codec if codec.is_dynamic else self.static or self.codec
        return _filled(templates, {"payload": codec.payload, "encoding": codec.encoding, "fmtp": codec.fmtp})


def _check(templates: Sequence[str], known: frozenset[str]) -> None:
    for template in templates:
        for name in _NAME.findall(template):
            if name not in known:
                raise ValueError(f"{template!r}: {{{name}}} is none of {', '.join(sorted(known))}")


def _filled(templates: Sequence[str], facts: Facts) -> Iterator[str]:
    for template in templates:
        if all(facts.get(name) is not None for name in _NAME.findall(template)):
            yield _NAME.sub(lambda found: str(facts[found[1]]), template)


def _facts_of_session(description: Description) -> Facts:
    return {
        "user": description.user,
        "id": description.session_id,
        "version": description.version,
        "family": _family(description.address),
        "address": description.address,
        "origin family": _family(description.origin_address),
        "origin": description.origin_address,
    }


def _facts_of_stream(stream: Stream) -> Facts:
    both_ways = stream.direction is Direction.SENDRECV
    return {
        "media": _heading(stream),
        "rtcp": stream.rtcp,
        "ptime": stream.ptime,
        "direction": stream.direction.value,
        "sendrecv": stream.direction.value if both_ways else None,
        "one way": None if both_ways else stream.direction.value,
        "ssrc": stream.ssrc,
        "cname": stream.cname,
    }


def _heading(slot: Slot) -> str:
    return " ".join((slot.kind, str(slot.port), slot.proto, *slot.formats))


def _family(address: str) -> str:
    return "IP6" if ":" in address else "IP4"
