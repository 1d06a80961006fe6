"""Kamailio 5.6 as a real proxy between two simulated telephones, each with real sockets."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.interop.addresses import Block
from tests.interop.conftest import Live
from tests.interop.kamailio import Kamailio
from tests.interop.live_lab import LiveLab, Seen

pytestmark = pytest.mark.interop

PROXY: Final = 20
EXPOSED: Final = ("--expose", "carol", "--expose", "dave")


@pytest.fixture
def kamailio(own: Block, tmp_path: Path) -> Iterator[Kamailio]:
    with Kamailio(tmp_path, own[PROXY]) as proxy:
        yield proxy


def between(seen: Sequence[Seen], phone: str) -> list[str]:
    """What a phone and the proxy say to each other, from the first call on."""
    return [one.what for one in seen if phone in (one.source, one.target) and "REGISTER" not in one.what]


def end(lab: LiveLab, proxy: Kamailio) -> tuple[list[Seen], str]:
    seen = lab.end()
    return seen, "\n".join(proxy.end())


def test_a_call_goes_through_it_with_a_route_set(live: Live, own: Block, kamailio: Kamailio) -> None:
    lab = live("telephones", "--run", "call", *EXPOSED)
    lab.until_what("200 BYE", target="carol")
    seen, handled = end(lab, kamailio)
    rings = ["180 INVITE", "PRACK", "200 PRACK", "200 INVITE", "ACK", "BYE", "200 BYE"]
    assert between(seen, "carol") == ["INVITE", "100 INVITE", *rings]
    assert between(seen, "dave") == ["INVITE", *rings]
    proxy = f"<sip:{own[PROXY]};lr"
    assert [one.text.first("Record-Route")[: len(proxy)] for one in seen if one.what == "200 INVITE"] == [proxy] * 2
    within = [one for one in seen if one.source == "carol" and one.what in ("PRACK", "ACK", "BYE")]
    assert [one.text.first("Route")[: len(proxy)] for one in within] == [proxy] * 3
    for method in ("PRACK", "ACK", "BYE"):
        assert f"request {method} from {own[13]}:5060 to sip:1003@{own[14]}:5060" in handled


def test_a_refusal_comes_back_and_an_unknown_user_is_404(live: Live, own: Block, kamailio: Kamailio) -> None:
    lab = live("telephones", "--run", "refused", *EXPOSED)
    lab.until_what("404 INVITE", target="carol")
    lab.until_what("ACK", source="carol")
    seen, handled = end(lab, kamailio)
    rings = ["180 INVITE", "PRACK", "200 PRACK"]
    refused = ["INVITE", "100 INVITE", *rings, "486 INVITE", "ACK"]
    assert between(seen, "carol") == [*refused, "INVITE", "404 INVITE", "ACK"]
    # The proxy acknowledges by itself, and one hop at a time (RFC 3261 section 17.1.1.3).
    assert between(seen, "dave") == ["INVITE", *rings, "486 INVITE", "ACK"]
    assert f"reply 486 Busy Here from {own[14]}:5060" in handled


def test_a_call_is_cancelled_hop_by_hop(live: Live, own: Block, kamailio: Kamailio) -> None:
    lab = live("telephones", "--run", "cancelled", *EXPOSED)
    lab.until_what("487 INVITE", target="carol")
    lab.until_what("ACK", source="carol")
    seen, handled = end(lab, kamailio)
    assert sorted(between(seen, "carol")[-4:]) == ["200 CANCEL", "487 INVITE", "ACK", "CANCEL"]
    assert sorted(between(seen, "dave")[-4:]) == ["200 CANCEL", "487 INVITE", "ACK", "CANCEL"]
    assert f"request CANCEL from {own[13]}:5060" in handled
