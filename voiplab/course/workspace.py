"""A student's own copy of a lesson, in a folder of their choice.

brief.md                    what to do
answers.yaml                where questions are answered
<node>/...                  the files of each node
.voiplab/workspace.yaml     which lesson this is, and the seed
.voiplab/progress.yaml      hints seen, exercises passed
.voiplab/kept/<n>/...       what `reset` took away

Nothing here writes into a file of the student but `reset`, which keeps the old one.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from pydantic import Field

from voiplab.course.saving import save
from voiplab.lab.node_files import bounded_content
from voiplab.sip.value import value
from voiplab.text import yaml
from voiplab.text.place import ConfigError, Place
from voiplab.text.schema import Schema, fit

HIDDEN: Final = ".voiplab"
MARKER: Final = f"{HIDDEN}/workspace.yaml"
PROGRESS: Final = f"{HIDDEN}/progress.yaml"
KEPT: Final = f"{HIDDEN}/kept"
ANSWERS: Final = "answers.yaml"
BRIEF: Final = "brief.md"
SEEDS: Final = 1_000_000


class Marker(Schema):
    """`version` is that of the lesson when the workspace was made."""

    lesson: str
    version: int
    seed: int = Field(ge=0)


class Progress(Schema):
    """`hints`: exercise -> how many of its hints were seen. An exercise that was passed once stays so."""

    hints: dict[str, int] = Field(default_factory=dict)
    checks: int = 0
    passed: tuple[str, ...] = ()


class NotEmpty(Exception):
    """There is something in the folder already."""


@value(frozen=True, slots=False)
class Workspace:
    folder: Path
    marker: Marker

    @property
    def progress(self) -> Progress:
        path = self.folder / PROGRESS
        return fit(Progress, yaml.read(PROGRESS, bounded_content(path, PROGRESS))) if path.exists() else Progress()

    def record(self, progress: Progress) -> None:
        save(self.folder / PROGRESS, _written(progress))

    def path(self, name: str) -> Path:
        return self.folder / name

    def student_files(self) -> Iterator[str]:
        """What lies in the folder, hidden things left out, by its path in it."""
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                yield name

    def put_back(self, name: str, content: bytes | None, kept: Path) -> None:
        """The file as it was at the start, or not at all; what stands there now goes into `kept`."""
        here = self.path(name)
        if here.exists():
            there = kept / name
            there.parent.mkdir(parents=True, exist_ok=True)
            here.replace(there)
        if content is not None:
            save(here, content)

    def next_kept(self) -> Path:
        """A new folder for what `reset` takes away."""
        taken = {path.name for path in sorted((self.folder / KEPT).glob("*"))}
        number = next(number for number in range(1, len(taken) + 2) if str(number) not in taken)
        return self.folder / KEPT / str(number)


def begin(folder: Path, marker: Marker, files: Iterable[tuple[str, bytes]]) -> Workspace:
    """Make the workspace; the marker comes last, so that a broken copy is none. NotEmpty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(str(folder))
    for name, content in files:
        save(folder / name, content)
    save(folder / MARKER, _written(marker))
    return Workspace(folder, marker)


def open_workspace(folder: Path) -> Workspace | None:
    """The workspace that this folder is; None when it is none. ConfigError when its marker cannot be read."""
    path = folder / MARKER
    return Workspace(folder, fit(Marker, yaml.read(MARKER, bounded_content(path, MARKER)))) if path.is_file() else None


def around(folder: Path) -> Workspace | None:
    """The workspace that this folder is, or lies in."""
    for here in (folder.resolve(), *folder.resolve().parents):
        if (found := open_workspace(here)) is not None:
            return found
    return None


def seed_of(lesson: str, student: str) -> int:
    """Every name has its own seed for every lesson, the same on every machine: `student` is a name, or that of the folder."""
    return int.from_bytes(blake2b(f"{lesson}\0{student}".encode(), digest_size=8).digest(), "big") % SEEDS


def _written(content: Schema) -> bytes:
    from yaml import safe_dump

    return safe_dump(content.model_dump(mode="json"), sort_keys=False, allow_unicode=True).encode()


def read_answers(folder: Path, questions: Iterable[str]) -> dict[str, str]:
    """What the student wrote in `answers.yaml`, question -> answer; what is empty is left out. ConfigError."""
    from voiplab.text.nearest import did_you_mean

    path = folder / ANSWERS
    if not path.is_file():
        return {}
    document = yaml.read(ANSWERS, bounded_content(path, ANSWERS))
    written = {} if document.value is None else document.value
    known = list(questions)
    if not isinstance(written, dict):
        raise ConfigError(Place(ANSWERS, 1), "`question: answer` is expected, one per line")
    answers = {}
    for question, answer in written.items():
        if question not in known:
            guess = did_you_mean(question, known) or f"; there are {', '.join(known)}"
            raise ConfigError(document.key((question,)), f"no question is called {question}{guess}")
        if isinstance(answer, dict | list):
            raise ConfigError(document.place((question,)), "one answer on one line is expected")
        if answer is not None:
            answers[question] = str(answer)
    return answers
