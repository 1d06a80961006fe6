"""Media as flows: who sends what to whom from now on.

The first packet of a flow, and the first after each change of path, travels as a packet; the others are described.
"""

from typing import NamedTuple


class Flow(NamedTuple):
    """`content` is what is said: `voice:alice`, `tone:ringback`, `prompt:welcome`, `music`, `echo`, `digit:5`, `silence`."""

    codec: str
    payload: int
    ssrc: int
    content: str
    ptime: int = 20  # ms

    @property
    def digit(self) -> str | None:
        """The key that is pressed, if this is a key press."""
        kind, _, digit = self.content.partition(":")
        return digit if kind == "digit" else None
