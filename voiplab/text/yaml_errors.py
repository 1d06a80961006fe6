"""What is wrong with a YAML file, in words for its author.

libyaml and PyYAML's own scanner word the same mistake differently; a learner should not have to know which one is installed.
"""

from typing import Final

import yaml

from voiplab.text.place import ConfigError, Place

_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (
        "mapping values are not allowed",
        "one `key: value` per line is expected: quote a value that has a colon, check the indentation",
    ),
    ("unexpected end of stream", "a closing quote is expected"),
    ("block end", "the same indentation as the lines above is expected"),
    ("expected key", "a key is expected here, indented like the ones above"),
    ("'-' indicator", "another item (-) is expected, indented like the ones above"),
    ("',' or '}'", "a comma or } is expected"),
    ("',' or ']'", "a comma or ] is expected"),
    ("expected ':'", "a colon and a space after the key are expected"),
    ("document start", "nothing more is expected after the value"),
    ("escape character", "a known escape is expected after the backslash: use single quotes to keep backslashes"),
    ("cannot start any token", "a value that begins like this is expected in quotes"),
    ("node content", "a value is expected"),
    ("nesting depth", "fewer levels inside each other are expected"),
    ("incompatible YAML document", "no %-directives are expected"),
    ("directive", "no %-directives are expected"),
    ("tag handle", "a plain value is expected, without a tag"),
    ("alphabetic or numeric character", "a name is expected after & or *"),
    ("block entries are not allowed", "a new line is expected before the first item (-)"),
    ("sequence entries are not allowed", "a new line is expected before the first item (-)"),
)


def syntax_error(file: str, text: str, error: yaml.YAMLError) -> ConfigError:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return ConfigError(Place(file, 1), "YAML is expected")
    lines = text.rstrip("\n").split("\n")
    number = min(error.problem_mark.line + 1, len(lines))  # the mark of a missing bracket lies after the last line
    place = Place(file, number, error.problem_mark.column + 1)
    if _has_tab(lines[number - 1], place.column):
        return ConfigError(place, "spaces are expected: YAML takes no tab before a key, an item or a value")
    problem = error.problem or ""
    for part, says in _WORDS:
        if part in problem:
            return ConfigError(place, says)
    return ConfigError(place, f"YAML is expected: {problem}")


def _has_tab(line: str, column: int) -> bool:
    """Whether a tab stands where the parser stopped, or indents the line that it stopped in."""
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return "\t" in indent or line[column - 1 : column] == "\t"
