"""What a module of OpenSIPS does here: its functions, and its variables to read and to write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voiplab.opensips.script.assigning import Writer
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.reading import Reader, ReaderOf

Function = Callable[[Context, Arguments], int]
"""Positive is true, negative is false, 0 ends the script."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    functions: Mapping[str, Function] = field(default_factory=dict)
    readers: Mapping[str, Reader] = field(default_factory=dict)
    readers_of: Mapping[str, ReaderOf] = field(default_factory=dict)
    writers: Mapping[str, Writer] = field(default_factory=dict)
