"""The server: its configuration, its running profiles, its channels, and what is done to them (switch_core.c)."""

from collections.abc import Callable, Mapping, Sequence

from voiplab.freeswitch import vanilla
from voiplab.freeswitch.applications.steps import Transfer
from voiplab.freeswitch.aside import Aside
from voiplab.freeswitch.bridge import Bridge, Left
from voiplab.freeswitch.caller_profile import CallerProfile
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.configuration import Configuration, configuration
from voiplab.freeswitch.dialplan.channel import (
    Action,
    Command,
    Core,
    ForgetVariables,
    LineTaken,
    RunInline,
    Scope,
    SetVariable,
)
from voiplab.freeswitch.dialplan.commands import PURE, of_directory
from voiplab.freeswitch.dialplan.dial_string import BadDialString, DialString, parse
from voiplab.freeswitch.dialplan.expand import expand
from voiplab.freeswitch.dialplan.hunt import Hunted, hunt
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.execution import Execution
from voiplab.freeswitch.load import Load
from voiplab.freeswitch.log import LogLine
from voiplab.freeswitch.lots import Lots
from voiplab.freeswitch.profiles import Profiles
from voiplab.freeswitch.reader import read
from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.dialler import SofiaDialler
from voiplab.freeswitch.sofia.profile import SofiaProfile
from voiplab.freeswitch.states import Direction, State
from voiplab.freeswitch.transfer import attend, fetch, leave
from voiplab.freeswitch.tree import Node
from voiplab.freeswitch.undialled import refuse_dialled
from voiplab.net.host import Host
from voiplab.recording.events import LineRun, log_line
from voiplab.sim.moment import Moment
from voiplab.text.place import ConfigError, Files, NotSimulated, Place


class Switch:
    """A running server. `files` are those on its disk; `configuration` is what it has read of them."""

    def __init__(self, host: Host, name: str, files: Files) -> None:
        """Read the files. ConfigError in the words of the real server, NotSimulated."""
        self.host = host
        self.name = name
        self.files = files
        self.configuration = load(files, host)
        self.configuration.refuse()
        self._commands = self._read_commands()
        self.sofia = Profiles(self)
        self.channels: dict[str, Channel] = {}
        self.started: Moment = host.now
        self.load = Load()
        self.lots = Lots()
        self._uuids = host.chance("uuid")

    def start(self) -> None:
        self.log_lines(self.configuration.log)
        for profile in self.configuration.profiles:
            self.sofia.start(profile.name)

    # What is asked for by its name

    def profile(self, name: str) -> SofiaProfile | None:
        """A running one, by its name or an alias."""
        return self.sofia.find(name)

    @property
    def directory(self) -> Directory:
        return self.configuration.directory

    def is_loaded(self, module: str) -> bool:
        return self.configuration.is_loaded(module)

    @property
    def languages(self) -> Node:
        return self.configuration.languages

    @property
    def switchname(self) -> str:
        return self.configuration.switch_setting("switchname").value or self.host.name

    @property
    def domain(self) -> str:
        return self.configuration.globals.get("domain", "")

    # Configuration

    def replace(self, files: Files) -> None:
        """The files were saved: nothing happens until the server is told to read them."""
        self.files = dict(files)

    def reload(self) -> str:
        """`reloadxml`: what it answers. A broken file changes nothing, and running profiles keep theirs. NotSimulated."""
        try:
            fresh = load(self.files, self.host)
        except NotSimulated:
            raise
        except ConfigError as problem:
            return f"[{problem.says}]"
        fresh.refuse()
        self.configuration = fresh
        self._commands = self._read_commands()
        self.log_lines(fresh.log)
        self.log("info", "Timezone reloaded 0 definitions")
        for profile in self.sofia.running.values():
            profile.ground.configuration = fresh
        return "[Success]"

    # Channels

    @property
    def is_full(self) -> bool:
        limit = self.configuration.switch_setting("max-sessions").number
        if len(self.channels) < limit:
            return False
        self.log("crit", f"Over Session Limit! {limit}")
        return True

    def new_channel(self, name: str, direction: Direction, profile: CallerProfile) -> Channel:
        self.load.begins(self.host.now, len(self.channels) + 1)
        channel = Channel(self.host, self._uuids.uuid4(), self.load.sessions, name, direction, profile)
        self.channels[channel.uuid] = channel
        channel.on_hangup.append(lambda _cause: self._forget(channel))
        return channel

    def _forget(self, channel: Channel) -> None:
        del self.channels[channel.uuid]
        self.load.ends(self.host.now, len(self.channels))

    def route(self, channel: Channel) -> None:
        Execution(self, channel).route()

    def transfer(self, channel: Channel, extension: str, context: str = "") -> None:
        """In the context where it is, unless another one is named."""
        leave(channel)
        Execution(self, channel).transfer(Transfer(extension, "", context))

    def attend(self, here: Channel, there: Channel, replaced: Channel) -> None:
        attend(here, there, replaced)

    def connect(self, parked: Channel, fetching: Channel) -> None:
        fetch(parked, fetching)

    def take_place(self, moved: Channel, of: Channel) -> None:
        """Of one that is parked, in its slot; of another, by dialling what it had dialled."""
        slot = self.lots.of(of)
        if slot is None:
            self.transfer(moved, of.profile.destination_number)
            return
        self.go_inline(moved, slot.again)

    def go_inline(self, channel: Channel, actions: Sequence[Action]) -> None:
        """Out of whatever it does, without a hunt."""
        inline = ",".join(f"{action.application}:{action.data}" for action in actions)
        channel.log("notice", f"Transfer {channel.name} to inline[{inline}@{channel.profile.context}]")
        leave(channel)
        channel.move(State.ROUTING)
        channel.flip_caller()
        Execution(self, channel).execute(actions)

    def run_aside(self, channel: Channel, action: Action) -> None:
        self.host.after(latency.ASIDE, Aside(self, channel, action).start)

    def channel_of(self, call_id: str) -> Channel | None:
        legs = self.channels.values()
        return next((channel for channel in legs if channel.variables.get("sip_call_id") == call_id), None)

    # The dialplan

    def core(self) -> Core:
        """What a text of the dialplan may ask the server for."""
        return Core(self.configuration.globals, self._commands, self.host.calendar.at(self.host.now))

    def _read_commands(self) -> Mapping[str, Command]:
        contact = {"sofia_contact": lambda argument, _scope: self.contact_of(argument)}
        return {**PURE, **of_directory(self.directory), **contact}

    def contact_of(self, argument: str) -> str:
        """sofia_contact [profile/]user@domain: where a user is reached, as a dial string."""
        where, slash, address = argument.rpartition("/")
        user, _, domain = address.partition("@")
        wanted = self.profile(where) if slash and where != "*" else None
        profiles = self.sofia.running.values() if not slash or where == "*" else [wanted] if wanted else []
        found = [
            f"sofia/{profile.name}/{binding.contact}"
            for profile in profiles
            for binding in profile.ground.registrations.of(user, domain)
        ]
        return ",".join(found) or "error/user_not_registered"

    def expand_dial_string(self, text: str, place: Place, variables: Mapping[str, str]) -> DialString | None:
        """A user's dial-string with its own variables in it."""
        expanded = expand(text, Scope(Dialled(variables), self.core(), place))
        try:
            parsed = parse(expanded)
        except BadDialString as wrong:
            self.log("err", wrong.says)
            return None
        refuse_dialled(parsed, place)
        return parsed[0]

    def hunt(self, channel: Channel, inline: Callable[[Action], None]) -> Sequence[Action] | None:
        hunting = hunt(self.configuration.dialplan, channel.profile.context, channel, self.core())
        while True:
            try:
                step = next(hunting)
            except StopIteration as end:
                hunted: Hunted = end.value
                return hunted.actions if hunted.found else None
            match step:
                case LogLine():
                    self.log(step.level.name.lower(), step.text)
                case LineTaken(place, text):
                    self.host.note(LineRun(place, text, channel.uuid))
                case SetVariable(name, value):
                    channel.set(name, value)
                case ForgetVariables(prefix):
                    channel.forget(prefix)
                case RunInline(action):
                    inline(action)

    def bridge(
        self, channel: Channel, dial_string: str, place: Place, failed: Callable[[Cause], None], left: Left
    ) -> None:
        try:
            parsed = parse(dial_string)
        except BadDialString as wrong:
            self.log("err", wrong.says)
            failed(Cause.DESTINATION_OUT_OF_ORDER)
            return
        refuse_dialled(parsed, place)
        Bridge(channel, failed, left).start(self.host, SofiaDialler(self), parsed[0])

    # The log

    def log(self, level: str, text: str) -> None:
        self.host.note(log_line(level, text))

    def log_lines(self, lines: Sequence[LogLine]) -> None:
        for line in lines:
            self.log(line.level.name.lower(), line.text)

    # The end

    def leftovers(self) -> Sequence[str]:
        alive = [f"channel {channel.name}" for channel in self.channels.values()]
        for profile in self.sofia.running.values():
            alive += [f"profile {profile.name}: {left}" for left in profile.element.leftovers]
        return alive


def load(files: Files, host: Host) -> Configuration:
    """Read a server's files, with the globals that it knows of itself."""
    return configuration(read(files, vanilla.variables(host.ips[0], host.name)), host.network)


class Dialled:
    """What a dial-string of the directory is expanded with."""

    name = "directory"

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def field(self, _name: str) -> str | None:
        return None

    def variable(self, name: str) -> str | None:
        return self._variables.get(name)
