"""The tree of a FreeSWITCH configuration: every node knows where the student wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from voiplab.text.place import Place


@dataclass(slots=True, eq=False)
class Node:
    """An element. Of attributes that are written twice the first one counts; `text` is all its character content, and `offset`
    where the element stands in that of its parent."""

    name: str
    place: Place
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text: str = ""
    offset: int = 0

    def get(self, attribute: str) -> str:
        """An attribute; the server reads a missing one as an empty text almost everywhere."""
        return self.attributes.get(attribute, "")

    def all(self, name: str) -> Iterator["Node"]:
        """The children of that name, in file order. Names are compared with their case."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        return next(self.all(name), None)

    def find(self, name: str, attribute: str, value: str) -> "Node | None":
        """The first child of that name whose attribute has that value, in any case: how the server finds everything."""
        wanted = value.casefold()
        return next((child for child in self.all(name) if child.get(attribute).casefold() == wanted), None)

    def below(self, path: Sequence[str]) -> Iterator["Node"]:
        """All nodes at the end of a path of names: `below(["groups", "group", "users", "user"])`."""
        nodes: list[Node] = [self]
        for name in path:
            nodes = [child for node in nodes for child in node.all(name)]
        return iter(nodes)

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))
