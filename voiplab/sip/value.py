"""Frozen dataclasses for what is made hundreds of times in a call: `@value(frozen=True, slots=True)`.

The type checker takes `value` for `dataclass`, so that no line of this project can change one. While a program runs they are
plain dataclasses with slots, which are made four times as fast: a frozen one writes each field by way of `object.__setattr__`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ("value",)
