import pytest

from voiplab.phone.actions import (
    Answer,
    Dial,
    Digits,
    DoNotDisturb,
    HangUp,
    Hold,
    NotAnAction,
    PhoneAction,
    Register,
    Reject,
    Restart,
    Resume,
    Unregister,
    completions,
    parse_action,
)

ACTIONS: list[tuple[str, PhoneAction]] = [
    ("register", Register()),
    ("unregister", Unregister()),
    ("restart", Restart()),
    ("dial 1001", Dial("1001")),
    ("dial sip:alice@192.0.2.1;transport=tcp", Dial("sip:alice@192.0.2.1;transport=tcp")),
    ("dial *61001#", Dial("*61001#")),
    ("answer", Answer()),
    ("reject", Reject()),
    ("reject 486", Reject(486)),
    ("hang up", HangUp()),
    ("hold", Hold()),
    ("resume", Resume()),
    ("dtmf 12*#A", Digits("12*#A")),
    ("dnd on", DoNotDisturb(True)),
    ("dnd off", DoNotDisturb(False)),
]


@pytest.mark.parametrize(("text", "action"), ACTIONS)
def test_an_action_is_read_from_its_text_and_written_back(text: str, action: PhoneAction) -> None:
    assert parse_action(text) == action
    assert str(action) == text


def test_spaces_do_not_matter() -> None:
    assert parse_action("  hang   up ") == HangUp()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fly", "'fly' is nothing that a phone can do; it can register"),
        ("", "'' is nothing that a phone can do"),
        ("dial", "dial needs one number or a whole sip: address"),
        ("dial 10 01", "dial needs one number or a whole sip: address, not '10 01'"),
        ("dial bob@10.0.0.2", "dial needs one number or a whole sip: address, not 'bob@10.0.0.2'"),
        ("dial sip:bob@10.0.0.2:99999", "dial needs one number or a whole sip: address"),
        ("dial sip:@", "dial needs one number or a whole sip: address"),
        ("reject 200", "reject needs a status from 300 to 699, not '200'"),
        ("answer now", "answer takes nothing more, but 'now' follows"),
        ("dtmf 12x", "dtmf needs keys"),
        ("dnd", "dnd is on or off"),
    ],
)
def test_what_is_no_action_is_refused_with_the_right_form(text: str, says: str) -> None:
    with pytest.raises(NotAnAction) as caught:
        parse_action(text)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("h", ["hang", "hold"]), ("hang ", ["up"]), ("d", ["dial", "dnd", "dtmf"]), ("dial ", []), ("hang up ", [])],
)
def test_the_words_of_an_action_are_offered(typed: str, offered: list[str]) -> None:
    assert completions(typed) == offered
