"""A message as its author means it: the headers that the protocol needs, in no order. A product's `Layout` writes it down."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Draft:
    """Start line, fields and body of a message to be written.

    `fields` are (canonical name, value). `origins` names, per canonical name, the event (a setting, a line of a
    dialplan) that made the header. `situation` is for products whose order depends on more than method and status: `again`.
    """

    start: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    origins: dict[str, int] = field(default_factory=dict)
    situation: str = ""

    @property
    def method(self) -> str:
        """The method, of a response that of its CSeq."""
        if not self.start.startswith("SIP/2.0 "):
            return self.start.partition(" ")[0]
        words = self.value("CSeq").split()
        return words[-1] if words else ""

    @property
    def status(self) -> int | None:
        return int(self.start[8:11]) if self.start.startswith("SIP/2.0 ") else None

    def add(self, name: str, value: str, origin: int | None = None) -> None:
        self.fields.append((name, value))
        if origin is not None:
            self.origins[name] = origin

    def set(self, name: str, value: str, origin: int | None = None) -> None:
        """Replace all fields of that name by one."""
        self.fields = [pair for pair in self.fields if pair[0] != name]
        self.add(name, value, origin)

    def remove(self, name: str) -> None:
        self.fields = [pair for pair in self.fields if pair[0] != name]

    def has(self, name: str) -> bool:
        return any(pair[0] == name for pair in self.fields)

    def value(self, name: str) -> str:
        """The first value of that name; KeyError when there is none."""
        for known, value in self.fields:
            if known == name:
                return value
        raise KeyError(name)
