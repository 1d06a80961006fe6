import pytest

from tests.explain.calls import direct_call, lost_180_call, prack_call
from tests.explain.golden_text import check_golden
from voiplab.explain.messages import Messages
from voiplab.explain.why import why


@pytest.mark.parametrize(("name", "n"), [("why-180", 10), ("why-invite", 6), ("why-first", 1)])
def test_the_chain_ends_at_a_key(name: str, n: int) -> None:
    messages = Messages(prack_call())
    check_golden(f"{name}.txt", str(why(messages, messages[n - 1])))


def test_the_repetitions_before_are_told_once() -> None:
    messages = Messages(lost_180_call())
    check_golden("why-again.txt", str(why(messages, messages[5])))


def test_what_no_event_caused_was_there_from_the_start() -> None:
    messages = Messages(direct_call())
    assert [because.text for because in why(messages, messages[0]).chain] == ["because alice was started"]


def test_every_link_names_its_event_and_goes_back_in_time() -> None:
    messages = Messages(prack_call())
    links = [link.event for link in why(messages, messages[9]).chain if link.text.startswith("because")]
    assert links == sorted(links, reverse=True)
    assert len(links) == 7
