"""`voiplab config explain`: what each line of a configuration does here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click

from voiplab.cli.exits import FINE, INVALID
from voiplab.cli.screen import say
from voiplab.cli.target import opened
from voiplab.course.workspace import around
from voiplab.lab.node import kind
from voiplab.lab.node_files import bounded_content, node_files
from voiplab.text.harmless import harmless
from voiplab.text.place import Files
from voiplab.text.remark import Effect, Remark

REFUSED: Final = (Effect.ERROR, Effect.NOT_SIMULATED)
SERVER_FOLDERS: Final = ("sip_profiles", "dialplan", "directory", "autoload_configs")


@dataclass(frozen=True)
class Explained:
    """A node as it lies on the disk; `name` is the file's path in it."""

    kind: str
    model: str | None
    files: Files
    name: str

    @property
    def remarks(self) -> Sequence[Remark]:
        return kind(self.kind).explain(self.model, self.files)


@click.group(name="config")
def command() -> None:
    """What configuration files mean here."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def explain(file: Path) -> int:
    """What each line of FILE does here.

    \b
      in force         it does what it does on the real product
      ignored there    the real product reads past it without a word (a misspelt
                       name): so does voiplab, but here you are told
      no effect here   harmless, and without effect in a lab
      not simulated    the real product does it, voiplab does not: refused
      error            the real product refuses it, in these words

    \b
    FILE is read together with the other files of its server or phone.
    Exit code 4 when something is refused.

    \b
      voiplab config explain freeswitch/sip_profiles/internal.xml
      voiplab config explain opensips/opensips.cfg
    """
    found = _explained(file)
    remarks = [remark for remark in found.remarks if remark.place.file == found.name or remark.effect in REFUSED]
    for remark in sorted(remarks, key=lambda remark: remark.place):
        shown = str(file) if remark.place.file == found.name else remark.place.file
        say(harmless(str(replace(remark, place=remark.place._replace(file=shown))), 500))
    return INVALID if any(remark.effect in REFUSED for remark in remarks) else FINE


def _explained(given: Path) -> Explained:
    file = given.parent.resolve() / given.name  # a link stands where it stands: it is refused, not followed
    if around(file.parent) is not None:
        return _of_workspace(file)
    root = _server_folder(file)
    if root is not None:
        return Explained("freeswitch", None, node_files(root), file.relative_to(root).as_posix())
    root = _opensips_folder(file)
    if root is not None:
        return Explained("opensips", None, node_files(root), file.relative_to(root).as_posix())
    model = _model(file)
    if model is None:
        known = "a workspace, nor in a folder of a server (freeswitch.xml, opensips.cfg), nor a phone's own file"
        raise click.UsageError(f"{given} is neither in {known}")
    return Explained("phone", model, {file.name: bounded_content(file, file.name)}, file.name)


def _of_workspace(file: Path) -> Explained:
    work = opened(file.parent)
    node, _, name = file.relative_to(work.workspace.folder.resolve()).as_posix().partition("/")
    if node not in work.lesson.lab.nodes:
        raise click.UsageError(f"{file} belongs to no node of the lab: {', '.join(work.lesson.lab.nodes)}")
    plan = work.lesson.lab.nodes[node]
    return Explained(plan.kind, plan.model, work.files[node], name)


def _server_folder(file: Path) -> Path | None:
    """The folder that has freeswitch.xml, or one of the folders that lie beside it."""
    for folder in file.parents:
        if (folder / "freeswitch.xml").is_file():
            return folder
    parent = file.parent
    return parent.parent if parent.name in SERVER_FOLDERS else None


def _opensips_folder(file: Path) -> Path | None:
    """The nearest folder above that has opensips.cfg."""
    return next((folder for folder in file.parents if (folder / "opensips.cfg").is_file()), None)


def _model(file: Path) -> str | None:
    """Which phone has files like this one: by its name, or by its first element."""
    if file.name.lower() == "microsip.ini":
        return "microsip-3.21"
    if file.name.lower() == "phone.ini":
        return "plain-rfc"
    return "obi1062" if file.suffix == ".xml" and b"<ParameterList" in bounded_content(file, file.name) else None
