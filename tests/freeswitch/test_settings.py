import pytest

from voiplab.freeswitch.settings import Setting, Settings, is_true, number


@pytest.mark.parametrize(
    "text", ["true", "TRUE", "yes", "on", "t", "enabled", "active", "allow", "1", "-1", "42", "2.5"]
)
def test_these_words_and_numbers_switch_on(text: str) -> None:
    assert is_true(text)


@pytest.mark.parametrize(
    "text", ["", "false", "no", "off", "enable", "y", "0", "0.9", "1x", " true", "true ", "”true”", "deny", "+1"]
)
def test_everything_else_is_off_without_a_word(text: str) -> None:
    assert not is_true(text)


@pytest.mark.parametrize(
    ("text", "value"), [("5060", 5060), (" 60s", 60), ("-1", -1), ("", 0), ("auto", 0), ("1e3", 1), ("٣", 0)]
)
def test_a_number_is_what_a_text_begins_with(text: str, value: int) -> None:
    assert number(text) == value


def test_of_a_repeated_setting_the_last_counts_whatever_its_case() -> None:
    settings = Settings([Setting("Context", "a"), Setting("context", "b"), Setting("dialplan", "XML")])
    assert settings.last("CONTEXT") == Setting("context", "b")
    assert settings.last("nosuch") is None


def test_what_is_inherited_stands_behind_what_is_ones_own() -> None:
    own, inherited = Settings([Setting("a", "1")]), Settings([Setting("A", "2"), Setting("b", "3")])
    assert list(own.over(inherited)) == [Setting("a", "1"), Setting("b", "3")]
