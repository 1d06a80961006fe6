"""Everything that can be done now, by its name, with its key: what ctrl+p finds."""

from collections.abc import Iterable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen


def commands(screen: Screen[object]) -> Iterable[SystemCommand]:
    """One for each binding that is active where the keyboard is; then what the screen can, and a pane has the key of."""
    seen: dict[str, None] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        says = _says(binding)
        if not says or binding.system or says in seen:
            continue
        seen[says] = None
        run = partial(screen.app.run_action, binding.action, active.node)
        yield SystemCommand(says, f"key: {screen.app.get_key_display(binding)}", run)
    for binding in _of_the_screen(screen):
        says = _says(binding)
        if says not in seen:
            seen[says] = None
            yield SystemCommand(
                says, "its key is another one's here", partial(screen.app.run_action, binding.action, screen)
            )


def _of_the_screen(screen: Screen[object]) -> Iterator[Binding]:
    for binding in type(screen).BINDINGS:
        if isinstance(binding, Binding) and binding.id and screen.check_action(binding.action.partition("(")[0], ()):
            yield binding


def _says(binding: Binding) -> str:
    return binding.tooltip or binding.description
