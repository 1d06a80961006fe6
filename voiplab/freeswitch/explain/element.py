"""What can be said of any element: of its name where it stands, and of its attributes."""

from collections.abc import Iterator, Sequence

from voiplab.freeswitch.tree import Node
from voiplab.text.nearest import did_you_mean
from voiplab.text.remark import Effect, Remark


def unknown_children(node: Node, known: Sequence[str]) -> Iterator[Remark]:
    """The server looks for children by name, with their case, and never sees any other."""
    for child in node.children:
        if child.name not in known:
            hint = did_you_mean(child.name, known)
            yield ignored(child, f"<{child.name}> inside of <{node.name}> is read by nobody{hint}")


def unknown_attributes(node: Node, known: Sequence[str]) -> Iterator[Remark]:
    """An attribute that nobody reads. One with an odd sign in it comes from quotes that are no quotes for the server."""
    for name in node.attributes:
        if name in known:
            continue
        if not name.isascii() or not name[:1].isalpha():
            says = f"{name} is taken for the name of an attribute: quotes are \" and ' only, and what has none is empty"
        else:
            says = f"the attribute {name} of <{node.name}> is read by nobody{did_you_mean(name, known)}"
        yield ignored(node, says)


def in_force(node: Node, says: str) -> Remark:
    return Remark(node.place, Effect.IN_FORCE, says)


def ignored(node: Node, says: str) -> Remark:
    return Remark(node.place, Effect.IGNORED_THERE, says)


def no_effect(node: Node, says: str) -> Remark:
    return Remark(node.place, Effect.NO_EFFECT_HERE, says)


def not_simulated(node: Node, says: str) -> Remark:
    return Remark(node.place, Effect.NOT_SIMULATED, says)


def error(node: Node, says: str) -> Remark:
    return Remark(node.place, Effect.ERROR, says)
