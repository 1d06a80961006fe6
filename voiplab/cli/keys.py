"""`voiplab keys`: all keys of the application."""

import click

from voiplab.cli.screen import say, table, talk


@click.command(name="keys")
def command() -> None:
    """All keys of the application, by the ids of what they do.

    \b
    Your own go into config.toml (`voiplab locate` says where):
      [keymap]
      "ladder.filter" = "f,f7"
    Digits, * and # belong to the keypads of the telephones.
    """
    from voiplab.tui.desk.memory import config_folder
    from voiplab.tui.keymap import FILE, known_keys, read_preferences

    own = read_preferences(config_folder() / FILE).keymap
    rows = [(key.id, _shown(own.get(key.id, key.keys)), key.does) for key in known_keys()]
    say(table([("ACTION", "KEYS", "WHAT IT DOES"), *rows]))
    if own:
        talk(f"\n{len(own)} of them are your own, from {config_folder() / FILE}.")


NAMES = {
    "full_stop": ".",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "slash": "/",
    "equals_sign": "=",
    "question_mark": "?",
    "colon": ":",
    "asterisk": "*",
    "number_sign": "#",
}
"""How Textual calls keys that have no letter."""


def _shown(keys: str) -> str:
    return ", ".join(NAMES.get(key.strip(), key.strip()) for key in keys.split(","))
