"""`voiplab trace`: the ladder of a capture that somebody made, with tcpdump, Wireshark or voiplab itself."""

import sys
from collections.abc import Sequence
from json import dumps
from pathlib import Path
from typing import Final

import click

from voiplab.capture.filter import FIELDS, Filter, values_of
from voiplab.capture.filter_reader import read_filter
from voiplab.capture.trace import Trace, read_trace
from voiplab.cli import exits
from voiplab.cli.drawing import coloured, in_full, read_out
from voiplab.cli.screen import columns, talk
from voiplab.course.saving import save
from voiplab.explain.as_json import About, Json, NodeShown, message_object, run_object
from voiplab.explain.header_difference import changes
from voiplab.explain.ignored import NOTHING
from voiplab.explain.ladder import Line, drawn
from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.explain.story import arrows_of
from voiplab.sip.pattern_reader import PatternError
from voiplab.text.harmless import harmless
from voiplab.text.nearest import did_you_mean

MOST_COLUMNS: Final = 30


class FilterType(click.ParamType[Filter]):
    name = "FILTER"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Filter:
        try:
            return read_filter(value)
        except PatternError as wrong:
            self.fail(str(wrong), param, ctx)


@click.command(name="trace")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--filter", "chosen", type=FilterType(), metavar="FILTER", help="Only the messages that it fits.")
@click.option("--explain", "read", type=click.IntRange(1), metavar="N", help="Message N, header by header.")
@click.option("--raw", "shown", type=click.IntRange(1), metavar="N", help="Message N in full.")
@click.option(
    "--diff", "pair", type=(click.IntRange(1), click.IntRange(1)), metavar="N M", help="What differs between two."
)
@click.option("--json", "wants_json", is_flag=True, help="One JSON object with all messages, instead of a ladder.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write into this file.")
def command(
    file: Path,
    chosen: Filter | None,
    read: int | None,
    shown: int | None,
    pair: tuple[int, int] | None,
    wants_json: bool,
    out: Path | None,
) -> int:
    """Draw the ladder of a capture: pcap or pcapng, SIP over UDP and TCP.

    \b
    A filter compares fields with = and != (the whole value; 18x is 180 to 189),
    ~ and !~ (anywhere in it; * stands for anything), joined by and, or, not and
    parentheses. Fields: method, status, src, dst, from, to, or any header.

    \b
      voiplab trace call.pcapng
      voiplab trace call.pcapng --filter "method=INVITE and from~1000"
      voiplab trace call.pcapng --filter "status=4xx or not src=192.168.10.20"
      voiplab trace call.pcapng --explain 12
      voiplab trace call.pcapng --raw 12
      voiplab trace call.pcapng --diff 9 12
      ssh server tcpdump -c 200 -w - port 5060 | voiplab trace -
    """
    trace = _read(file)
    kept = [message for message in trace.messages if chosen is None or chosen.keeps(message)]
    if read is not None:
        text = read_out(trace.messages, _message(trace, read))
    elif shown is not None:
        text = _in_full(trace, _message(trace, shown))
    elif pair is not None:
        text = _difference(_message(trace, pair[0]), _message(trace, pair[1]))
    elif wants_json:
        text = _json(trace, file, kept)
    else:
        text = _ladder(trace, kept)
    if out is None:
        click.echo(text, nl=False)
    else:
        save(out, text.encode("utf-8", "surrogateescape"))
    for remark in [*trace.remarks, *_misspelt(trace, chosen)]:
        talk(harmless(remark, 500))
    if trace.broken is None:
        talk(f"{len(kept)} of {len(trace.messages)} SIP messages, in {trace.packets} packets.")
        return exits.FINE
    talk(f"Error: {harmless(file.name)}, {trace.broken}; {trace.packets} packets before that were read")
    return exits.INVALID


def _read(file: Path) -> Trace:
    if str(file) == "-":
        return read_trace(sys.stdin.buffer)
    with file.open("rb") as opened:
        return read_trace(opened)


def _message(trace: Trace, number: int) -> SipMessage:
    message = trace.messages.number(number)
    if message is None:
        raise click.UsageError(f"there is no message {number}: this capture has {len(trace.messages)}")
    return message


def _ladder(trace: Trace, kept: Sequence[SipMessage]) -> str:
    """The numbers are those of the whole capture, and so is what counts as a repetition."""
    wanted = {message.n: None for message in kept}
    nodes = list(dict.fromkeys(node for message in kept for node in (message.source, message.target)))
    drawable = nodes[:MOST_COLUMNS]
    lines = [
        Line(arrow)
        for arrow in arrows_of(trace.messages)
        if arrow.message.n in wanted and all(node in drawable for node in arrow.nodes)
    ]
    if len(lines) < len(kept):
        talk(
            f"{len(nodes)} addresses have a part in it, and a ladder has room for {MOST_COLUMNS}: "
            f"{len(kept) - len(lines)} messages of the others are not drawn. --filter chooses, as in src=10.0.0.1"
        )
    return coloured(drawn(lines, (), width=columns()))


def _in_full(trace: Trace, message: SipMessage) -> str:
    said = trace.comments[message.event.id]
    return in_full(message) + "".join(f"{harmless(comment, 500)}\n" for comment in (said and ("", *said)))


def _difference(before: SipMessage, after: SipMessage) -> str:
    for message in (before, after):
        if isinstance(message.content, Unreadable):
            raise click.UsageError(f"message {message.n} is no SIP message: {harmless(message.content.says)}")
    lines = [
        line for change in changes(before, after, (_cseq(before), _cseq(after)), NOTHING) for line in change.lines()
    ]
    head = f"from message {before.n} {harmless(before.summary)} to message {after.n} {harmless(after.summary)}:"
    return "".join(f"{line}\n" for line in [head, *(lines or ["no difference"])])


def _cseq(message: SipMessage) -> str:
    return "" if isinstance(message.content, Unreadable) else str(message.content.cseq)


def _json(trace: Trace, file: Path, kept: Sequence[SipMessage]) -> str:
    """In the form of a run, and with the comments of the packets."""
    nodes = {node: NodeShown("", tuple(ips)) for node, ips in trace.ips.items()}
    found = run_object(trace.messages, About(file.name, "", 0, nodes))
    messages: list[Json] = [
        {**message_object(trace.messages, message, nodes), "comments": list(trace.comments[message.event.id])}
        for message in kept
    ]
    return dumps({**found, "messages": messages}, indent=2) + "\n"


def _misspelt(trace: Trace, chosen: Filter | None) -> Sequence[str]:
    """Fields that no message has are more often misspelt than looked for."""
    fields = {} if chosen is None else dict.fromkeys(chosen.fields())
    return [
        f"no message has a header {field}{did_you_mean(field.lower(), FIELDS)}"
        for field in fields
        if field.lower() not in FIELDS and not any(values_of(field, message) for message in trace.messages)
    ]
