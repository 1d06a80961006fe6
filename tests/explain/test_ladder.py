from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.calls import CALLER, direct_call, lost_180_call, prack_call, to_itself_call, two_calls
from tests.explain.exchange import Exchange
from tests.explain.golden_text import check_golden
from voiplab.explain.canvas import Role
from voiplab.explain.columns import Column
from voiplab.explain.ladder import MESSAGES_ONLY, Ladder, Show, ladder
from voiplab.explain.margin import Clock
from voiplab.explain.messages import Messages
from voiplab.recording.events import Heard, Performed
from voiplab.recording.recording import Recording
from voiplab.sim.moment import ms
from voiplab.text.width import width as width_of

NEVER_HERE = {
    *(Role.FAILURE, Role.TIMER, Role.NOTE, Role.APPEARED, Role.VANISHED, Role.CHANGED),
    *(Role.MEDIA, Role.SDP),
}
COLUMNS = (Column("alice", "1000 MicroSIP"), Column("carol"), Column("freeswitch"), Column("bob", "1001 OBi1062"))


@pytest.mark.parametrize(
    ("name", "make", "width"),
    [
        ("prack", prack_call, 80),
        ("prack-wide", prack_call, 120),
        ("prack-narrow", prack_call, 50),
        ("lost-180", lost_180_call, 80),
        ("to-itself", to_itself_call, 80),
        ("direct", direct_call, 80),
        ("two-calls", two_calls, 80),
    ],
)
def test_a_ladder_is_drawn_like_this(name: str, make: Callable[[], Recording], width: int) -> None:
    drawn = ladder(Messages(make()), COLUMNS, width=width)
    check_golden(f"{name}.txt", str(drawn))
    assert widest(drawn) <= width


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("a=sendonly", "sendonly"),
        ("a=recvonly", "recvonly"),
        ("a=inactive", "inactive"),
        ("c=IN IP4 0.0.0.0", "0.0.0.0"),
        ("a=sendrecv", ""),
    ],
)
def test_an_offer_that_holds_the_call_says_how(line: str, word: str) -> None:
    go = Exchange()
    go.send(ms(0), "alice > freeswitch", f"{CALLER.invite()}{line}\n")
    arrow = str(ladder(Messages(go.recording), COLUMNS, width=120))
    assert f"offer {word}".rstrip() + " -" in arrow


def widest(drawn: Ladder) -> int:
    return max(width_of(str(row)) for row in (*drawn.heading, *drawn.rows))


def test_every_message_has_its_row_and_the_row_its_number() -> None:
    messages = Messages(prack_call())
    drawn = ladder(messages, COLUMNS, show=MESSAGES_ONLY)
    assert [row.message for row in drawn.rows] == [message.n for message in messages]


def test_the_clock_may_count_from_the_line_before() -> None:
    drawn = ladder(Messages(prack_call()), COLUMNS, show=Show(clock=Clock.PREVIOUS))
    assert [str(row).split()[0] for row in drawn.rows[:3]] == ["+0.000", "1", "2"]
    assert "+0.003" in str(drawn.rows[6])


def test_rows_say_what_each_part_of_them_is() -> None:
    drawn = ladder(Messages(lost_180_call()), COLUMNS)
    roles = {span.role for row in (*drawn.heading, *drawn.rows) for span in row.spans}
    assert roles == set(Role) - NEVER_HERE


def test_an_empty_recording_has_an_empty_ladder() -> None:
    assert str(ladder(Messages(Recording()), COLUMNS)) == ""


def test_who_takes_no_part_has_no_column() -> None:
    heading = "".join(str(row) for row in ladder(Messages(prack_call()), COLUMNS).heading)
    assert "carol" not in heading


def test_nothing_that_a_terminal_would_obey_is_drawn() -> None:
    go = Exchange()
    go.note(0, "alice", Performed("dial \x1b[2J\u202e1001", 0))
    go.send(0, "alice > freeswitch", CALLER.invite(uri="sip:\u202e\x9b31m@10.0.0.2"))
    drawn = str(ladder(Messages(go.recording), COLUMNS, width=120))
    assert not [character for character in drawn if not character.isprintable() and character != "\n"]
    assert r"\x1b[2J\u202e1001" in drawn


@given(
    st.integers(60, 160),
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans(), st.text(max_size=12)), min_size=1, max_size=6
    ),
)
@settings(max_examples=150, deadline=None)
def test_no_row_is_wider_than_the_screen(width: int, steps: list[tuple[int, int, bool, str]]) -> None:
    nodes = ("alice", "freeswitch", "bob", "carol")
    go = Exchange()
    for moment, (source, target, is_lost, text) in enumerate(steps):
        go.press(ms(moment), nodes[source], text)
        message = CALLER.response("180 Ringing", "Require: 100rel", f"RSeq: {moment}") if is_lost else CALLER.invite()
        go.send(ms(moment), f"{nodes[source]} > {nodes[target]}", message, lost="nobody is there" if is_lost else None)
    assert widest(ladder(Messages(go.recording), COLUMNS, width=width)) <= width


def test_a_sound_that_is_over_at_once_is_not_drawn() -> None:
    go = Exchange()
    go.send(0, "alice > bob", CALLER.invite())
    go.note(ms(5), "alice", Heard("alice", "silence", ""))
    go.note(ms(5), "alice", Heard("alice", "voice:bob", "10.0.0.12:4000"))
    go.note(ms(5), "bob", Heard("bob", "silence", ""))
    rows = [str(row).split("hears ")[1].split()[0] for row in ladder(Messages(go.recording)).rows[1:]]
    assert rows == ["bob", "silence"]
