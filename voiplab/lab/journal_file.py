"""A journal as a file: what somebody did in a run, in the order of the moments, one entry a line, in the words of scripts.

- {at: 1s, step: 14, bob: dial sip:alice@192.168.20.10;gr=urn:uuid:1}
- {at: 36.200409s, step: 212, mobile: unregister}
- {at: 40s, step: 240, bob: unplug}
- {at: 40s, step: 240, alice: link office delay 50ms loss 5%}
- {at: 41s, step: 240, opensips: {save: opensips.cfg, text: "log_level=3\\n"}}
- {at: 42s, step: 240, opensips: {remove: old.cfg}}

`step` tells apart what happens at the very same moment (see `run.Entry`); a line that somebody wrote by hand needs none.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from json import dumps
from typing import Final, assert_never

from voiplab.lab.actions import Cable, Edit, NodeAction, WhatToDo, action
from voiplab.lab.impairing import Impair, no_link
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.run import Entry
from voiplab.lab.span import duration
from voiplab.phone.actions import NotAnAction, parse_action
from voiplab.sim.moment import Moment
from voiplab.text import yaml
from voiplab.text.document import Document, Path, Plain
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError
from voiplab.text.scalar import meaning
from voiplab.text.schema import Schema, fit

MOST_ENTRIES: Final = 1_000
MOST_OCTETS: Final = 1_048_576
LONGEST_ACTION: Final = 2_000
AT: Final = "at"
STEP: Final = "step"

WORDS: Final = f"words are expected: at most {LONGEST_ACTION} characters, and no control characters"
EXAMPLE: Final = "- {at: 1s, bob: dial 1001}"
HEAD: Final = """\
# What was done by hand in the run {run}, one entry a line.
# Change lines, take them away, or add some: {example}
# `voiplab press` writes this file anew each time; remarks do not stay.
"""


class Unwritable(ValueError):
    """What no journal can hold; the message is a sentence."""


# Reading


class SaveEntry(Schema):
    """A file of the node, with its new content: `text`, or `base64` of what is no text."""

    save: str
    text: str | None = None
    base64: str | None = None


class RemoveEntry(Schema):
    remove: str


def read_journal(file: str, content: bytes, lab: Lab, plan: RunPlan) -> list[Entry]:
    """The entries in the order of their moments. ConfigError with file and line for whatever is wrong."""
    document = yaml.read(file, content, yaml.Limits(octets=MOST_OCTETS))
    return sorted(journal_entries(document, lab, plan), key=lambda entry: entry.at)


def journal_entries(document: Document, lab: Lab, plan: RunPlan, beside: Sequence[str] = ()) -> list[Entry]:
    """One for each item of the document. `beside`: keys of them that somebody else reads. ConfigError."""
    written = document.value
    if written is None:
        return []
    if not isinstance(written, list):
        raise ConfigError(document.place(), f"a list of what was done is expected, one a line: {EXAMPLE}")
    if len(written) > MOST_ENTRIES:
        raise ConfigError(document.place((MOST_ENTRIES,)), f"at most {MOST_ENTRIES} entries are expected")
    return [_entry(document, place, one, lab, plan, (AT, STEP, *beside)) for place, one in enumerate(written)]


def _entry(document: Document, place: int, written: Plain, lab: Lab, plan: RunPlan, reserved: Sequence[str]) -> Entry:
    if not isinstance(written, dict):
        raise ConfigError(document.place((place,)), f"a moment, a node and what it does are expected: {EXAMPLE}")
    nodes = [key for key in written if key not in reserved]
    if AT not in written or len(nodes) != 1:
        says = "a moment `at`, and one node with what it does, are expected in an entry"
        raise ConfigError(document.place((place,)), f"{says}: {EXAMPLE}")
    [node] = nodes
    _refuse_stranger(document, (place, node), node, lab, plan)
    at = _moment(document, (place, AT), written[AT], plan)
    step = _step(document, (place, STEP), written.get(STEP, 0))
    does = _action(document, (place, node), written[node], lab.nodes[node].kind)
    host = lab.nodes[node].host
    if isinstance(does, Impair) and lab.topology.attachment(host, does.network) is None:
        raise ConfigError(document.place((place, node)), no_link(lab.topology, host, does.network))
    return Entry(step, at, node, does)


def _refuse_stranger(document: Document, path: Path, node: str, lab: Lab, plan: RunPlan) -> None:
    on = [name for name in lab.nodes if name not in plan.off]
    if node not in on:
        guess = did_you_mean(node, on) or f"; there are {', '.join(on)}"
        raise ConfigError(document.key(path), f"no node of the run {plan.name} is called {node}{guess}")


def _moment(document: Document, path: Path, written: Plain, plan: RunPlan) -> Moment:
    try:
        at = duration(str(written)[:80])
    except ValueError as wrong:
        raise ConfigError(document.place(path), str(wrong)) from None
    if at > plan.limit:
        says = f"the run {plan.name} ends after {moment_text(plan.limit)} at the latest"
        raise ConfigError(document.place(path), says)
    return at


def _step(document: Document, path: Path, written: Plain) -> int:
    if not isinstance(written, int) or isinstance(written, bool) or written < 0:
        raise ConfigError(document.place(path), "a whole number is expected; it may also be left out")
    return written


def _action(document: Document, path: Path, written: Plain, kind: str) -> WhatToDo:
    if isinstance(written, dict):
        return _other_action(document, path, written)
    if not isinstance(written, str) or not written.strip():
        raise ConfigError(document.place(path), f"what the node does is expected, as text: {EXAMPLE}")
    try:
        does = action(_read_words(document, path, written))
    except ImpossibleAction as wrong:
        raise ConfigError(document.place(path), str(wrong)) from None
    if kind == "phone" and isinstance(does, NodeAction):
        try:
            parse_action(does.text)
        except NotAnAction as unknown:
            raise ConfigError(document.place(path), str(unknown)) from None
    return does


def _other_action(document: Document, path: Path, written: Mapping[str, Plain]) -> WhatToDo:
    for key, read in OTHER_ACTIONS.items():
        if key in written:
            return read(document, path)
    raise ConfigError(document.place(path), f"one of these is expected here: {', '.join(OTHER_ACTIONS)}")


def _read_words(document: Document, path: Path, text: str) -> str:
    if not _are_words(text):
        raise ConfigError(document.place(path), WORDS)
    return text


def _save(document: Document, path: Path) -> Edit:
    entry = fit(SaveEntry, document, path)
    if (entry.text is None) == (entry.base64 is None):
        raise ConfigError(document.place(path), "a file that is saved has either `text` or `base64`")
    name = _read_words(document, (*path, "save"), entry.save)
    if entry.text is not None:
        return Edit(name, entry.text.encode("utf-8", "surrogatepass"))
    try:
        return Edit(name, b64decode(entry.base64 or "", validate=True))
    except ValueError:
        raise ConfigError(document.place((*path, "base64")), "base64 is expected") from None


def _remove(document: Document, path: Path) -> Edit:
    entry = fit(RemoveEntry, document, path)
    return Edit(_read_words(document, (*path, "remove"), entry.remove), None)


OTHER_ACTIONS: Final[Mapping[str, Callable[[Document, Path], WhatToDo]]] = {"save": _save, "remove": _remove}
"""Actions that are more than words, by the key that tells them, and what reads them."""


# Writing


def journal_file(run: str, entries: Iterable[Entry]) -> bytes:
    """Unwritable when it would be longer than what can be read again."""
    lines = [_line(entry) for entry in entries]
    content = "".join([HEAD.format(run=run, example=EXAMPLE), *lines]).encode()
    if len(lines) > MOST_ENTRIES or len(content) > MOST_OCTETS:
        raise Unwritable(f"a journal has at most {MOST_ENTRIES} entries and {MOST_OCTETS} bytes")
    return content


def _line(entry: Entry) -> str:
    return f"- {{at: {moment_text(entry.at)}, step: {entry.steps}, {_words(entry.node)}: {_written(entry.action)}}}\n"


def moment_text(at: Moment) -> str:
    """`1.5s`, exact to the microsecond."""
    whole, fraction = divmod(at, 1_000_000)
    return f"{whole}.{fraction:06d}".rstrip("0").rstrip(".") + "s"


_PLAIN: Final = re.compile(r"[A-Za-z](?:[\w ./*'@;=+-]|:(?=\w))*(?<! )", re.ASCII)
"""What YAML takes as it stands, inside of braces too, be it a key or a value."""


def _written(does: WhatToDo) -> str:
    match does:
        case NodeAction() | Cable() | Impair():
            return _words(str(does))
        case Edit(path, content):
            return (
                f"{{remove: {_words(path)}}}" if content is None else f"{{save: {_words(path)}, {_content(content)}}}"
            )
        case _:
            assert_never(does)


def _words(text: str) -> str:
    if not _are_words(text):
        raise Unwritable(WORDS)
    return text if _PLAIN.fullmatch(text) and meaning(text) == text else _quoted(text)


def _are_words(text: str) -> bool:
    return text.isprintable() and len(text) <= LONGEST_ACTION


def _content(content: bytes) -> str:
    """In one line, because JSON's strings are YAML's as well."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    if all(character.isprintable() or character in "\n\r\t" for character in text):
        return f"text: {_quoted(text)}"
    return f'base64: "{b64encode(content).decode()}"'


def _quoted(text: str) -> str:
    return dumps(text, ensure_ascii=False)
