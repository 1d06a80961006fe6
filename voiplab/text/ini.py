"""A bounded reader of INI files, as Windows' GetPrivateProfileString reads them (the way of `MicroSIP.ini`).

Names ignore case; of two sections or keys of one name the first one counts; a semicolon begins a comment only at the start
of a line; one pair of quotes around a value is taken away; a section's name ends at the first `]` or with its line. Without the
byte order mark of UTF-16 the file is in the ANSI code page (a western one here), and a UTF-8 mark spoils the first line.
Documented by Microsoft (GetPrivateProfileStringW) and, where that is silent, by WelliSolutions' IniFileFormatReverseEngineering
on GitHub, which asked the function itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voiplab.text.place import ConfigError, Place

_BLANKS = " \t\v"
_OCTETS = 262_144


@dataclass(frozen=True, slots=True)
class Entry:
    """`key=value`; the place is the key's."""

    key: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """The keys that count, in the order of the file."""

    name: str
    place: Place
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        return next((one for one in self.entries if one.key.lower() == key.lower()), None)


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that Windows passes over, and why."""

    place: Place
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ini:
    sections: tuple[Section, ...]
    unread: tuple[Unread, ...]

    def section(self, name: str) -> Section | None:
        return next((one for one in self.sections if one.name.lower() == name.lower()), None)


def read(file: str, content: bytes) -> Ini:
    reader = _Reader(file)
    for number, line in enumerate(_lines(file, content), start=1):
        reader.take(line, Place(file, number))
    return reader.ini()


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.sections: dict[str, tuple[str, Place, dict[str, Entry]]] = {}
        self.unread: list[Unread] = []
        self.current: dict[str, Entry] | None = None
        self.why_not = "it stands above the first [section]"

    def ini(self) -> Ini:
        found = self.sections.values()
        return Ini(tuple(Section(name, at, tuple(keys.values())) for name, at, keys in found), tuple(self.unread))

    def take(self, line: str, place: Place) -> None:
        text = line.strip(_BLANKS)
        if not text or text.startswith(";"):
            return
        if text.startswith("["):
            self.open(text[1:].split("]", 1)[0].strip(_BLANKS), text, place)
        elif self.current is None:
            self.unread.append(Unread(place, text, self.why_not))
        else:
            self.set(self.current, text, place)

    def open(self, name: str, text: str, place: Place) -> None:
        first = self.sections.get(name.lower())
        if first is None:
            self.current = {}
            self.sections[name.lower()] = (name, place, self.current)
        else:
            self.current = None
            self.why_not = f"its section [{first[0]}] stands in line {first[1].line} already, and the first one counts"
            self.unread.append(Unread(place, text, self.why_not))

    def set(self, entries: dict[str, Entry], text: str, place: Place) -> None:
        key, equals, value = text.partition("=")
        key = key.rstrip(_BLANKS)
        if not equals:
            self.unread.append(Unread(place, text, "it has no ="))
        elif key.lower() in entries:
            first = entries[key.lower()].place.line
            self.unread.append(Unread(place, text, f"{key} stands in line {first} already, and the first one counts"))
        else:
            entries[key.lower()] = Entry(key, _unquoted(value.strip(_BLANKS)), place)


def _unquoted(value: str) -> str:
    is_quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _lines(file: str, content: bytes) -> Sequence[str]:
    if len(content) > _OCTETS:
        raise ConfigError(Place(file, 1), f"at most {_OCTETS} bytes are expected, and the file has {len(content)}")
    if content.startswith(b"\xff\xfe"):
        try:
            text = content[2:].decode("utf-16-le")
        except UnicodeDecodeError:
            raise ConfigError(Place(file, 1), "UTF-16 is expected after its byte order mark") from None
    else:
        text = content.decode("cp1252", "surrogateescape")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise ConfigError(Place(file, number), "text is expected, not a NUL")
    return lines
