"""A value is what a frozen dataclass with slots is, but for what the type checker sees to."""

import pickle
from dataclasses import dataclass, field, fields, is_dataclass, replace
from itertools import product

import pytest

from voiplab.sip.value import value


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    port: int | None = None
    note: str = field(default="", compare=False, repr=False)


@value(frozen=True, slots=True)
class Value:
    name: str
    port: int | None = None
    note: str = field(default="", compare=False, repr=False)


@value(frozen=True, slots=True)
class Other:
    name: str
    port: int | None = None
    note: str = field(default="", compare=False, repr=False)


@value(frozen=True, slots=True)
class Single:
    name: str


@value(frozen=True, slots=True)
class Nothing:
    """Two of them are equal: there is nothing in which they could differ."""


@value(frozen=True, slots=True)
class Longer(Value):
    host: str = ""


@value(frozen=True, slots=True)
class Caseless:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Caseless) and self.name.lower() == other.name.lower()

    def __hash__(self) -> int:
        return hash(self.name.lower())

    def __repr__(self) -> str:
        return self.name.lower()


ARGUMENTS: list[tuple[str, int | None, str]] = [("a", None, ""), ("a", None, "x"), ("a", 1, ""), ("b", 1, "")]


@pytest.mark.parametrize(("one", "other"), [*product(ARGUMENTS, repeat=2)])
def test_values_are_equal_when_dataclasses_are(one: tuple[str, int, str], other: tuple[str, int, str]) -> None:
    assert (Value(*one) == Value(*other)) is (Plain(*one) == Plain(*other))
    assert (Value(*one) != Value(*other)) is (Plain(*one) != Plain(*other))


def test_equal_values_have_one_hash() -> None:
    assert hash(Value("a", 1, "x")) == hash(Value("a", 1, "y"))
    assert len({Value("a"), Value("a", note="x"), Value("b"), Single("a"), Single("a")}) == 3


def test_values_of_two_classes_are_never_equal() -> None:
    one: object = Value("a")
    assert one not in (Other("a"), Longer("a"), ("a", None), Plain("a"))


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_a_value_is_shown_as_a_dataclass_is(arguments: tuple[str, int, str]) -> None:
    assert repr(Value(*arguments)) == repr(Plain(*arguments)).replace("Plain", "Value")


def test_a_value_with_one_field_or_none_is_equal_and_shown() -> None:
    assert (Single("a"), Nothing()) == (Single("a"), Nothing())
    assert Single("a") != Single("b")
    assert (repr(Single("a")), repr(Nothing())) == ("Single(name='a')", "Nothing()")
    assert hash(Nothing()) == hash(Nothing())


def test_a_value_is_a_dataclass_to_all_that_look_at_one() -> None:
    assert is_dataclass(Value)
    assert [one.name for one in fields(Value)] == [one.name for one in fields(Plain)]
    assert replace(Value("a", 1), port=2) == Value("a", 2)
    match Value("a", 1):
        case Value(name, port):
            assert (name, port) == ("a", 1)


def test_a_value_has_slots_and_nothing_beside_them() -> None:
    assert not hasattr(Value("a"), "__dict__")


def test_what_extends_a_value_compares_and_shows_all_fields() -> None:
    assert Longer("a", host="h") == Longer("a", host="h")
    assert Longer("a", host="h") != Longer("a", host="i")
    assert repr(Longer("a", host="h")) == "Longer(name='a', port=None, host='h')"


def test_what_a_class_says_itself_is_left_as_it_is() -> None:
    assert Caseless("A") == Caseless("a")
    assert {Caseless("A"), Caseless("a")} == {Caseless("a")}
    assert repr(Caseless("A")) == "a"


def test_a_value_passes_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Value("a", 1, "x"))) == Value("a", 1)
