"""Frozen dataclasses for what is made hundreds of times in a call: `@value(frozen=True, slots=True)`.

The type checker takes `value` for `dataclass`, so that no line of this project can change one. While a program runs they are
plain dataclasses with slots, which are made four times as fast: a frozen one writes each field by way of `object.__setattr__`.

Classes themselves are made four times as fast, too. There are hundreds of them, and `dataclass` compiles six functions for a
frozen one. Here it compiles one, `__init__`; what compares, hashes and shows values is shared.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass, fields
    from operator import attrgetter

    def value(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        def made(described: type) -> type:
            described.__doc__ = (
                described.__doc__ or described.__name__
            )  # or `dataclass` composes one from the signature
            cls = dataclass(slots=slots, eq=False, repr=False)(described)
            for name, method in _methods(cls, frozen).items():
                if name not in vars(described):
                    setattr(cls, name, method)
            return cls

        return made

    def _methods(cls: type, frozen: bool) -> dict[str, Callable[..., object] | None]:
        compared = [field.name for field in fields(cls) if field.compare]
        content = attrgetter(*compared) if compared else type

        def equal(self: object, other: object) -> bool:
            return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

        def hashed(self: object) -> int:
            return hash(content(self))

        return {"__eq__": equal, "__hash__": hashed if frozen else None, "__repr__": _shown}

    def _shown(self: object) -> str:
        shown = [f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr]
        return f"{type(self).__qualname__}({', '.join(shown)})"


__all__ = ("value",)
