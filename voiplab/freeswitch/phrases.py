"""Phrase macros: which sounds a macro makes of a text (switch_ivr_phrase_macro, mod_say_en)."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from voiplab.freeswitch.dialplan.patterns import Match, Patience, search
from voiplab.freeswitch.settings import number
from voiplab.freeswitch.tree import Node
from voiplab.sim.moment import Duration, ms
from voiplab.text.place import ConfigError, NotSimulated

LANGUAGE: Final = "en"
PAUSE: Final = "100"
"""Milliseconds after each action of a macro."""
SPOKEN: Final[Duration] = 333_333
"""How long the voice of an installation takes for a letter or a digit."""


class NoMacro(ConfigError):
    """There is none of that name."""


class Said(NamedTuple):
    """A sound by its name; without one, silence. `length` is that of the voice, of others by their names."""

    sound: str
    length: Duration | None = None


def said(languages: Node, macro: str, data: str) -> Iterator[Said]:
    """What `data` sounds like. NoMacro, NotSimulated."""
    found = _macro(languages, macro)
    pause = Said("", ms(number(found.get("pause") or PAUSE)))
    patience = Patience()
    for heard in found.all("input"):
        matched = search(heard.get("pattern"), data, heard.place, patience)
        if isinstance(matched, Match):
            for action in heard.below(["match", "action"]):
                yield from _said(action, matched.substitute(action.get("data")))
                yield pause


def _macro(languages: Node, name: str) -> Node:
    language = languages.find("language", "name", LANGUAGE)
    if language is None:
        raise NoMacro(languages.place, f"Can't find language {LANGUAGE}.")
    macros = (macros.find("macro", "name", name) for macros in language.below(["phrases", "macros"]))
    found = next((macro for macro in macros if macro is not None), None)
    if found is None:
        raise NoMacro(languages.place, f"Can't find macro {name}.")
    return found


def _said(action: Node, data: str) -> Iterator[Said]:
    match action.get("function").lower(), action.get("type").lower():
        case "play-file", _:
            yield Said(data)
        case "sleep", _:
            yield Said("", ms(number(data)))
        case "say", "name_spelled":
            for letter in data.lower():
                yield Said(f"digits/{letter}.wav" if letter.isdigit() else f"ascii/{ord(letter)}.wav", SPOKEN)
        case "say", kind:
            raise NotSimulated(action.place, f"the type {kind} of say in a phrase macro")
        case function, _:
            raise NotSimulated(action.place, f"the function {function} of a phrase macro")
