"""Keys by the ids of what they do."""

from pathlib import Path

import pytest

from tests.tui.keyboard import Person, at_the_keyboard
from voiplab.text.place import ConfigError
from voiplab.tui.key_names import key_name
from voiplab.tui.keymap import KEYPAD, known_keys, read_preferences


def preferences(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def test_every_action_has_an_id_of_its_own_and_says_what_it_does() -> None:
    keys = list(known_keys())
    assert len({key.id for key in keys}) == len(keys)
    assert [key.id for key in keys if not key.does] == []


def test_digits_belong_to_the_keypad() -> None:
    takers = [key.id for key in known_keys() for name in key.keys.split(",") if name.strip() in KEYPAD]
    assert [one for one in takers if not one.startswith("phones.")] == []


def test_no_key_needs_alt() -> None:
    assert [key.id for key in known_keys() if "alt+" in key.keys] == []


@pytest.mark.parametrize("text", ['[keymap]\n"ladder.filter" = "F"\n', '[keymap]\nladder.filter = "F"\n'])
def test_own_keys_are_read_in_both_spellings(text: str, tmp_path: Path) -> None:
    assert read_preferences(preferences(tmp_path, text)).keymap == {"ladder.filter": "F"}


def test_plain_frames_and_the_mouse_are_set_there_too(tmp_path: Path) -> None:
    own = read_preferences(preferences(tmp_path, "ascii = true\nmouse = false\n"))
    assert (own.ascii, own.mouse) == (True, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[keymap]\n"ladder.filtre" = "f"\n', r"config.toml:2: .*ladder.filtre.*ladder.filter"),
        ('[keymap]\n"ladder.filter" = 3\n', r"config.toml:2: .*needs its keys as a text"),
        ('[keymap]\n\n"ladder.filter" = "5"\n', r"config.toml:3: 5 belongs to the keypads"),
        ('[keymap]\n"ladder.filter" = "contrl+f"\n', r"config.toml:2: there is no key contrl\+f"),
        ('[keymap]\n"ladder.filter" = "page_up"\n', r"config.toml:2: there is no key page_up.*pageup"),
        ('[keymap]\n"ladder.filter" = "f,"\n', r"config.toml:2: there is no key without a name"),
        ('[keymap]\n\n"ladder.filter" = "y"\n', r"config.toml:3: y is the key of ladder.copy already"),
        ('[keymap]\n"time.play" = "c"\n', r"config.toml:2: c is the key of lesson.check already"),
        ('[keymap]\n"log.node" = "F4"\n"log.search" = "F4"\n', r"config.toml:2: there is no key F4.*f4"),
        ('theme = "pink"\n', r"config.toml:1: there is no theme pink"),
        ('mouse = "no"\n', r"config.toml:1: mouse is true or false"),
        ("colour = 1\n", r"config.toml:1: colour is nothing that can be set"),
        ('theme = "dark"\n[keymap\n', r"config.toml:2: this is no TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=says):
        read_preferences(preferences(tmp_path, text))


def test_two_actions_can_change_their_keys_and_a_sign_is_as_good_as_its_name(tmp_path: Path) -> None:
    text = '[keymap]\n"ladder.filter" = "/"\n"ladder.search" = "f, ctrl+f"\n'
    read = read_preferences(preferences(tmp_path, text)).keymap
    assert read == {"ladder.filter": "slash", "ladder.search": "f,ctrl+f"}


def test_our_own_keys_have_names_and_do_not_collide(tmp_path: Path) -> None:
    assert [key.id for key in known_keys() for name in key.keys.split(",") if key_name(name.strip()) is None] == []
    assert read_preferences(preferences(tmp_path, "[keymap]\n")).keymap == {}


def test_an_own_key_does_what_it_says_and_the_old_one_no_longer(tmp_path: Path) -> None:
    async def story(person: Person) -> None:
        await person.press("T")
        assert "1 of 5" not in person.sees
        await person.press("ctrl+t")
        assert "1 of 5" in person.sees

    at_the_keyboard(story, tmp_path, keymap={"home.tour": "ctrl+t"})
