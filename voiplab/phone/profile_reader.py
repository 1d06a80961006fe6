"""Reading `profiles/*.yaml`: each section becomes its dataclass, each claim keeps its sources.

A section lists its fields and, under `sources`, what they rest on: the kind of evidence, and with `for` the fields that it
backs (without it, all of the section). `like: other` takes over whatever a file does not say itself.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Final, TypeVar, get_type_hints

from voiplab.phone.evidence import Evidence, Source
from voiplab.phone.intercom import AskedBy, Intercom
from voiplab.phone.profile import (
    Addresses,
    Calls,
    Digits,
    Headers,
    Identity,
    Profile,
    Registering,
    Reliability,
    Sdp,
    Tokens,
)
from voiplab.phone.profile_values import converted
from voiplab.phone.transfers import Transfers
from voiplab.text.document import Document, Path, Plain
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError
from voiplab.text.yaml import read

FOLDER: Final = FilePath(__file__).parent / "profiles"
LIKE: Final = "like"
SOURCES: Final = "sources"
SECTIONS: Final[Mapping[str, type]] = {
    "identity": Identity,
    "tokens": Tokens,
    "headers": Headers,
    "addresses": Addresses,
    "registering": Registering,
    "reliability": Reliability,
    "calls": Calls,
    "sdp": Sdp,
    "digits": Digits,
    "asked_by": AskedBy,
    "intercom": Intercom,
    "transfers": Transfers,
}
NAMES: Final[Mapping[type, str]] = {kind: name for name, kind in SECTIONS.items()}

Section = TypeVar("Section")


def profile_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache(maxsize=32)
def load_profile(name: str) -> Profile:
    """The profile of that name; KeyError when there is none."""
    if name not in profile_names():
        raise KeyError(name)
    return read_profile(name, (FOLDER / f"{name}.yaml").read_bytes(), load_profile)


def read_profile(name: str, content: bytes, load: Callable[[str], Profile]) -> Profile:
    """ConfigError with file and line for whatever is not known, missing or without a source."""
    return _ProfileReader(read(f"{name}.yaml", content), load).profile(name)


class _ProfileReader:
    def __init__(self, document: Document, load: Callable[[str], Profile]) -> None:
        self.document = document
        self.said = self.table(document.value, ())
        self.only(self.said, (), [LIKE, *SECTIONS])
        self.like = self.model(self.said[LIKE], load) if LIKE in self.said else None
        self.sources = dict(self.like.sources) if self.like else {}

    def profile(self, name: str) -> Profile:
        return Profile(
            name,
            self.section(Identity),
            self.section(Tokens),
            self.section(Headers),
            self.section(Addresses),
            self.section(Registering),
            self.section(Reliability),
            self.section(Calls),
            self.section(Sdp),
            self.section(Digits),
            self.section(AskedBy),
            self.section(Intercom),
            self.section(Transfers),
            self.sources,
        )

    def model(self, name: Plain, load: Callable[[str], Profile]) -> Profile:
        try:
            return load(str(name))
        except KeyError:
            raise ConfigError(self.document.place((LIKE,)), f"there is no profile {name}") from None

    def section(self, kind: type[Section]) -> Section:
        name = NAMES[kind]
        said = self.table(self.said.get(name, {}), (name,))
        types = get_type_hints(kind)
        self.only(said, (name,), [*types, SOURCES])
        values = {field: self.field(said, field, types[field], (name, field)) for field in types}
        self.back(name, [field for field in said if field != SOURCES], said.get(SOURCES, []))
        return kind(**values)

    def field(self, said: Mapping[str, Plain], field: str, kind: object, path: Path) -> object:
        """What the file says, or else the profile that it is like."""
        if field in said:
            return self.value(said[field], kind, path)
        if self.like is None:
            raise ConfigError(self.document.place(path), f"`{field}` is missing in {path[0]}")
        return getattr(getattr(self.like, str(path[0])), field)

    def back(self, section: str, claims: list[str], said: Plain) -> None:
        """Keep what each claim of a section rests on; a claim without a source is an error."""
        path: Path = (section, SOURCES)
        found: dict[str, list[Source]] = {claim: [] for claim in claims}
        for index, item in enumerate(self.items(said, path)):
            source, backed = self.source(self.table(item, (*path, index)), (*path, index))
            for claim in backed or claims:
                if claim not in found:
                    raise ConfigError(self.document.place((*path, index)), f"`{claim}` is claimed nowhere in {section}")
                found[claim].append(source)
        for claim, sources in found.items():
            if not sources:
                raise ConfigError(self.document.key((section, claim)), f"`{claim}` has no source")
            self.sources[f"{section}.{claim}"] = tuple(sources)

    def source(self, said: Mapping[str, Plain], path: Path) -> tuple[Source, list[str]]:
        kinds = {evidence.value: evidence for evidence in Evidence}
        self.only(said, path, [*kinds, "for"])
        named = [kind for kind in said if kind in kinds]
        if len(named) != 1:
            raise ConfigError(self.document.place(path), f"a source has one kind of evidence: {', '.join(kinds)}")
        backed = [str(claim) for claim in self.items(said.get("for", []), (*path, "for"))]
        return Source(kinds[named[0]], str(said[named[0]])), backed

    def value(self, said: Plain, kind: object, path: Path) -> object:
        """What is written at `path`, as a value of the field's type."""
        try:
            return converted(said, kind)
        except ValueError as problem:
            raise ConfigError(self.document.place(path), f"{path[-1]}: {problem}") from None

    def table(self, said: Plain, path: Path) -> Mapping[str, Plain]:
        if not isinstance(said, dict):
            raise ConfigError(self.document.place(path), "names with their values are expected")
        return said

    def items(self, said: Plain, path: Path) -> list[Plain]:
        if not isinstance(said, list):
            raise ConfigError(self.document.place(path), "a list is expected")
        return said

    def only(self, said: Mapping[str, Plain], path: Path, known: list[str]) -> None:
        for name in said:
            if name not in known:
                hint = did_you_mean(name, known) or f"; known: {', '.join(known)}"
                raise ConfigError(self.document.key((*path, name)), f"`{name}` is not known here{hint}")


def claims() -> Iterator[str]:
    """Every claim that a profile makes: `section.field`."""
    for section, kind in SECTIONS.items():
        for field in fields(kind):
            yield f"{section}.{field.name}"
