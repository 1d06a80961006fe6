"""regcomp(3) and regexec(3) of the machine that runs the tests, which the real server calls too."""

import ctypes
import ctypes.util
import sys
from typing import Final

_EXTENDED, _IGNORECASE, _NEWLINE = 1, 2, 4
_SIZE: Final = 256
"""More octets than any `regex_t` has."""


class _Span(ctypes.Structure):
    _fields_ = (("begin", ctypes.c_int), ("end", ctypes.c_int))


def _library() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("c") if sys.platform == "linux" else None
    library = ctypes.CDLL(name) if name else None
    return library if library is not None and hasattr(library, "gnu_get_libc_version") else None


LIBRARY: Final = _library()


def search(pattern: bytes, subject: bytes, lines: bool = False) -> tuple[int, int] | bool:
    """Where the match begins and ends; False without one; True when the pattern is refused."""
    assert LIBRARY is not None
    compiled = ctypes.create_string_buffer(_SIZE)
    flags = _EXTENDED | _IGNORECASE | (_NEWLINE if lines else 0)
    if LIBRARY.regcomp(compiled, pattern, flags):
        return True
    span = _Span()
    missed = LIBRARY.regexec(compiled, subject, 1, ctypes.byref(span), 0)
    LIBRARY.regfree(compiled)
    return False if missed else (span.begin, span.end)
