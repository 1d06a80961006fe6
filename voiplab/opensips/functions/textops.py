"""textops: search and replace in the text of a message, by POSIX extended regular expressions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import regex

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.patterns import search
from voiplab.opensips.received import Received
from voiplab.opensips.script.assigning import change_uri
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.transforming import substituted
from voiplab.sip.uri import Uri

Span = Callable[[Received], tuple[int, int]]
Function = Callable[[Context, Arguments], int]


def _whole(received: Received) -> tuple[int, int]:
    return 0, len(received.buffer)


def _headers(received: Received) -> tuple[int, int]:
    return received.first_header, len(received.buffer)


def _body(received: Received) -> tuple[int, int]:
    return received.body_start, len(received.buffer)


def _find(context: Context, pattern: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where it is found first, in bytes of the buffer."""
    text = context.received.buffer[begin:end].decode("utf-8", "surrogateescape")
    found: regex.Match[str] | None = search(pattern, text, context.place, context.allowance.patience, lines=True)
    return None if found is None else (begin + found.start(), begin + found.end())


def _searching(span: Span) -> Function:
    def function(context: Context, arguments: Arguments) -> int:
        return 1 if _find(context, arguments.text(0), *span(context.received)) is not None else -1

    return function


def _appending(span: Span) -> Function:
    """Behind the first match."""

    def function(context: Context, arguments: Arguments) -> int:
        found = _find(context, arguments.text(0), *span(context.received))
        if found is None:
            return -1
        context.received.lumps.insert(found[1], arguments.text(1), origin=context.line)
        return 1

    return function


def _replacing(span: Span, every: bool) -> Function:
    def function(context: Context, arguments: Arguments) -> int:
        received = context.received
        begin, end = span(received)
        count = 0
        while begin < end and (every or not count):
            found = _find(context, arguments.text(0), begin, end)
            if found is None or found[0] == found[1]:
                break
            received.lumps.replace(*found, arguments.text(1), context.line)
            begin = found[1]
            count += 1
        return 1 if count else -1

    return function


def _substituting(span: Span) -> Function:
    """`/pattern/replacement/flags`."""

    def function(context: Context, arguments: Arguments) -> int:
        received = context.received
        begin, end = span(received)
        old = received.buffer[begin:end].decode("utf-8", "surrogateescape")
        new = substituted(old, arguments.text(0), context.place, context.allowance.patience)
        if new is None or new == old:
            return -1
        kept = _common(old, new)
        tail = _common(old[kept:][::-1], new[kept:][::-1])
        start = begin + len(old[:kept].encode("utf-8", "surrogateescape"))
        stop = end - len(old[len(old) - tail :].encode("utf-8", "surrogateescape"))
        received.lumps.replace(start, stop, new[kept : len(new) - tail], context.line)
        return 1

    return function


def _common(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def subst_uri(context: Context, arguments: Arguments) -> int:
    old = context.received.uri
    new = substituted(old, arguments.text(0), context.place, context.allowance.patience)
    if new is None or new == old:
        return -1
    context.received.uri = new
    return 1


def subst_user(context: Context, arguments: Arguments) -> int:
    changed: list[str] = []

    def with_user(uri: Uri) -> Uri:
        new = substituted(uri.user or "", arguments.text(0), context.place, context.allowance.patience)
        if new is None or new == (uri.user or ""):
            return uri
        changed.append(new)
        return replace(uri, user=new or None)

    return 1 if change_uri(context, with_user) and changed else -1


BEHAVIOUR: Final = Behaviour(
    functions={
        "search": _searching(_whole),
        "search_body": _searching(_body),
        "search_append": _appending(_headers),
        "search_append_body": _appending(_body),
        "replace": _replacing(_headers, every=False),
        "replace_all": _replacing(_headers, every=True),
        "replace_body": _replacing(_body, every=False),
        "replace_body_all": _replacing(_body, every=True),
        "replace_body_atonce": _replacing(_body, every=True),
        "subst": _substituting(_headers),
        "subst_body": _substituting(_body),
        "subst_uri": subst_uri,
        "subst_user": subst_user,
    }
)
