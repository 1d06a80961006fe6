"""The styles of what a ladder draws: one component class per role, so that each theme's style sheet gives the colours.

What it is, the drawing says without them: arrows, words and marks differ.
"""

from typing import Final

from rich.style import Style
from textual.widget import Widget

from voiplab.explain.canvas import Role

ROLE_CLASSES: Final = frozenset(f"role--{role.name.lower()}" for role in Role)
"""Among the COMPONENT_CLASSES of whoever draws spans."""


def style_of(widget: Widget, role: Role) -> Style:
    return widget.get_component_rich_style(f"role--{role.name.lower()}", partial=True)
