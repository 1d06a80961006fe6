"""Commands for channels: `uuid_...`, `hupall`, `originate` (mod_commands.c)."""

from functools import partial
from typing import Final

from voiplab.freeswitch.causes import Cause, named
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.console.dump import dump
from voiplab.freeswitch.dialplan.channel import Action
from voiplab.freeswitch.dialplan.dial_string import BadDialString, DialString, parse
from voiplab.freeswitch.execution import Execution
from voiplab.freeswitch.originate import Originate
from voiplab.freeswitch.settings import number
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.dialler import SofiaDialler
from voiplab.freeswitch.sofia.leg_variables import MOST_HOPS
from voiplab.freeswitch.switch import Switch
from voiplab.freeswitch.undialled import refuse_dialled
from voiplab.recording.events import Answered
from voiplab.text.place import Place

NO_CHANNEL: Final = "-ERR No such channel!\n"
TYPED: Final = Place("console", 1)
"""Where an application stands that was typed."""


def _found(switch: Switch, uuid: str) -> Channel | None:
    return switch.channels.get(uuid)


def uuid_kill(switch: Switch, argument: str) -> str:
    words = argument.split()
    if not words:
        return "-USAGE: <uuid> [cause]\n"
    channel = _found(switch, words[0])
    if channel is None:
        return NO_CHANNEL
    channel.hang_up(named(words[1]) if len(words) > 1 else Cause.NORMAL_CLEARING)
    return "+OK\n"


def uuid_exists(switch: Switch, argument: str) -> str:
    return "true" if _found(switch, argument.strip()) else "false"


def uuid_getvar(switch: Switch, argument: str) -> str:
    words = argument.split()
    if len(words) != 2:
        return "-USAGE: <uuid> <var>\n"
    channel = _found(switch, words[0])
    if channel is None:
        return NO_CHANNEL
    return channel.variables.get(words[1], "_undef_")


def uuid_setvar(switch: Switch, argument: str) -> str:
    words = argument.split(" ", 2)
    if len(words) < 2:
        return "-USAGE: <uuid> <var> [value]\n"
    channel = _found(switch, words[0])
    if channel is None:
        return NO_CHANNEL
    channel.set(words[1], words[2] if len(words) > 2 else None)
    return "+OK\n"


def uuid_dump(switch: Switch, argument: str) -> str:
    words = argument.split()
    if not words:
        return "-USAGE: <uuid> [format]\n"
    channel = _found(switch, words[0])
    if channel is None:
        return NO_CHANNEL
    return dump(switch, channel)


def hupall(switch: Switch, argument: str) -> str:
    """Everybody, or those who have all the variables that are named."""
    words = argument.split()
    cause = named(words[0]) if words else Cause.MANAGER_REQUEST
    wanted = list(zip(words[1:5:2], words[2:5:2], strict=False))
    for channel in list(switch.channels.values()):
        if all(channel.variables.get(name) == value for name, value in wanted):
            switch.host.after(latency.LOOK, partial(channel.hang_up, cause))
    if not wanted:
        return f"+OK hangup all channels with cause {cause.name}\n"
    matching = " and ".join(f"[{name}]=[{value}]" for name, value in wanted)
    return f"+OK hangup all channels matching {matching} with cause: {cause.name}\n"


USAGE: Final = (
    "<call url> <exten>|&<application_name>(<app_args>) "
    "[<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]"
)


def originate(switch: Switch, argument: str) -> str | None:
    """fs_cli waits for the outcome. Here it is answered at once if it is known at once, and recorded when it is known later."""
    url, rest = _first_word(argument)
    target, rest = _first_word(rest)
    if not url or not target:
        return f"-USAGE: {USAGE}\n"
    try:
        parsed = parse(url)
    except BadDialString as wrong:
        switch.log("err", wrong.says)
        return f"-ERR {Cause.DESTINATION_OUT_OF_ORDER.name}\n"
    refuse_dialled(parsed, Place("originate", 1))
    known: list[str] = []
    is_waiting = True

    def done(outcome: Channel | Cause) -> None:
        text = f"-ERR {outcome.name}\n" if isinstance(outcome, Cause) else f"+OK {outcome.uuid}\n"
        if is_waiting:
            known.append(text)
        else:
            switch.host.note(Answered(f"originate {argument}", text))
        if isinstance(outcome, Channel):
            _go_on(switch, outcome, target, rest.split())

    Originate(switch.host, SofiaDialler(switch), None, _with_caller(parsed[0], rest.split()), done).start()
    is_waiting = False
    return known[0] if known else None


def bgapi(switch: Switch, argument: str) -> str:
    """bgapi originate ...: nobody waits for the outcome; it is recorded when it is known."""
    name, _, rest = argument.partition(" ")
    if name != "originate":
        return f"-ERR not simulated in voiplab: bgapi {name}\n"
    said = originate(switch, rest)
    if said is not None:
        switch.host.note(Answered(argument, said))
    return f"+OK Job-UUID: {switch.host.chance('job').uuid4()}\n"


def _first_word(text: str) -> tuple[str, str]:
    """Brackets keep their blanks together: `{a=b c}user/1001` and `&playback(tone_stream://%(1,2, 3))` are one word each."""
    text = text.lstrip(" ")
    depth = 0
    for place, letter in enumerate(text):
        if letter in "{[(<":
            depth += 1
        elif letter in "}])>":
            depth -= 1
        elif letter == " " and depth <= 0:
            return text[:place], text[place + 1 :]
    return text, ""


def _with_caller(parsed: DialString, words: list[str]) -> DialString:
    """[dialplan] [context] [cid_name] [cid_num] [timeout]"""
    given = dict(parsed.variables)
    for place, name in ((2, "origination_caller_id_name"), (3, "origination_caller_id_number")):
        if len(words) > place:
            given.setdefault(name, words[place])
    if len(words) > 4 and number(words[4]):
        given.setdefault("originate_timeout", words[4])
    return DialString(given, parsed.attempts)


def _go_on(switch: Switch, channel: Channel, target: str, words: list[str]) -> None:
    """Who has answered executes an application, or goes into the dialplan as if it had dialled."""
    execution = Execution(switch, channel)
    channel.flip_caller()
    if target.startswith("&"):
        application, _, data = target[1:].partition("(")
        execution.execute([Action(application, data.removesuffix(")"), TYPED)])
        return
    _transfer(channel, execution, target, words)


def _transfer(channel: Channel, execution: Execution, extension: str, words: list[str]) -> None:
    """[dialplan] [context]"""
    dialplan, context = [*words, "", ""][:2]
    profile = channel.profile
    profile.destination_number, profile.dialplan = extension, dialplan or "XML"
    profile.context = context or "default"
    channel.variables["max_forwards"] = str(MOST_HOPS)
    channel.log("notice", f"Transfer {channel.name} to {profile.dialplan}[{extension}@{profile.context}]")
    execution.route()
