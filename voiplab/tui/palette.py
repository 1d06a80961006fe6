"""Everything that can be done now, by its name, with its key: what ctrl+p finds."""

from collections.abc import Iterable
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen


def commands(screen: Screen[object]) -> Iterable[SystemCommand]:
    """One for each binding that is active where the keyboard is."""
    seen: dict[str, None] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        says = binding.tooltip or binding.description
        if not says or binding.system or says in seen:
            continue
        seen[says] = None
        run = partial(screen.app.run_action, binding.action, active.node)
        yield SystemCommand(says, f"key: {screen.app.get_key_display(binding)}", run)
