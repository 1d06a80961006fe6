"""X-PRE-PROCESS: all files become one text, as FreeSWITCH writes it to `log/freeswitch.xml.fsxml`.

The preprocessor works line by line and knows no XML. So it drops every line that has `<include>`, `</include>` or `<?` in it,
with all that stands beside them, it obeys directives inside of comments, and a directive takes its whole line away.
`exec`, `exec-set`, `env-set` and `stun-set` would run a program or ask the machine: they are not simulated.
"""

import fnmatch
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voiplab.freeswitch.brackets import pairs
from voiplab.freeswitch.log import Level, LogLine
from voiplab.sip.value import value
from voiplab.text.place import ConfigError, Files, NotSimulated, Place

DEEPEST: Final = 100  # the server's own limit of includes inside of includes
MOST_FILES: Final = 2_000
LONGEST: Final = 8_000_000  # characters of the merged text, and of all that variables put into it

_DIRECTIVE: Final = re.compile(r"x-pre-process", re.IGNORECASE)
_MARKER: Final = re.compile(r"x-pre-process|<include>|</include>|<\?|\$\$\{|<!--#|\0", re.IGNORECASE)
"""What makes a line one that the preprocessor has to look at. A line stops for the server at a NUL, and its end is lost."""
_WILD: Final = re.compile(r"[*?\[]")
_OUTSIDE: Final = frozenset({"exec", "exec-set", "env-set", "stun-set"})


@value(frozen=True, slots=True)
class Directive:
    """A directive that was obeyed, or read past. `found`: how many files an include has brought."""

    place: Place
    command: str
    argument: str
    found: int = 0


@value(frozen=True, slots=True)
class Unset:
    """`$${name}` of a name that nothing has set."""

    place: Place
    name: str


@value(frozen=True, slots=True)
class Merged:
    """The one text, and where its parts come from: at `starts[i]` begin lines of a file, from `places[i]` on."""

    text: str
    starts: Sequence[int]
    places: Sequence[Place]
    line_ends: Sequence[int]
    globals: Mapping[str, str]
    """By name in lower case: the server compares names of variables without their case."""
    log: Sequence[LogLine]
    """What the server's log says meanwhile, such as an include that is not there."""
    directives: Sequence[Directive]
    unset: Sequence[Unset]

    def place(self, offset: int) -> Place:
        """Where the student wrote what stands at an offset of the merged text."""
        run = max(bisect_right(self.starts, offset) - 1, 0)
        begins = self.places[run]
        lines = bisect_left(self.line_ends, offset) - bisect_left(self.line_ends, self.starts[run])
        return Place(begins.file, begins.line + lines)

    def line(self, offset: int) -> int:
        """The line of the merged text, as the server numbers them."""
        return 1 + bisect_left(self.line_ends, offset)


def merge(files: Files, root: str, variables: Mapping[str, str]) -> Merged:
    """Preprocess the file `root` and all that it includes. `variables` are the globals that are set before the first line."""
    done = _Preprocessor(files, {name.lower(): value for name, value in variables.items()})
    done.read(root, 0)
    text = "".join(done.pieces)
    line_ends = [end.start() for end in re.finditer("\n", text)]
    return Merged(text, done.starts, done.places, line_ends, done.globals, done.log, done.directives, done.unset)


class _Preprocessor:
    def __init__(self, files: Files, variables: dict[str, str]) -> None:
        self.files = files
        self.globals = variables
        self.log: list[LogLine] = []
        self.directives: list[Directive] = []
        self.unset: list[Unset] = []
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.places: list[Place] = []
        self.length = 0
        self.put_in = 0
        """Characters that variables have stood for: one that is set to itself twice doubles with every line."""
        self.files_read = 0

    def write(self, text: str, place: Place) -> None:
        if not text:
            return
        if self.length + len(text) > LONGEST:
            raise ConfigError(place, f"the configuration grows over {LONGEST:,} characters by its includes")
        self.starts.append(self.length)
        self.places.append(place)
        self.pieces.append(text)
        self.length += len(text)

    def read(self, path: str, depth: int) -> None:
        self.files_read += 1
        if self.files_read > MOST_FILES:
            raise ConfigError(
                Place(path, 1), f"more than {MOST_FILES:,} files are included: do they include each other?"
            )
        in_comment = False
        for number, lines in _runs(self.files[path].decode("utf-8", "surrogateescape")):
            if in_comment:
                skipped, end, rest = lines.partition("-->")
                if end and not _is_dropped(lines):
                    in_comment = self.obey_or_write(rest, Place(path, number + skipped.count("\n")), depth)
            elif not _MARKER.search(lines):
                self.write(lines, Place(path, number))
            elif not _is_dropped(lines):
                place = Place(path, number)
                in_comment = self.obey_or_write(self.expand(lines.partition("\0")[0], place), place, depth)

    def obey_or_write(self, line: str, place: Place, depth: int) -> bool:
        """One line; the answer is whether it opened a directive of the old form that is closed in a later line."""
        if directive := _DIRECTIVE.search(line):
            if line[: directive.start()].endswith("<"):
                self.obey(line[directive.end() :].partition("/>")[0], place, depth)
            return False
        before, old_form, directive_and_rest = line.partition("<!--#")
        if not old_form:
            self.write(line, place)
            return False
        text, closed, rest = directive_and_rest.partition("-->")
        self.write(before + rest, place)
        self.obey_old_form(text.rstrip("\r\n"), place, depth)
        return not closed

    def expand(self, line: str, place: Place) -> str:
        """`$${name}`: replaced now, by nothing when the name is unknown, and never again."""
        if "$${" not in line:
            return line
        closing = pairs(line, "{", "}") if "}" in line else {}
        done: list[str] = []
        here = looked_at = 0
        while (marker := line.find("$${", looked_at)) >= 0:
            looked_at = marker + len("$${")
            end = closing.get(looked_at - 1)
            if end is not None:
                value = self.global_(line[looked_at:end], place)
                self.put_in += len(value)
                if self.put_in > LONGEST:
                    raise ConfigError(place, f"the configuration grows over {LONGEST:,} characters by its variables")
                done += (line[here:marker], value)
                here = looked_at = end + 1
            elif not self.log or self.log[-1] != _unterminated(place):
                self.log.append(_unterminated(place))
        return "".join([*done, line[here:]])

    def global_(self, name: str, place: Place) -> str:
        if name.lower() not in self.globals:
            self.unset.append(Unset(place, name))
        return self.globals.get(name.lower(), "")

    def obey(self, text: str, place: Place, depth: int) -> None:
        """`cmd="set" data="name=value"`: found by looking for the words one after the other, whatever stands between."""
        command, rest = _quoted_after(text, "cmd")
        argument, _ = _quoted_after(rest, "data")
        if command is not None and argument is not None:
            self.carry_out(command, argument, place, depth)

    def obey_old_form(self, text: str, place: Place, depth: int) -> None:
        """`<!--#include "vars.xml"-->`, from before X-PRE-PROCESS; still read."""
        command, blank, argument = text.partition(" ")
        if blank:
            before, quote, quoted = argument.partition('"')
            self.carry_out(command, quoted.partition('"')[0] if quote else before, place, depth)

    def carry_out(self, command: str, argument: str, place: Place, depth: int) -> None:
        found = 0
        match command.lower():
            case "set":
                name, equals, value = argument.partition("=")
                if equals:
                    self.globals[name.rstrip(" ").lower()] = value.lstrip(" ")
            case "include":
                found = self.include(argument, place, depth + 1)
            case outside if outside in _OUTSIDE:
                raise NotSimulated(place, f'X-PRE-PROCESS cmd="{outside}"')
            case _:
                pass  # the server reads past it without a word
        self.directives.append(Directive(place, command.lower(), argument, found))

    def include(self, pattern: str, place: Place, depth: int) -> int:
        """How many files were found."""
        folder = self.globals.get("conf_dir", "")
        if folder and pattern.startswith(f"{folder}/"):
            full = pattern
        else:
            full = posixpath.join(folder, posixpath.dirname(place.file), pattern)
        found = list(_matching(self.files, posixpath.normpath(full.removeprefix(folder).lstrip("/"))))
        if not found:
            self.log.append(LogLine(Level.ERR, f"switch_xml.c:1395 Error including {full}"))
        for name in found:
            if depth > DEEPEST:
                reason = "Maximum recursion limit reached"
                self.log.append(LogLine(Level.ERR, f"switch_xml.c:1395 Error including {full} ({reason})"))
                break
            self.read(name, depth)
        return len(found)


def _is_dropped(line: str) -> bool:
    # The server looks at a buffer that it has already cut where the first $${name} ends.
    before, marker, after = line.partition("$${")
    seen = before + marker + after.partition("}")[0]
    return "<include>" in seen or "</include>" in seen or "<?" in seen


def _quoted_after(text: str, word: str) -> tuple[str | None, str]:
    """What stands in the quotes after `word` and `=`, and the rest of the text."""
    at = text.lower().find(word)
    equals = text.find("=", at + len(word)) if at >= 0 else -1
    quote = text.find('"', equals) if equals >= 0 else -1
    if quote < 0:
        return None, ""
    value, _, rest = text[quote + 1 :].partition('"')
    return value, rest


def _unterminated(place: Place) -> LogLine:
    return LogLine(Level.ERR, f"Error [unterminated ${{var}}] in file {place.file} line {place.line}")


def _matching(files: Files, pattern: str) -> Iterator[str]:
    """Files whose path matches, sorted as glob(3) sorts them; `*` matches neither a slash nor a leading dot."""
    if not _WILD.search(pattern):
        if pattern in files:
            yield pattern
        return
    wanted = pattern.split("/")
    parts = [re.compile(fnmatch.translate(part)) for part in wanted]
    for path in sorted(files):
        names = path.split("/")
        if len(names) == len(parts) and all(
            part.match(name) and (word.startswith(".") or not name.startswith("."))
            for part, word, name in zip(parts, wanted, names, strict=True)
        ):
            yield path


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Each line that the preprocessor has to look at, and the lines between two such; with the number of the first."""
    number, here = 1, 0
    while marker := _MARKER.search(text, here):
        begin = text.rfind("\n", here, marker.start()) + 1 or here
        end = text.find("\n", marker.end()) + 1 or len(text)
        if begin > here:
            yield number, text[here:begin]
            number += text.count("\n", here, begin)
        yield number, text[begin:end]
        number += 1
        here = end
    if here < len(text):
        yield number, text[here:]
