"""A link is made worse while a run goes on: in words, in scripts, in journals."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.two_phones import LAB, write
from voiplab.lab.actions import action
from voiplab.lab.impairing import LONGEST, TROUBLES, Impair, Way, parse_impair
from voiplab.lab.journal_file import journal_file, read_journal
from voiplab.lab.lab import Lab
from voiplab.lab.node import ImpossibleAction
from voiplab.lab.opening import open_lab
from voiplab.lab.run import Run
from voiplab.net.impairment import MILLION, PERFECT, Impairment
from voiplab.recording.events import Arrived, Lost, Performed
from voiplab.sim.moment import ms, seconds
from voiplab.text.place import ConfigError

SLOW = "link lan delay 50ms"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return open_lab(write(tmp_path))


def call(lab: Lab) -> Run:
    return Run(lab, lab.runs["call"], 1)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        (SLOW, Impair("lan", Way.BOTH, (("delay", ms(50)),))),
        ("link lan in loss 5%", Impair("lan", Way.IN, (("loss", 50_000),))),
        ("link lan out jitter 10ms reorder 0.5%", Impair("lan", Way.OUT, (("jitter", ms(10)), ("reorder", 5_000)))),
        ("link lan mended", Impair("lan", mended=True)),
        ("link lan mended delay 30us", Impair("lan", Way.BOTH, (("delay", 30),), mended=True)),
    ],
)
def test_a_link_is_impaired_in_words(text: str, means: Impair) -> None:
    assert action(text) == means
    assert str(means) == text


def test_the_order_of_the_words_is_not_asked_for() -> None:
    assert str(parse_impair("link lan loss 5% delay 50ms")) == "link lan delay 50ms loss 5%"


TIMES = st.integers(0, LONGEST)
SHARES = st.integers(0, MILLION)
AMOUNTS = st.fixed_dictionaries(
    {}, optional={name: TIMES if name in ("delay", "jitter") else SHARES for name in TROUBLES}
)


@settings(max_examples=150, deadline=None)
@given(amounts=AMOUNTS, way=st.sampled_from(Way), mended=st.booleans())
def test_what_is_written_is_read_again(amounts: dict[str, int], way: Way, mended: bool) -> None:
    troubles = tuple((name, amounts[name]) for name in TROUBLES if name in amounts)
    impair = Impair("lan", way, troubles, mended or not troubles)
    assert action(str(impair)) == impair


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("link", "a network and what its link does are expected: link office delay 50ms jitter 10ms loss 5%"),
        ("link lan", "what the link does is expected, or `mended`"),
        ("link lan in", "what the link does is expected, or `mended`"),
        ("link lan los 5%", "a link knows no los; did you mean loss?"),
        ("link lan loss", "how much loss is expected behind it"),
        ("link lan loss 5", "`5` is no share; expected one between 0% and 100%, like 1.5%"),
        ("link lan delay 5", "`5` is no time; expected something like 500ms"),
        ("link lan delay 2h", "`2h` is too long; a link takes 60s at most"),
        ("link lan loss 5% loss 6%", "loss stands there twice"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(ImpossibleAction) as refused:
        action(text)
    assert str(refused.value).startswith(says)


def test_what_is_not_named_stays_and_mended_takes_all_away() -> None:
    before = Impairment(delay=ms(1), loss=5)
    assert parse_impair("link lan jitter 2ms").applied(before) == Impairment(delay=ms(1), jitter=ms(2), loss=5)
    assert parse_impair("link lan mended").applied(before) == PERFECT


def test_packets_are_late_from_then_on(lab: Lab) -> None:
    run = call(lab)
    run.perform("bob", action(SLOW))
    run.run()
    ways = [event.at - run.recording[event.what.sent].at for event in run.recording if isinstance(event.what, Arrived)]
    assert dict.fromkeys(ways) == {ms(51): None}  # alice's own cable still takes 1 ms


def test_one_direction_can_lose_everything_and_the_other_nothing(lab: Lab) -> None:
    run = call(lab)
    run.perform("bob", action("link lan in loss 100%"))
    run.run()
    lost = [event.what.reason for event in run.recording if isinstance(event.what, Lost)]
    assert dict.fromkeys(lost) == {"lost between lan and bob": None}


def test_it_is_written_down_and_done_again(lab: Lab) -> None:
    run = call(lab)
    run.perform("bob", action("link lan jitter 20ms loss 30%"))
    run.run()
    written = read_journal("j", journal_file("call", run.journal), lab, lab.runs["call"])
    again = Run(lab, lab.runs["call"], 1, written)
    again.run()
    assert again.journal == run.journal
    assert again.digest() == run.digest()
    acted = [event.what.action for event in again.recording if isinstance(event.what, Performed)]
    assert acted[:1] == ["link lan jitter 20ms loss 30%"]


def test_a_host_without_that_link_says_so_and_nothing_is_written_down(lab: Lab) -> None:
    run = call(lab)
    with pytest.raises(ImpossibleAction, match="bob has no link to len; it is linked to lan"):
        run.perform("bob", action("link len loss 5%"))
    assert run.journal == []


def with_script(line: str) -> str:
    return LAB.replace("{at: 1s, alice: dial bob}", line)


def test_a_script_impairs_links_too(tmp_path: Path) -> None:
    lab = open_lab(
        write(tmp_path, with_script("{at: 1s, alice: dial bob}\n      - {when: bob rings, bob: link lan loss 100%}"))
    )
    run = call(lab)
    run.run()
    assert run.network.topology.hosts["bob"][0].inwards.loss == MILLION
    assert [event.what.reason for event in run.recording if isinstance(event.what, Lost)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{at: 1s, alice: link wan loss 5%}", "alice has no link to wan; it is linked to lan"),
        ("{at: 1s, alice: link lan loss much}", "`much` is no share"),
    ],
)
def test_a_wrong_link_in_a_file_is_said_with_its_line(tmp_path: Path, lab: Lab, line: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        open_lab(write(tmp_path, with_script(line)))
    assert str(refused.value).startswith(f"lab.yaml:9: {says}")
    with pytest.raises(ConfigError) as refused:
        read_journal("j", f"- {line}\n".encode(), lab, lab.runs["call"])
    assert str(refused.value).startswith(f"j:1: {says}")


def test_a_delay_that_is_taken_away_again_leaves_packets_as_before(lab: Lab) -> None:
    run = call(lab)
    run.perform("bob", action(SLOW))
    run.run(seconds(2))
    run.perform("bob", action("link lan delay 1ms"))
    assert run.network.topology == lab.topology
