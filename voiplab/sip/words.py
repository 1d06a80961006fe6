"""Enums of what happens in every call: states, inputs, timers. Each member stands for some words that a learner is shown."""

from enum import Enum


class Words(Enum):
    """`words` is the value: an attribute, where `value` is a Python call. So would be an enum's own hash."""

    words: str

    def __init__(self, words: str) -> None:
        self.words = words

    __hash__ = object.__hash__
