"""What a link does to packets, in words: a few beside the link, and all of it in a sentence."""

from collections.abc import Iterator, Sequence

from voiplab.net.impairment import MILLION, Impairment
from voiplab.net.topology import Attachment
from voiplab.sim.moment import Duration

QUIET = 1_000
"""A delay of up to a millisecond is that of any cable: it is told in the sentence only."""


def link_marks(end: Attachment, *, is_cut: bool) -> Sequence[str]:
    """At most three short lines; none of a link that is as links are."""
    if is_cut:
        return ["", "unplugged"]
    if end.outwards == end.inwards:
        return list(_marks(end.outwards))
    ways = (("out", end.outwards), ("in", end.inwards))
    return [f"{name} {' '.join(marks)}" for name, one in ways if (marks := list(_marks(one)))]


def _marks(one: Impairment) -> Iterator[str]:
    if one.jitter:
        yield f"{time_text(one.delay)}..{time_text(one.delay + one.jitter)}"
    elif one.delay > QUIET:
        yield time_text(one.delay)
    if one.loss:
        yield f"loss {share_text(one.loss)}"
    rare = [f"dup {share_text(one.duplication)}"] if one.duplication else []
    rare += [f"reorder {share_text(one.reorder)}"] if one.reorder else []
    if rare:
        yield " ".join(rare)


def link_sentence(host: str, end: Attachment, *, is_cut: bool) -> str:
    """`link alice - office: out delay 50ms, loss 5%; in delay 200us`."""
    if is_cut:
        return f"link {host} - {end.network}: {host} is unplugged, nothing passes"
    if end.outwards == end.inwards:
        return f"link {host} - {end.network}: {_told(end.outwards)}"
    return f"link {host} - {end.network}: out {_told(end.outwards)}; in {_told(end.inwards)}"


def _told(one: Impairment) -> str:
    times = (("delay", one.delay), ("jitter", one.jitter))
    shares = (("loss", one.loss), ("duplication", one.duplication), ("reorder", one.reorder))
    told = [f"{name} {time_text(time)}" for name, time in times if time]
    told += [f"{name} {share_text(share)}" for name, share in shares if share]
    return ", ".join(told) or "does nothing to packets"


def time_text(time: Duration) -> str:
    if time % 1_000:
        return f"{time}us" if time < 1_000 else f"{time / 1_000:g}ms"
    return f"{time // 1_000}ms" if time < 1_000_000 else f"{time / 1_000_000:g}s"


def share_text(parts: int) -> str:
    return f"{parts * 100 / MILLION:g}%"
