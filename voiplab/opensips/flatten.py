"""`include_file` and `import_file`: the files of a configuration become the lines of one text, each with its origin.

Script manual of OpenSIPS 3.2, core parameters `include_file` (must be there) and `import_file` (may be missing). A path is
looked up beside the file that includes, then in the node's folder, which stands for /etc/opensips; nothing else can be read.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voiplab.opensips.log import EXITING, LogLine, error
from voiplab.opensips.refusal import Problem, Refused
from voiplab.text.place import Files, NotSimulated, Place

FOLDER: Final = "/etc/opensips/"
DEEPEST: Final = 10
"""Files inside of files."""
MOST_INCLUSIONS: Final = 1_000
LONGEST: Final = 4_000_000
"""Characters of all files together. The server has no limits here; a lab needs them."""

_DIRECTIVE: Final = re.compile(
    r"[ \t]*(include_file|import_file)[ \t]+([\"'])([^\"'\n]{1,4096})\2[ \t]*;?[ \t]*(?:#.*)?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line, its end included; `files` are the files that were open, the last one holds the line."""

    files: tuple[str, ...]
    number: int
    text: str
    closes: bool = False
    """After this line its file has ended."""

    @property
    def place(self) -> Place:
        return Place(self.files[-1], self.number)


@dataclass(frozen=True, slots=True)
class Source:
    """All lines in the order in which the server reads them, and each file as it is written."""

    root: str
    lines: Sequence[Line]
    written: Mapping[str, Sequence[str]]


def flatten(files: Files, root: str) -> Source:
    """Raises `Refused`, or `NotSimulated` for what is larger than a lab can take."""
    flattening = _Flattening(files, root)
    return Source(root, flattening.lines, flattening.written)


class _Flattening:
    def __init__(self, files: Files, root: str) -> None:
        self.files = files
        self.root = root
        self.lines: list[Line] = []
        self.written: dict[str, Sequence[str]] = {}
        self.inclusions = 0
        self.size = 0
        self.open(Place(root, 1), root, root, ())

    def open(self, place: Place, path: str, written: str, above: tuple[str, ...]) -> None:
        if path not in self.files:
            self.refuse(
                place, error("core:__flatten_opensips_cfg", f"failed to open {written}: 2 (No such file or directory)")
            )
        self.inclusions += 1
        if len(above) >= DEEPEST or self.inclusions > MOST_INCLUSIONS:
            self.refuse(place, error("core:__flatten_opensips_cfg", f"max nested cfg files reached! ({DEEPEST})"))
        data = self.files[path]
        self.size += len(data)
        if self.size > LONGEST:
            raise NotSimulated(place, f"a configuration of more than {LONGEST:,} bytes")
        text = data.decode("utf-8", "surrogateescape")
        self.written.setdefault(path, text.removesuffix("\n").split("\n"))
        self.read(text, (*above, path))

    def read(self, text: str, stack: tuple[str, ...]) -> None:
        begin = len(self.lines)
        for number, line in enumerate(_physical(text), 1):
            directive = _DIRECTIVE.fullmatch(line.rstrip("\r\n"))
            if directive is None:
                self.lines.append(Line(stack, number, line))
            else:
                self.lines.append(Line(stack, number, "\n"))
                self.include(Place(stack[-1], number), directive, stack)
        if len(self.lines) == begin:
            self.lines.append(Line(stack, 1, "\n"))
        last = self.lines[-1]
        if last.files == stack:
            self.lines[-1] = Line(stack, last.number, last.text, closes=True)
        else:
            self.lines.append(Line(stack, text.count("\n"), "\n", closes=True))

    def include(self, place: Place, directive: re.Match[str], stack: tuple[str, ...]) -> None:
        command, _, written = directive.groups()
        path = self.found(written, stack[-1])
        if path is None and command == "import_file":
            return
        self.open(place, path or written, written, stack)

    def found(self, written: str, by: str) -> str | None:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(by), written))
        inside = posixpath.normpath(written.removeprefix(FOLDER).removeprefix("./"))
        return next((path for path in (beside, inside) if path in self.files), None)

    def refuse(self, place: Place, first: LogLine) -> None:
        raise Refused(
            [Problem(place, first.text)],
            (
                first,
                error("core:flatten_opensips_cfg", f"failed to flatten cfg file {self.root}"),
                error("core:parse_opensips_cfg", f"failed to resolve file imports for {self.root}"),
                error("core:main", f"failed to parse config file {self.root}"),
                EXITING,
            ),
        )


def _physical(text: str) -> Iterator[str]:
    """Lines with their ends; the last one gets one when it has none."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin) + 1
        yield text[begin:end] if end else text[begin:] + "\n"
        begin = end or len(text)
