"""The tree of a script: frozen nodes, each with the place where the learner wrote it.

Anything that stands for a value is an `Operand`, anything that can be true a `Condition`, anything that is done a
`Statement`. A call may be any of the three, and so may an assignment be two; which module a call belongs to is decided when it
is read, as the server does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voiplab.opensips.route_kind import RouteKind
from voiplab.opensips.variables import Reference
from voiplab.text.place import Place

# --- values ---


@dataclass(frozen=True, slots=True)
class Text:
    """`text` is what the escapes stand for. Where a format is expected, `variables.parse_format` finds the variables in it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    place: Place
    value: int


@dataclass(frozen=True, slots=True)
class Null:
    place: Place


@dataclass(frozen=True, slots=True)
class Variable:
    place: Place
    reference: Reference


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * / % & | ^ << >>`; of texts only +, which joins them."""

    place: Place
    operator: str
    left: "Operand"
    right: "Operand"


@dataclass(frozen=True, slots=True)
class Complement:
    """`~`"""

    place: Place
    operand: "Operand"


@dataclass(frozen=True, slots=True)
class Call:
    """`arguments` has None where one is left out. `module` is `core` or the module that offers the function."""

    place: Place
    name: str
    arguments: "Sequence[Argument | None]"
    module: str


Argument = Text | Number | Variable
Operand = Text | Number | Variable | Binary | Complement | Call


# --- conditions ---


@dataclass(frozen=True, slots=True)
class Comparison:
    """`== != < > <= >= =~ !~`; the operator =~ takes a POSIX extended regular expression on its right."""

    place: Place
    operator: str
    left: Operand
    right: Operand | Null


@dataclass(frozen=True, slots=True)
class Truth:
    """`[ ... ]`, and a bare number or variable: true when it is not 0 and not NULL."""

    place: Place
    operand: Operand


@dataclass(frozen=True, slots=True)
class Both:
    place: Place
    left: "Condition"
    right: "Condition"


@dataclass(frozen=True, slots=True)
class Either:
    place: Place
    left: "Condition"
    right: "Condition"


@dataclass(frozen=True, slots=True)
class Not:
    place: Place
    condition: "Condition"


# --- statements ---


@dataclass(frozen=True, slots=True)
class Assignment:
    """`operator` is one of = := += -= *= /= %= &= |= ^= ~= <<= >>=."""

    place: Place
    target: Variable
    operator: str
    value: Operand | Null


@dataclass(frozen=True, slots=True)
class RouteCall:
    place: Place
    name: str
    arguments: Sequence[Argument]


@dataclass(frozen=True, slots=True)
class If:
    place: Place
    condition: "Condition"
    then: "Sequence[Statement]"
    otherwise: "Sequence[Statement]"
    """`else if` is an If that stands here alone."""


@dataclass(frozen=True, slots=True)
class While:
    place: Place
    condition: "Condition"
    body: "Sequence[Statement]"


@dataclass(frozen=True, slots=True)
class ForEach:
    place: Place
    variable: Variable
    over: Variable
    body: "Sequence[Statement]"


@dataclass(frozen=True, slots=True)
class Case:
    """Without `break` at its end the next case follows."""

    place: Place
    value: Text | Number
    body: "Sequence[Statement]"


@dataclass(frozen=True, slots=True)
class Switch:
    place: Place
    on: Variable
    cases: Sequence[Case]
    default: "Sequence[Statement]"


@dataclass(frozen=True, slots=True)
class Exit:
    place: Place


@dataclass(frozen=True, slots=True)
class Drop:
    place: Place


@dataclass(frozen=True, slots=True)
class Break:
    place: Place


@dataclass(frozen=True, slots=True)
class Return:
    """Without a value it returns 1."""

    place: Place
    value: Number | Variable | None


@dataclass(frozen=True, slots=True)
class Assert:
    place: Place
    condition: "Condition"
    says: str


@dataclass(frozen=True, slots=True)
class Async:
    place: Place
    call: Call
    resume: str
    timeout: int


@dataclass(frozen=True, slots=True)
class Launch:
    place: Place
    call: Call
    report: str | None


Condition = Comparison | Truth | Both | Either | Not | Call | Assignment | RouteCall
Statement = (
    Call
    | Assignment
    | RouteCall
    | If
    | While
    | ForEach
    | Switch
    | Exit
    | Drop
    | Break
    | Return
    | Assert
    | Async
    | Launch
)


# --- the file ---


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is None for `route`, `onreply_route` and others without brackets. `every` is for timer routes: seconds."""

    place: Place
    kind: RouteKind
    name: str | None
    body: Sequence[Statement]
    every: int | None = None

    def __str__(self) -> str:
        return self.kind.value if self.name is None else f"{self.kind.value}[{self.name}]"


@dataclass(frozen=True, slots=True)
class GlobalParameter:
    place: Place
    name: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`udp:127.0.0.10:5060`; a part that is not written is None, and * stands for all."""

    protocol: str | None
    host: str
    port: int | None


@dataclass(frozen=True, slots=True)
class Socket:
    """`options`: `use_workers`, `as`, `tag`, `anycast` and their like, as they are written."""

    place: Place
    endpoint: Endpoint
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Alias:
    place: Place
    endpoint: Endpoint
    accept_subdomain: bool


@dataclass(frozen=True, slots=True)
class LoadModule:
    """`module` is the name without folder and `.so`."""

    place: Place
    module: str


@dataclass(frozen=True, slots=True)
class ModuleParameter:
    place: Place
    module: str
    name: str
    value: str | int


Declaration = GlobalParameter | Socket | Alias | LoadModule | ModuleParameter


@dataclass(frozen=True, slots=True)
class Script:
    """All of a configuration, in the order of the file."""

    declarations: Sequence[Declaration]
    routes: Sequence[Route]
