"""Content read into pydantic models: a YAML document and a model in; a value, or errors with file and line, out.

pydantic's own messages speak to programmers; what a learner or an instructor has to read is the sentence made here.
"""

from collections.abc import Iterator, Mapping, Sequence
from json import dumps
from typing import Annotated, Final, TypeVar, cast, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from voiplab.text.document import Document, Path, Plain
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place


class Schema(BaseModel):
    """A model of content: frozen, without unknown keys, built when it is first used."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _written(value: object) -> object:
    """A whole number is taken as it was written; `true` and 1.50 are not: YAML has lost how they were."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Written = Annotated[str, BeforeValidator(_written)]
"""Text that looks like a number now and then: an extension, 1001 or 0700, may be written without quotes."""

Model = TypeVar("Model", bound=BaseModel)


def fit(model: type[Model], document: Document, path: Path = ()) -> Model:
    """The part of a document at `path` as `model`; raises the first error in the order of the file."""
    try:
        return _validated(model, document, path)
    except ValidationError as error:
        raise _located(model, error, document, path)[0] from None


def faults(model: type[BaseModel], document: Document, path: Path = ()) -> Sequence[ConfigError]:
    """All errors, in the order of the file; keys that are missing come last."""
    try:
        _validated(model, document, path)
    except ValidationError as error:
        return _located(model, error, document, path)
    return ()


def _validated(model: type[Model], document: Document, path: Path) -> Model:
    """By way of JSON, because pydantic is strict about numbers there and still makes tuples of lists and enums of words."""
    return model.model_validate_json(dumps(_at(document.value, path)), strict=True)


def _located(model: type[BaseModel], error: ValidationError, document: Document, path: Path) -> list[ConfigError]:
    details = error.errors(include_url=False)
    # A misspelt key is also a missing one, and a list with a wrong item is also too short: what is there says more.
    details.sort(key=lambda one: (one["type"] in ("missing", "too_short"), _place(one, document, path)[1:]))
    return [ConfigError(_place(one, document, path), _sentence(model, one)) for one in details]


def _place(detail: ErrorDetails, document: Document, path: Path) -> Place:
    way = _way(detail["loc"], document.value, path)
    return document.key(way) if detail["type"] == "extra_forbidden" else document.place(way)


def _way(loc: tuple[int | str, ...], value: Plain, path: Path) -> Path:
    """The part of pydantic's location that is a way into the document; it also names the members of unions and validators."""
    here = _at(value, path)
    for step in loc:
        if (isinstance(here, dict) and isinstance(step, str) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        ):
            path = (*path, step)
            here = _at(value, path)
    return path


def _at(value: Plain, path: Path) -> Plain:
    for step in path:
        value = cast("dict[str | int, Plain]", value)[step]  # a list takes its index all the same
    return value


def _unknown(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    known = _known(model, loc[:-1])
    guess = did_you_mean(str(loc[-1]), known) or f"; known are {', '.join(known)}"
    return f"`{loc[-1]}` is no key here{guess}"


def _known(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys of the models that may stand at `loc`: indices, keys of tables and names of union members lead nowhere else."""
    models = [model]
    for step in loc:
        fields = [field for one in models for name, field in one.model_fields.items() if step in (name, field.alias)]
        models = [one for field in fields for one in _models(field.annotation)] or models
    return [field.alias or name for one in models for name, field in one.model_fields.items()]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """All models that an annotation speaks of: `tuple[Step, ...]`, `Step | None`, `dict[str, Step]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


_KINDS: Final[Mapping[str, str]] = {
    "string_type": "text is expected (a number or true needs quotes to be text)",
    "int_type": "a whole number is expected",
    "int_parsing": "a whole number is expected",
    "int_from_float": "a whole number is expected",
    "float_type": "a number is expected",
    "float_parsing": "a number is expected",
    "bool_type": "true or false is expected",
    "bool_parsing": "true or false is expected",
    "list_type": "a list is expected",
    "tuple_type": "a list is expected",
    "dict_type": "keys with values are expected",
    "model_type": "keys with values are expected",
    "model_attributes_type": "keys with values are expected",
    "none_required": "nothing is expected here",
}


def _sentence(model: type[BaseModel], detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _KINDS:
        return _KINDS[kind]
    match kind:
        case "extra_forbidden":
            return _unknown(model, detail["loc"])
        case "missing":
            return f"`{detail['loc'][-1]}` is missing here"
        case "literal_error" | "enum":
            return f"{context['expected']} is expected{_guess(detail)}"
        case "too_short" | "string_too_short":
            return f"at least {context.get('min_length')} is expected here"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ")
    return detail["msg"].replace("Input should", "the value should")


def _guess(detail: ErrorDetails) -> str:
    """`'text', 'svg' or 'none'` names what is known."""
    known = str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")
    return did_you_mean(str(detail["input"]), [one.strip("'") for one in known])
