"""The recorded mistakes of `config-errors.md`: each with the file, what `opensips -C` printed, and what the start printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RECORDED: Final = Path(__file__).parent / "config-errors.md"
BASE: Final = "base file"
_HUNK: Final = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")


@dataclass(frozen=True)
class Mistake:
    name: str
    config: str
    printed: str
    """By `opensips -C`."""
    status: int
    started: str | None
    """The lines of the start with WARNING, ERROR or CRITICAL; None where -C refused the file already."""


def mistakes() -> Sequence[Mistake]:
    sections = dict(_sections(RECORDED.read_text(encoding="utf-8")))
    base = _blocks(sections.pop(BASE))[0]
    return [_mistake(name, base, section) for name, section in sections.items()]


def _sections(text: str) -> Iterator[tuple[str, str]]:
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = section.partition("\n")
        yield name, rest


def _blocks(section: str) -> Sequence[str]:
    return re.findall(r"^```(?:diff)?\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)


def _mistake(name: str, base: str, section: str) -> Mistake:
    blocks = list(_blocks(section))
    config = _changed(base, blocks.pop(0)) if "```diff" in section else base
    status = int(re.findall(r"^exit status (\d+)$", section, flags=re.MULTILINE)[0])
    started = blocks[1] if len(blocks) > 1 else None
    return Mistake(name, config, blocks[0], status, "" if started and started.startswith("(no error") else started)


def _changed(base: str, diff: str) -> str:
    """A diff without context, applied."""
    lines = base.splitlines(keepends=True)
    shift = 0
    for hunk in re.split(r"^(?=@@)", diff, flags=re.MULTILINE)[1:]:
        head, *body = hunk.splitlines(keepends=True)
        found = _HUNK.match(head)
        assert found is not None
        removed = int(found[2]) if found[2] is not None else 1
        at = int(found[1]) - 1 + shift + (removed == 0)
        added = [line[1:] for line in body if line.startswith("+")]
        assert lines[at : at + removed] == [line[1:] for line in body if line.startswith("-")]
        lines[at : at + removed] = added
        shift += len(added) - removed
    return "".join(lines)


BY_NAME: Final[Mapping[str, Mistake]] = {mistake.name: mistake for mistake in mistakes()}
