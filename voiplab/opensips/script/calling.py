"""A call of a function: its arguments as the function takes them, its return code."""

from voiplab.opensips.modules.shape import FunctionParameter, Takes
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.looking import look, written
from voiplab.opensips.script.transforming import whole
from voiplab.opensips.script.value import Value
from voiplab.opensips.tree import Argument, Call, Number, Text, Variable
from voiplab.opensips.variables import Reference, parse_format


def call(context: Context, node: Call) -> int:
    server = context.server
    parameters = server.configuration.function(node.module, node.name).parameters
    pairs = zip(parameters, node.arguments, strict=False)
    values = [_value(context, parameter, argument) for parameter, argument in pairs]
    return server.functions[node.module, node.name](context, Arguments(values))


def _value(context: Context, parameter: FunctionParameter, argument: Argument | None) -> Value | Reference:
    match argument:
        case None:
            return None
        case Number(value=number):
            return number
        case Variable(reference=reference):
            if parameter.takes is Takes.VARIABLE:
                return reference
            value = look(context, reference)
            if parameter.takes is Takes.INTEGER and isinstance(value, str):
                return whole(value)
            return value
        case Text(text=text):
            # A pattern may end in a dollar sign.
            if "$" not in text or (parameter.takes is Takes.PATTERN and "$" not in text.rstrip("$")):
                return context.allowance.write(context.place, text)
            return written(context, parse_format(text, context.server.configuration.module_names))
