"""What links do at each moment is what the network of the run did then."""

from pathlib import Path

from tests.lab.two_phones import write
from voiplab.lab.actions import action
from voiplab.lab.opening import open_lab
from voiplab.lab.run import Run
from voiplab.sim.moment import ms, seconds
from voiplab.tui.desk.links import Links, LinkState

DONE = (
    ("bob", "link lan delay 50ms loss 5%"),
    ("alice", "link lan in jitter 3ms"),
    ("bob", "unplug"),
    ("alice", "unplug"),
    ("bob", "plug in"),
    ("bob", "link lan mended"),
)


def test_links_follow_what_people_do(tmp_path: Path) -> None:
    lab = open_lab(write(tmp_path))
    run = Run(lab, lab.runs["call"], 1)
    links = Links(run.recording, lab.topology)
    moments: list[tuple[int, LinkState]] = []
    for place, (node, words) in enumerate(DONE, start=1):
        run.run(seconds(place))
        run.perform(node, action(words))
        state = links.now()
        assert state.topology == run.network.topology
        assert dict(state.unplugged) == run.network.unplugged
        moments.append((len(run.recording) - 1, state))
    assert [links.after(event) for event, _ in moments] == [state for _, state in moments]
    assert links.after(0).topology == lab.topology


def test_words_for_a_console_that_begin_like_ours_change_nothing(tmp_path: Path) -> None:
    state = LinkState(open_lab(write(tmp_path)).topology)
    assert state.after("bob", "link up") is state
    assert state.after("bob", "dial alice") is state
    assert state.after("bob", "link lan delay 5ms").topology.hosts["bob"][0].outwards.delay == ms(5)
