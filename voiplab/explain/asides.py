"""What a ladder tells beside the messages, each at one node: what people do, timers that mattered, and what people hear."""

from collections.abc import Mapping
from typing import Final

from voiplab.sim.moment import Moment
from voiplab.sip.value import value


@value(frozen=True, slots=True)
class Aside:
    """What happens at one node, beside the messages. `goes_with`: the number of the one that it belongs to, if any."""

    at: Moment
    node: str
    text: str
    goes_with: int | None = None

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.node,)


class Act(Aside):
    """Somebody pressed a key, typed a command, pulled a cable."""

    __slots__ = ()


class Fired(Aside):
    """A timer, in its own words, that did more than to clean up or to repeat a message."""

    __slots__ = ()


class Hears(Aside):
    """From now on somebody at this node hears something else."""

    __slots__ = ()


def words(happening: Aside) -> str:
    return f"hears {happening.text}" if isinstance(happening, Hears) else happening.text


SOUNDS: Final[Mapping[str, str]] = {
    "tone": "{} tone",
    "voice": "{}",
    "prompt": "prompt {}",
    "digit": "digit {}",
}


def heard(content: str) -> str:
    """`voice:bob` is bob, `tone:ringback` the ringback tone, `silence` silence."""
    kind, _, rest = content.partition(":")
    return SOUNDS.get(kind, kind + " {}").format(rest).strip() if rest else kind


def timer_words(timer: str) -> str:
    """`B: no response to INVITE: give up` -> `timer B: no ...`; a timer without a letter says what it does."""
    name, _, does = timer.partition(": ")
    if not does:
        return f"timer {name}"
    return f"timer {name}: {does}" if len(name) == 1 else does
