"""From a variable as it is written to its value: index and transformations included; and texts with variables in them."""

from collections.abc import Sequence

from voiplab.opensips.script.allowance import PORTION
from voiplab.opensips.script.context import Context
from voiplab.opensips.script.reading import VALUES
from voiplab.opensips.script.transforming import transformed, whole
from voiplab.opensips.script.value import Value, shown
from voiplab.opensips.variables import Every, Format, Reference


def look(context: Context, reference: Reference) -> Value:
    value = _untransformed(context, reference)
    for step in reference.transformations:
        arguments = [one if isinstance(one, str) else shown(look(context, one)) for one in step.arguments]
        value = transformed(value, step.group, step.name, arguments, context.place, context.allowance.patience)
    return value


def written(context: Context, format_: Format) -> str:
    text = "".join([part if isinstance(part, str) else shown(look(context, part)) for part in format_])
    return context.allowance.write(context.place, text)


def argument_of(context: Context, reference: Reference) -> str:
    """What stands in the brackets of a variable; empty without any."""
    return "" if reference.argument is None else written(context, reference.argument)


def index_of(context: Context, reference: Reference) -> int | Every | None:
    index = reference.index
    if not isinstance(index, Reference):
        return index
    value = look(context, index)
    return value if isinstance(value, int) else whole(value or "") or 0


def _untransformed(context: Context, reference: Reference) -> Value:
    name = reference.name
    several = VALUES.get(name)
    if several is not None:
        values = several(context, argument_of(context, reference))
        context.allowance.spend(context.place, len(values) // PORTION)
        return _chosen(values, index_of(context, reference))
    server = context.server
    reader = server.readers.get(name)
    if reader is not None and (reference.argument is None or name not in server.readers_of):
        return reader(context)
    return server.readers_of[name](context, argument_of(context, reference))


def _chosen(values: Sequence[Value], index: int | Every | None) -> Value:
    if isinstance(index, Every):
        return ",".join(shown(value) for value in values) if values else None
    place = index or 0
    return values[place] if -len(values) <= place < len(values) else None
