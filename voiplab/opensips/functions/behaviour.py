"""What a module of OpenSIPS does here: its functions, its variables to read and to write, what it does of its own accord."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiplab.opensips.received import Received
from voiplab.opensips.script.assigning import Writer
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.reading import Reader, ReaderOf

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

Function = Callable[[Context, Arguments], int]
"""Positive is true, negative is false, 0 ends the script."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    functions: Mapping[str, Function] = field(default_factory=dict)
    readers: Mapping[str, Reader] = field(default_factory=dict)
    readers_of: Mapping[str, ReaderOf] = field(default_factory=dict)
    writers: Mapping[str, Writer] = field(default_factory=dict)
    start: "Callable[[Server], None] | None" = None
    """What it does when the server starts."""
    absorbs: "Callable[[Server, Received], bool] | None" = None
    """Whether a reply is for it alone: the script does not see it then."""
    takes: "Callable[[Server, Received], bool] | None" = None
    """Whether a request is for it alone."""
    routed: Callable[[Context], None] | None = None
    """What it does of its own accord with a request that loose_route() has found to be inside of a dialog."""
