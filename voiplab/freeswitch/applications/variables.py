"""set, unset, multiset, export: mod_dptools, variables of the channel and of those that it calls."""

from typing import Final

from voiplab.freeswitch.applications.steps import Export, SetVariable, Steps

NOLOCAL: Final = "nolocal:"
"""An exported variable of that name is for the other legs only."""
EXPORTS: Final = "export_vars"
"""The variable that lists what was exported."""


def set_(data: str) -> Steps:
    """set <name>=<value>; without a value it is taken away."""
    name, _, value = data.partition("=")
    yield SetVariable(name, value or None)


def unset(data: str) -> Steps:
    yield SetVariable(data, None)


def multiset(data: str) -> Steps:
    """multiset [^^<delimiter>]<name>=<value> <name>=<value> ..."""
    delimiter = " "
    if data.startswith("^^") and len(data) > 2:
        delimiter, data = data[2], data[3:]
    for pair in data.split(delimiter):
        if pair:
            yield from set_(pair)


def export(data: str) -> Steps:
    """export [nolocal:]<name>=<value>"""
    name, _, value = data.partition("=")
    yield Export(name.removeprefix(NOLOCAL), value, name.startswith(NOLOCAL))
