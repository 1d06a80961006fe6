"""The server: its configuration, its running profiles, its channels, and what is done to them (switch_core.c)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from voiplab.freeswitch import vanilla
from voiplab.freeswitch.bridge import Bridge
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import CallerProfile, Channel, Direction
from voiplab.freeswitch.configuration import Configuration, configuration
from voiplab.freeswitch.dialplan.channel import Action, Core, ForgetVariables, LineTaken, RunInline, Scope, SetVariable
from voiplab.freeswitch.dialplan.commands import PURE, of_directory
from voiplab.freeswitch.dialplan.dial_string import BadDialString, DialString, parse
from voiplab.freeswitch.dialplan.expand import expand
from voiplab.freeswitch.dialplan.hunt import Hunted, hunt
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.execution import Execution
from voiplab.freeswitch.log import LogLine
from voiplab.freeswitch.reader import read
from voiplab.freeswitch.sofia.dialler import SofiaDialler
from voiplab.freeswitch.sofia.profile import SofiaProfile
from voiplab.freeswitch.sofia.registrations import Binding, Registrations, Row
from voiplab.net.host import Host, NotMyAddress, PortInUse
from voiplab.recording.events import LineRun, Logged
from voiplab.sim.moment import Moment, ms, seconds
from voiplab.text.place import ConfigError, Files, NotSimulated, Place

BIND_ATTEMPTS: Final = 3
BIND_INTERVAL: Final = seconds(5)
LOOK_INTERVAL: Final = seconds(1)
WORKER: Final = seconds(1)
SQL_THREAD: Final = ms(200)
"""How long a profile takes to end: its thread, its worker, its queue."""


class Switch:
    """A running server. `files` are those on its disk; `configuration` is what it has read of them."""

    def __init__(self, host: Host, name: str, files: Files) -> None:
        """Read the files. ConfigError in the words of the real server, NotSimulated."""
        self.host = host
        self.name = name
        self.files = files
        self.configuration = load(files, host)
        self.configuration.refuse()
        self.profiles: dict[str, SofiaProfile] = {}
        self.registrations: dict[str, Registrations] = {}
        self.registered: dict[Row, Binding] = {}
        self.channels: dict[str, Channel] = {}
        self.started: Moment = host.now
        self.profile_started: dict[str, Moment] = {}
        self.sessions = 0
        self.peak = 0
        self._uuids = host.chance("uuid")

    def start(self) -> None:
        self.log_lines(self.configuration.log)
        for profile in self.configuration.profiles:
            self.start_profile(profile.name)

    # Profiles

    def start_profile(self, name: str, attempt: int = 1) -> None:
        """Open a profile's sockets; when they cannot be had it is tried again, three times in all."""
        plan = self.configuration.profile(name)
        if plan is None:
            return
        kept = self.registrations.setdefault(plan.name, Registrations(self.host, plan.name, self.registered))
        try:
            self.profiles[plan.name] = SofiaProfile(self.host, self, self.configuration, plan, kept)
        except (NotMyAddress, PortInUse):
            self._complain(plan.name, attempt)
            return
        self.profile_started[plan.name] = self.host.now
        self.log("notice", f"Started Profile {plan.name} [sofia_reg_{plan.name}]")

    def _complain(self, name: str, attempt: int) -> None:
        plan = self.configuration.profile(name)
        assert plan is not None
        ip, port = plan.setting("sip-ip").value, plan.setting("sip-port").value
        failure = f"Error Creating SIP UA for profile: {name} (sip:mod_sofia@{ip}:{port};transport=udp,tcp)"
        self.log("err", f"{failure} ATTEMPT {attempt} (RETRY IN 5 SEC)")
        if attempt < BIND_ATTEMPTS:
            self.host.after(BIND_INTERVAL, partial(self.start_profile, name, attempt + 1))
            return
        self.log(
            "err",
            f"{failure}\nThe likely causes for this are:\n"
            "1) Another application is already listening on the specified address.\n"
            "2) The IP the profile is attempting to bind to is not local to this system.",
        )

    def stop_profile(self, name: str, stopped: Callable[[], None]) -> None:
        """It is gone at once from what runs, and its calls end; its sockets close within a second. Its bindings stay."""
        running = self.profiles.pop(name)
        for channel in list(self.channels.values()):
            if channel.variables.get("sofia_profile_name") == name:
                channel.hang_up(Cause.MANAGER_REQUEST)
        # The profile's thread looks once a second whether it is to go on.
        looks = LOOK_INTERVAL - (self.host.now - self.profile_started[name]) % LOOK_INTERVAL
        self.host.after(looks, partial(self._close_profile, running, stopped))

    def _close_profile(self, profile: SofiaProfile, stopped: Callable[[], None]) -> None:
        profile.stop()
        self.log("notice", "Waiting for worker thread")
        self.host.after(WORKER, partial(self.log, "info", f"sofia:{profile.name} Destroying SQL queue."))
        self.host.after(WORKER + SQL_THREAD, partial(self._profile_ended, profile.name, stopped))

    def _profile_ended(self, name: str, stopped: Callable[[], None]) -> None:
        self.log("info", f"sofia:{name} Stopping SQL thread.")
        stopped()

    def profile(self, name: str) -> SofiaProfile | None:
        """By its name, or by one of its aliases: the domains that it serves."""
        if name in self.profiles:
            return self.profiles[name]
        return next((profile for profile in self.profiles.values() if name in self.aliases(profile)), None)

    def aliases(self, profile: SofiaProfile) -> Sequence[str]:
        plan = profile.ground.profile
        names = list(plan.aliases)
        for domain in plan.domains:
            if domain.alias:
                names += [one.name for one in self.directory.domains] if domain.name == "all" else [domain.name]
        return names

    @property
    def directory(self) -> Directory:
        return self.configuration.directory

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
        self.log_lines(fresh.log)
        self.log("info", "Timezone reloaded 0 definitions")
        for profile in self.profiles.values():
            profile.ground.configuration = fresh
        return "[Success]"

    # Channels

    def new_channel(self, name: str, direction: Direction, profile: CallerProfile) -> Channel:
        self.sessions += 1
        channel = Channel(self.host, self._uuids.uuid4(), self.sessions, name, direction, profile)
        self.channels[channel.uuid] = channel
        channel.on_hangup.append(lambda _cause: self._forget(channel))
        self.peak = max(self.peak, len(self.channels))
        return channel

    def _forget(self, channel: Channel) -> None:
        self.channels.pop(channel.uuid, None)

    def route(self, channel: Channel) -> None:
        Execution(self, channel).route()

    # The dialplan

    def core(self) -> Core:
        """What a text of the dialplan may ask the server for."""
        commands = {
            **PURE,
            **of_directory(self.directory),
            "sofia_contact": lambda argument, _scope: self.contact_of(argument),
        }
        return Core(self.configuration.globals, commands, self.host.calendar.at(self.host.now))

    def contact_of(self, argument: str) -> str:
        """sofia_contact [profile/]user@domain: where a user is reached, as a dial string."""
        where, slash, address = argument.rpartition("/")
        user, _, domain = address.partition("@")
        wanted = self.profile(where) if slash and where != "*" else None
        profiles = self.profiles.values() if not slash or where == "*" else [wanted] if wanted else []
        found = [
            f"sofia/{profile.name}/{binding.contact}"
            for profile in profiles
            for binding in profile.ground.registrations.of(user, domain)
        ]
        return ",".join(found) or "error/user_not_registered"

    def expand_dial_string(self, text: str, variables: Mapping[str, str]) -> DialString | None:
        """A user's dial-string with its own variables in it."""
        expanded = expand(text, Scope(Dialled(variables), self.core(), Place("directory", 1)))
        try:
            return parse(expanded)[0]
        except BadDialString as wrong:
            self.log("err", wrong.says)
            return None

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
        self, channel: Channel, dial_string: str, failed: Callable[[Cause], None], left: Callable[[Cause], None]
    ) -> None:
        try:
            parsed = parse(dial_string)[0]
        except BadDialString as wrong:
            self.log("err", wrong.says)
            failed(Cause.DESTINATION_OUT_OF_ORDER)
            return
        Bridge(channel, failed, left).start(self.host, SofiaDialler(self), parsed)

    # The log

    def log(self, level: str, text: str) -> None:
        self.host.note(Logged(level, text))

    def log_lines(self, lines: Sequence[LogLine]) -> None:
        for line in lines:
            self.log(line.level.name.lower(), line.text)

    # The end

    def leftovers(self) -> Sequence[str]:
        alive = [f"channel {channel.name}" for channel in self.channels.values()]
        for profile in self.profiles.values():
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
