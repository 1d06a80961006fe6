"""A link is made worse, or better: `link office delay 50ms jitter 10ms loss 5%`, or in one direction, `link office in loss 5%`.

`out` is from the host to its network. What is not named stays as it is; `link office mended` takes all of it away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final, NamedTuple

from voiplab.lab.span import duration, duration_text, share, share_text
from voiplab.net.impairment import PERFECT, Impairment
from voiplab.net.topology import Topology
from voiplab.sim.moment import Duration, seconds
from voiplab.sip.value import value
from voiplab.text.nearest import did_you_mean

LINK: Final = "link"
MENDED: Final = "mended"
EXAMPLE: Final = "link office delay 50ms jitter 10ms loss 5%"
LONGEST: Final = seconds(60)
"""Of a delay or a jitter."""


class Way(Enum):
    OUT = "out"
    IN = "in"
    BOTH = ""

    __hash__ = object.__hash__


class Trouble(NamedTuple):
    """What a link can do to packets: a time or a share of them."""

    read: Callable[[str], int]
    write: Callable[[int], str]
    says: str


def _time(text: str) -> Duration:
    time = duration(text)
    if time > LONGEST:
        raise ValueError(f"`{text}` is too long; a link takes {duration_text(LONGEST)} at most")
    return time


TROUBLES: Final[Mapping[str, Trouble]] = {
    "delay": Trouble(_time, duration_text, "so long it takes"),
    "jitter": Trouble(_time, duration_text, "up to so much longer"),
    "loss": Trouble(share, share_text, "so many never arrive"),
    "duplication": Trouble(share, share_text, "so many arrive twice"),
    "reorder": Trouble(share, share_text, "so many are 10 ms late"),
}
"""By the names that they have in a topology, and as fields of an `Impairment`."""


@value(frozen=True, slots=False)
class Impair:
    """`troubles`: what changes, in the order of TROUBLES; with `mended` from a link that does nothing to packets."""

    network: str
    way: Way = Way.BOTH
    troubles: tuple[tuple[str, int], ...] = ()
    mended: bool = False

    def __str__(self) -> str:
        words = [LINK, self.network, self.way.value, MENDED if self.mended else ""]
        words += [f"{name} {TROUBLES[name].write(amount)}" for name, amount in self.troubles]
        return " ".join(filter(None, words))

    def applied(self, before: Impairment) -> Impairment:
        return replace(PERFECT if self.mended else before, **dict(self.troubles))

    @property
    def is_out(self) -> bool:
        return self.way is not Way.IN

    @property
    def is_in(self) -> bool:
        return self.way is not Way.OUT


def parse_impair(text: str) -> Impair:
    """ValueError, with a sentence."""
    _, *words = text.split()
    if not words:
        raise ValueError(f"a network and what its link does are expected: {EXAMPLE}")
    network, *words = words
    way = Way(words.pop(0)) if words and words[0] in (Way.OUT.value, Way.IN.value) else Way.BOTH
    mended = bool(words) and words[0] == MENDED
    troubles = _troubles(words[1:] if mended else words)
    if not troubles and not mended:
        raise ValueError(f"what the link does is expected, or `{MENDED}`: {EXAMPLE}")
    return Impair(network, way, tuple((name, troubles[name]) for name in TROUBLES if name in troubles), mended)


def no_link(topology: Topology, host: str, network: str) -> str:
    """Why there is none, in a sentence."""
    networks = [end.network for end in topology.hosts[host]]
    guess = did_you_mean(network, networks) or f"; it is linked to {', '.join(networks)}"
    return f"{host} has no link to {network}{guess}"


def _troubles(words: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for place in range(0, len(words), 2):
        name = words[place]
        if name not in TROUBLES:
            guess = did_you_mean(name, TROUBLES) or f"; there are {', '.join(TROUBLES)}"
            raise ValueError(f"a link knows no {name}{guess}")
        if place + 1 == len(words):
            raise ValueError(f"how much {name} is expected behind it: {EXAMPLE}")
        if name in found:
            raise ValueError(f"{name} stands there twice")
        found[name] = TROUBLES[name].read(words[place + 1])
    return found
