"""The ladder of a run on a terminal, as wide as it is and coloured; its other forms are imported when asked for."""

from collections.abc import Callable, Mapping
from typing import Final, TypedDict

import click

from voiplab.cli.screen import columns
from voiplab.explain.canvas import Role, Span
from voiplab.explain.columns import Column
from voiplab.explain.ladder import Ladder, ladder
from voiplab.explain.messages import Messages, SipMessage, Unreadable
from voiplab.lab.lab import Lab
from voiplab.lab.run import Run
from voiplab.sip.field import sdp_of
from voiplab.text.harmless import harmless, harmless_lines


class Style(TypedDict, total=False):
    fg: str
    bold: bool
    dim: bool


STYLES: Final[Mapping[Role, Style]] = {
    Role.HEADING: {"bold": True},
    Role.NUMBER: {"dim": True},
    Role.TIME: {"dim": True},
    Role.LIFELINE: {"dim": True},
    Role.REQUEST: {"fg": "cyan"},
    Role.PROVISIONAL: {"fg": "yellow"},
    Role.SUCCESS: {"fg": "green"},
    Role.FAILURE: {"fg": "red"},
    Role.AGAIN: {"fg": "magenta"},
    Role.LOST: {"fg": "red", "bold": True},
    Role.ACT: {"bold": True},
    Role.TIMER: {"fg": "magenta"},
    Role.SOUND: {"fg": "blue"},
    Role.APPEARED: {"fg": "green"},
    Role.VANISHED: {"fg": "red"},
    Role.CHANGED: {"fg": "yellow"},
}
"""What every theme of a terminal can show; the ladder says it all without them."""


def _text(run: Run, messages: Messages) -> str:
    return coloured(ladder(messages, lab_columns(run.lab), width=columns()))


def _mermaid(run: Run, messages: Messages) -> str:
    from voiplab.explain.mermaid import mermaid

    return mermaid(messages, lab_columns(run.lab))


def _svg(run: Run, messages: Messages) -> str:
    from voiplab.explain.svg import svg

    return svg(messages, lab_columns(run.lab))


def _html(run: Run, messages: Messages) -> str:
    from voiplab.explain.html import html

    return html(messages, f"{run.lab.name}: {run.plan.name}", lab_columns(run.lab))


FORMS: Final[Mapping[str, Callable[[Run, Messages], str]]] = {
    "text": _text,
    "mermaid": _mermaid,
    "svg": _svg,
    "html": _html,
    "none": lambda _run, _messages: "",
}


def difference_of(before: Messages, after: Messages, lab: Lab, form: str) -> str:
    """What appeared, vanished or changed; nothing else is drawn of a difference than text."""
    if form == "none":
        return ""
    if form != "text":
        raise click.UsageError(f"--against draws text; --ladder {form} draws one run")
    from voiplab.explain.difference import difference_ladder

    return coloured(difference_ladder(before, after, lab_columns(lab), width=columns()))


def in_full(message: SipMessage) -> str:
    """Where it went, and its text as it was sent."""
    head = f"message {message.n}, {message.at / 1_000_000:.6f} s, {message.packet.transport.value}"
    way = f"{message.source} ({message.packet.source}) to {message.target} ({message.packet.target})"
    text = message.raw.decode("utf-8", "surrogateescape").removesuffix("\r\n")
    return "\n".join([f"{head}, {harmless(way)}", "", *harmless_lines(text, longest=2_000, most=2_000), ""])


def read_out(messages: Messages, message: SipMessage) -> str:
    """Header by header what it means there, and its session description line by line."""
    from voiplab.explain.meaning.explained import explained
    from voiplab.explain.meaning.session import session_page
    from voiplab.explain.page import as_text

    page = explained(messages, message)
    if not isinstance(message.content, Unreadable) and sdp_of(message.content):
        page += session_page(messages, message)
    return as_text(page, columns())


def lab_columns(lab: Lab) -> list[Column]:
    """The nodes in the order of the lab, each with what its label says."""
    return [Column(plan.host, plan.label) for plan in lab.nodes.values()]


def coloured(drawn: Ladder) -> str:
    rows = (*drawn.heading, *drawn.rows)
    return "".join("".join(map(_styled, row.spans)).rstrip() + "\n" for row in rows)


def _styled(span: Span) -> str:
    return click.style(span.text, **STYLES[span.role]) if span.role in STYLES else span.text
