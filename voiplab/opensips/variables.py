"""`$ru`, `$avp(x)[*]`, `$(ru{uri.param,gr})`, and texts with such in them: read and checked against the tables.

Script manual 3.2, "Core variables" and "Transformations". A text that is a format has its variables where they are written;
`$$` is a dollar sign.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from voiplab.opensips.log import LogLine, error
from voiplab.opensips.pseudo_variables import PSEUDO_VARIABLES, Argument, PseudoVariable
from voiplab.opensips.transformations import needed_arguments

DEEPEST: Final = 8
"""Variables inside of variables."""

_NAME: Final = re.compile(r"[A-Za-z0-9_.?]*")
_NUMBER: Final = re.compile(r"[ \t]*(-?[0-9]{1,9})[ \t]*")


class Every(Enum):
    """The index [*]: all values, separated by commas where they become a text."""

    EVERY = "*"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Transformation:
    """`{uri.param,gr}`: group `uri`, name `param`, arguments `("gr",)`; an argument may be a variable."""

    group: str
    name: str
    arguments: "Sequence[str | Reference]"

    def __str__(self) -> str:
        return f"{self.group}.{self.name}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A variable as it is written. Without index it is None, which is the first value or the last, as the variable has it."""

    text: str
    variable: PseudoVariable
    argument: "Format | None"
    index: "int | Every | Reference | None"
    transformations: Sequence[Transformation]

    @property
    def name(self) -> str:
        return self.variable.name


Format = tuple[str | Reference, ...]
"""A text and the variables in it, in order."""


class BadVariable(Exception):
    """The server does not know it: its log lines, the innermost reason first."""

    def __init__(self, *log: LogLine) -> None:
        super().__init__(log[0].text)
        self.log = log


@lru_cache(maxsize=4096)
def parse_variable(text: str, loaded: frozenset[str]) -> Reference:
    """All of the text is one variable, of the core or of one of the loaded modules. Raises `BadVariable`."""
    reader = _Reader(text, loaded)
    reference = reader.reference(0)
    if reader.at != len(text):
        raise BadVariable(error("core:pv_parse_spec", f'bad pvar name "{text}"!'))
    return reference


@lru_cache(maxsize=4096)
def parse_format(text: str, loaded: frozenset[str]) -> Format:
    """A text with variables in it. Raises `BadVariable`."""
    return _Reader(text, loaded).format(0)


def references(format_: Format) -> Iterator[Reference]:
    return (part for part in format_ if isinstance(part, Reference))


class _Reader:
    def __init__(self, text: str, loaded: frozenset[str]) -> None:
        self.text = text
        self.loaded = loaded
        self.at = 0

    def format(self, depth: int) -> Format:
        parts: list[str | Reference] = []
        while self.at < len(self.text):
            dollar = self.text.find("$", self.at)
            if dollar < 0:
                dollar = len(self.text)
            if dollar > self.at:
                parts.append(self.text[self.at : dollar])
            self.at = dollar
            if self.text.startswith("$$", dollar):
                parts.append("$")
                self.at += 2
            elif dollar < len(self.text):
                parts.append(self.inside(depth))
        return tuple(parts)

    def inside(self, depth: int) -> Reference:
        try:
            return self.reference(depth)
        except BadVariable as bad:
            raise BadVariable(*bad.log, error("core:pv_parse_format", "parsing PV spec failed")) from bad

    def reference(self, depth: int) -> Reference:
        if depth > DEEPEST:
            raise BadVariable(error("core:pv_parse_spec", f"more than {DEEPEST} variables inside of each other"))
        begin = self.at
        self.at += 1
        if not self.text.startswith("(", self.at):
            return self.named(begin, depth, transformed=False)
        self.at += 1
        reference = self.named(begin, depth, transformed=True)
        self.expect(")", begin)
        return self.over(reference, begin)

    def named(self, begin: int, depth: int, transformed: bool) -> Reference:
        variable = self.variable(begin)
        argument = self.argument(variable, begin, depth)
        index = self.index(begin, depth)
        steps = tuple(self.transformations(begin, depth)) if transformed else ()
        return self.over(Reference("", variable, argument, index, steps), begin)

    def over(self, reference: Reference, begin: int) -> Reference:
        text = self.text[begin : self.at]
        return Reference(text, reference.variable, reference.argument, reference.index, reference.transformations)

    def variable(self, begin: int) -> PseudoVariable:
        name = _NAME.match(self.text, self.at)
        assert name is not None  # it may be empty
        # A dot may be the end of a sentence, or part of a name such as b2b_logic.key.
        written = name[0] if name[0] in PSEUDO_VARIABLES else name[0].rstrip(".?")
        self.at += len(written)
        found = PSEUDO_VARIABLES.get(written)
        if found is None or found.module not in self.loaded:
            unknown = f"unknown script var ${written}(), maybe a 'loadmodule' statement is missing?"
            raise BadVariable(error("core:pv_parse_spec", unknown), self.wrong_character(begin))
        return found

    def argument(self, variable: PseudoVariable, begin: int, depth: int) -> Format | None:
        if not self.text.startswith("(", self.at) or variable.argument is Argument.NONE:
            if variable.argument is Argument.NEEDED:
                raise BadVariable(
                    error("core:pv_parse_spec", f"no name for ${variable.name}"), self.wrong_character(begin)
                )
            return None
        end = self.closing(self.at, begin)
        inner = _Reader(self.text[self.at + 1 : end], self.loaded).format(depth + 1)
        self.at = end + 1
        return inner

    def index(self, begin: int, depth: int) -> "int | Every | Reference | None":
        end = self.text.find("]", self.at) if self.text.startswith("[", self.at) else -1
        if end < 0:
            return None
        written = self.text[self.at + 1 : end]
        self.at = end + 1
        if written.strip() == "*":
            return Every.EVERY
        if number := _NUMBER.fullmatch(written):
            return int(number[1])
        if written.startswith("$"):
            reader = _Reader(written, self.loaded)
            reference = reader.reference(depth + 1)
            if reader.at == len(written):
                return reference
        raise BadVariable(error("core:pv_parse_index", f"invalid index [{written}]"), self.wrong_character(begin))

    def transformations(self, begin: int, depth: int) -> Iterator[Transformation]:
        while self.text.startswith("{", self.at):
            end = self.braces(begin)
            yield self.transformation(self.text[self.at + 1 : end], depth)
            self.at = end + 1

    def transformation(self, written: str, depth: int) -> Transformation:
        name, *arguments = _split(written)
        group, _, step = name.strip().partition(".")
        needed = needed_arguments(group, step)
        if needed is None or len(arguments) < needed:
            says = f"unknown transformation: {written}/{group}/{len(written)}!"
            raise BadVariable(error("core:parse_transformation", says))
        return Transformation(group, step, tuple(self.step_argument(one, depth) for one in arguments))

    def step_argument(self, written: str, depth: int) -> "str | Reference":
        if written.startswith("$"):
            reader = _Reader(written, self.loaded)
            reference = reader.reference(depth + 1)
            if reader.at == len(written):
                return reference
        return written

    def closing(self, at: int, begin: int) -> int:
        """Where the bracket stands that closes the one at `at`."""
        depth = 0
        for end in range(at, len(self.text)):
            depth += (self.text[end] == "(") - (self.text[end] == ")")
            if not depth:
                return end
        self.at = len(self.text)
        raise BadVariable(self.wrong_character(begin))

    def braces(self, begin: int) -> int:
        depth = 0
        for end in range(self.at, len(self.text)):
            depth += (self.text[end] == "{") - (self.text[end] == "}")
            if not depth:
                return end
        self.at = len(self.text)
        raise BadVariable(self.wrong_character(begin))

    def expect(self, sign: str, begin: int) -> None:
        if not self.text.startswith(sign, self.at):
            raise BadVariable(self.wrong_character(begin))
        self.at += 1

    def wrong_character(self, begin: int) -> LogLine:
        at = self.at + self.text.startswith("(", self.at)
        letter = self.text[at : at + 1] or "\0"
        return error("core:pv_parse_spec", f"wrong char [{letter}/{ord(letter)}] in [{self.text[begin:]}]")


def _split(written: str) -> Sequence[str]:
    """At commas, but not at those of a variable; all that follows `re.subst,` is one argument."""
    if written.lstrip().startswith("re."):
        return written.split(",", 1)
    parts, depth, begin = [], 0, 0
    for at, letter in enumerate(written):
        depth += (letter in "({") - (letter in ")}")
        if letter == "," and not depth:
            parts.append(written[begin:at])
            begin = at + 1
    return [*parts, written[begin:]]
