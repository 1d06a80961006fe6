"""The variables that a part of a script uses: those that are written plainly, and those inside of texts that are formats."""

from collections.abc import Iterator

from voiplab.opensips.tree import (
    Assignment,
    Binary,
    Call,
    Comparison,
    Complement,
    ForEach,
    Null,
    Operand,
    Return,
    RouteCall,
    Switch,
    Text,
    Truth,
    Variable,
)
from voiplab.opensips.variables import BadVariable, Format, Reference, parse_format, references
from voiplab.opensips.walk import Part
from voiplab.text.place import Place

Use = tuple[Place, Reference]


def used_variables(part: Part, loaded: frozenset[str]) -> Iterator[Use]:
    """Those of this part alone: what is inside of it, a walk meets by itself."""
    match part:
        case Call(arguments=arguments) | RouteCall(arguments=arguments):
            for argument in arguments:
                yield from _operand(argument, loaded)
        case Assignment(target=target, value=value):
            yield from _operand(target, loaded)
            yield from _operand(value, loaded)
        case Comparison(operator=operator, left=left, right=right):
            yield from _operand(left, loaded)
            # The right side of =~ is a pattern and no format.
            if not (operator in ("=~", "!~") and isinstance(right, Text)):
                yield from _operand(right, loaded)
        case Truth(operand=operand):
            yield from _operand(operand, loaded)
        case Switch(on=on):
            yield from _operand(on, loaded)
        case ForEach(variable=variable, over=over):
            yield from _operand(variable, loaded)
            yield from _operand(over, loaded)
        case Return(value=value):
            yield from _operand(value if isinstance(value, Variable) else None, loaded)
        case _:
            return


def _operand(operand: Operand | Null | None, loaded: frozenset[str]) -> Iterator[Use]:
    match operand:
        case Variable(place, reference):
            yield from _reference(place, reference)
        case Text(place, text) if "$" in text:
            try:
                format_ = parse_format(text, loaded)
            except BadVariable:
                return  # whoever expects a format there has refused it
            yield from _format(place, format_)
        case Binary(left=left, right=right):
            yield from _operand(left, loaded)
            yield from _operand(right, loaded)
        case Complement(operand=inner):
            yield from _operand(inner, loaded)
        case _:
            return


def _format(place: Place, format_: Format | None) -> Iterator[Use]:
    for reference in references(format_ or ()):
        yield from _reference(place, reference)


def _reference(place: Place, reference: Reference) -> Iterator[Use]:
    yield place, reference
    yield from _format(place, reference.argument)
    if isinstance(reference.index, Reference):
        yield from _reference(place, reference.index)
    for step in reference.transformations:
        for argument in step.arguments:
            if isinstance(argument, Reference):
                yield from _reference(place, argument)
