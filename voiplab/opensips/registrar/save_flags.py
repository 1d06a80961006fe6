"""The flags of save(). Module documentation of OpenSIPS 3.2, "registrar", section save()."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Final

from voiplab.opensips.log import LogLine, error, warning
from voiplab.opensips.usrloc.record import Matching

_FLAG: Final = re.compile(r"([ceE])([0-9]*)|p(.)|M<([^>]+)>|M(.)|(.)", re.DOTALL)
_ORIGIN: Final = "core:reg_parse_save_flags"


class PathMode(Enum):
    """What becomes of Path; the value is the flag."""

    UNREAD = ""
    NEVER_TOLD = "0"
    TOLD_IF_SUPPORTED = "1"
    STRICT = "2"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class SaveFlags:
    """`None`: as the module's parameter has it."""

    memory_only: bool = False
    reply: bool = True
    force: bool = False
    only_asked: bool = False
    path_received: bool = False
    path: PathMode = PathMode.UNREAD
    max_contacts: int | None = None
    min_expires: int | None = None
    max_expires: int | None = None
    matching: Matching | str | None = None
    """A text is the parameter of the URI that has to be the same."""
    log: Sequence[LogLine] = ()


@lru_cache(maxsize=64)
def parse_save_flags(text: str) -> SaveFlags:
    flags = SaveFlags()
    for found in _FLAG.finditer(text):
        limit, number, path, parameter, matching, letter = found.groups()
        if limit:
            flags = _limited(flags, limit, int(number[-9:] or 0))
        elif path:
            flags = _with_path(flags, path)
        elif parameter:
            flags = replace(flags, matching=parameter)
        elif matching:
            flags = _matched(flags, matching)
        else:
            flags = _lettered(flags, letter)
    return flags


def _limited(flags: SaveFlags, limit: str, number: int) -> SaveFlags:
    match limit:
        case "c":
            return replace(flags, max_contacts=number)
        case "e":
            return replace(flags, min_expires=number)
        case _:
            return replace(flags, max_expires=number)


def _with_path(flags: SaveFlags, mode: str) -> SaveFlags:
    if mode in "012":
        return replace(flags, path=PathMode(mode))
    return _complain(flags, error(_ORIGIN, f"invalid value for PATH 'p' param, discarding trailing <{mode}>"))


def _matched(flags: SaveFlags, mode: str) -> SaveFlags:
    if mode in "01":
        return replace(flags, matching=Matching(int(mode)))
    return _complain(flags, error(_ORIGIN, f"invalid value for MATCH 'M' param, discarding trailing <{mode}>"))


def _lettered(flags: SaveFlags, letter: str) -> SaveFlags:
    match letter:
        case "m":
            return replace(flags, memory_only=True)
        case "r":
            return replace(flags, reply=False)
        case "f":
            return replace(flags, force=True)
        case "o":
            return replace(flags, only_asked=True)
        case "v":
            return replace(flags, path_received=True)
        case "s":
            return flags  # it only counts with sock_hdr_name
        case _:
            return _complain(flags, warning(_ORIGIN, f"unsupported flag {letter} "))


def _complain(flags: SaveFlags, line: LogLine) -> SaveFlags:
    return replace(flags, log=(*flags.log, line))
