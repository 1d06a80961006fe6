"""All remarks on the files of one server, section by section."""

from collections.abc import Iterator, Sequence
from typing import Final

from voiplab.freeswitch import vanilla
from voiplab.freeswitch.explain.autoload import autoload
from voiplab.freeswitch.explain.dialplan import dialplan
from voiplab.freeswitch.explain.directory import directory
from voiplab.freeswitch.explain.element import ignored, in_force, no_effect
from voiplab.freeswitch.preprocess import Directive
from voiplab.freeswitch.reader import Document, read
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Files, NotSimulated
from voiplab.text.remark import Effect, Remark

_ADDRESS: Final = "127.0.0.1"  # of no importance here: it only fills globals such as local_ip_v4


def explain(files: Files) -> Sequence[Remark]:
    """One remark or more for every line that means something; of files that cannot be read, where and why."""
    try:
        document = read(files, vanilla.variables(_ADDRESS, "freeswitch"))
    except NotSimulated as undone:
        return [Remark(undone.place, Effect.NOT_SIMULATED, undone.says)]
    except ConfigError as problem:
        return [Remark(problem.place, Effect.ERROR, problem.says)]
    remarks = [*_preprocessed(document), *_sections(document)]
    return sorted((one for one in remarks if one.place.file in files), key=lambda one: one.place)


def _preprocessed(document: Document) -> Iterator[Remark]:
    for directive in document.directives:
        yield _of_directive(directive)
    for unset in document.unset:
        hint = did_you_mean(unset.name, document.globals)
        yield Remark(
            unset.place, Effect.IGNORED_THERE, f"$${{{unset.name}}} is set nowhere before: nothing stands there{hint}"
        )


def _of_directive(directive: Directive) -> Remark:
    match directive.command:
        case "set":
            name, _, value = directive.argument.partition("=")
            return Remark(directive.place, Effect.IN_FORCE, f"from here on $${{{name}}} is {value}")
        case "include" if directive.found:
            files = "file" if directive.found == 1 else "files"
            return Remark(directive.place, Effect.IN_FORCE, f"{directive.argument}: {directive.found} {files}")
        case "include":
            says = f"{directive.argument} is not there: the server only writes an error to its log"
            return Remark(directive.place, Effect.IGNORED_THERE, says)
        case other:
            hint = did_you_mean(other, ("set", "include", "exec", "exec-set", "env-set", "stun-set"))
            return Remark(directive.place, Effect.IGNORED_THERE, f'there is no directive "{other}"{hint}')


def _sections(document: Document) -> Iterator[Remark]:
    seen: list[str] = []
    for section in document.root.children:
        name = section.get("name").lower()
        if section.name != "section" or name in seen:
            yield ignored(section, f'<{section.name} name="{name}"> is read by nobody, or a second time')
            continue
        seen.append(name)
        match name:
            case "configuration":
                yield from autoload(section)
            case "dialplan":
                yield from dialplan(section, document)
            case "directory":
                yield from directory(section)
            case "languages":
                yield in_force(
                    section, "the phrases of valet_park: valet_announce_ext, valet_lot_full, valet_lot_empty"
                )
            case "phrases" | "chatplan":
                yield no_effect(section, f"the section {name}: no application of this lab reads it")
            case _:
                hint = did_you_mean(name, ("configuration", "dialplan", "directory", "languages", "chatplan"))
                yield ignored(section, f"there is no section {name}{hint}")
