"""What the keys of a telephone mean where it stands."""

import pytest

from voiplab.explain.face import CALLING, HELD, HOLDS, RINGS, TALKS, Face, Line
from voiplab.lab.actions import Cable, NodeAction
from voiplab.phone.actions import parse_action
from voiplab.tui.widgets.phones.keys import (
    DIGITS,
    PAIRS,
    PLAIN,
    Entry,
    Key,
    Pressed,
    Purpose,
    digit,
    press,
    soft_keys,
    turned,
    typed,
)

TALKING = Face("talks: Bob <bob>", TALKS, lines=(Line("one", 1, 2),))
FACES = [
    Face(),
    *(Face(state=state) for state in (*CALLING, RINGS, TALKS, HOLDS, HELD, "gives up", "is refused")),
    Face(state=TALKS, rings_beside=True),
]


@pytest.mark.parametrize("key", [key for key in PLAIN if PLAIN[key] not in (*Cable,)])
def test_a_plain_key_says_what_a_telephone_understands(key: Key) -> None:
    assert str(parse_action(str(PLAIN[key]))) == str(PLAIN[key])


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.state)
@pytest.mark.parametrize("entry", [None, Entry(Purpose.DIAL, "1")])
def test_there_are_four_soft_keys_at_most_and_each_does_something(face: Face, entry: Entry | None) -> None:
    keys = soft_keys(face, entry)
    assert len(keys) <= 4
    for key in keys:
        assert press(key, face, entry) != Pressed(entry=entry)


def test_a_digit_is_a_part_of_a_number_until_there_is_a_call() -> None:
    first = digit("1", Face(), None)
    assert first == Pressed(entry=Entry(Purpose.DIAL, "1"))
    assert digit("0", Face(), first.entry).entry == Entry(Purpose.DIAL, "10")
    assert digit("#", TALKING, None) == Pressed(NodeAction("dtmf #"))


def test_in_a_call_the_digits_of_a_transfer_are_not_sent() -> None:
    asked = press(Key.TRANSFER, TALKING, None)
    assert asked == Pressed(entry=Entry(Purpose.TRANSFER))
    assert digit("2", TALKING, asked.entry) == Pressed(entry=Entry(Purpose.TRANSFER, "2"))


@pytest.mark.parametrize(
    ("purpose", "does"),
    [(Purpose.DIAL, "dial 1002"), (Purpose.TRANSFER, "transfer 1002"), (Purpose.CONSULT, "dial 1002")],
)
def test_what_was_typed_is_sent_for_its_purpose(purpose: Purpose, does: str) -> None:
    sent = press(Key.SEND, TALKING, Entry(purpose, "1002"))
    assert sent == Pressed(NodeAction(does))
    assert str(parse_action(does)) == does


@pytest.mark.parametrize("face", [Face(state=RINGS), Face(state=TALKS, rings_beside=True)])
def test_the_send_key_answers_what_rings(face: Face) -> None:
    assert press(Key.SEND, face, None) == Pressed(NodeAction("answer"))


def test_the_send_key_without_a_number_says_what_is_missing() -> None:
    assert "type a number" in press(Key.SEND, Face(), None).says


def test_deleting_more_than_was_typed_ends_the_typing() -> None:
    assert press(Key.DELETE, Face(), Entry(Purpose.DIAL, "12")).entry == Entry(Purpose.DIAL, "1")
    assert press(Key.DELETE, Face(), Entry(Purpose.DIAL, "")) == Pressed()
    assert press(Key.DELETE, Face(), None) == Pressed()


def test_a_whole_address_is_dialled_or_is_where_the_call_goes() -> None:
    assert typed(" sip:carol@10.0.0.3 ", None) == Pressed(NodeAction("dial sip:carol@10.0.0.3"))
    assert typed("sip:carol@10.0.0.3", Entry(Purpose.TRANSFER)) == Pressed(NodeAction("transfer sip:carol@10.0.0.3"))
    assert typed("  ", None) == Pressed()


def test_without_a_call_there_is_nothing_to_transfer() -> None:
    assert press(Key.TRANSFER, Face(), None).says == "there is no call to transfer"


def test_with_two_calls_the_key_to_consult_connects_them() -> None:
    both = Face("talks: Carol <carol>", TALKS, lines=(Line("one", 1, 2), Line("two", 3, 4)))
    assert turned(Key.ATTENDED, TALKING) is Key.ATTENDED
    assert turned(Key.ATTENDED, both) is Key.CONNECT
    done = press(Key.CONNECT, both, None)
    assert done == Pressed(NodeAction("transfer to Carol <carol>'s call"))
    assert str(parse_action(str(done.action))) == str(done.action)


@pytest.mark.parametrize(
    ("key", "face"),
    [
        (Key.HOLD, Face(state=HOLDS)),
        (Key.MUTE, Face(state=TALKS, lines=(Line("one", 1, 2, is_muted=True),))),
        (Key.QUIET, Face(does_not_disturb=True)),
        (Key.REGISTER, Face(account="is registered")),
        (Key.UNPLUG, Face(is_plugged_in=False)),
    ],
)
def test_a_key_with_two_positions_goes_to_the_other_one(key: Key, face: Face) -> None:
    assert turned(key, Face()) is key
    assert turned(key, face) is PAIRS[key]


def test_the_keypad_has_twelve_keys() -> None:
    assert sorted(DIGITS) == sorted("0123456789*#")
