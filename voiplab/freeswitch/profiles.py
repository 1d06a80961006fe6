"""The SIP profiles of a server: started, stopped, and found by their names (sofia.c)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.configuration import Configuration, Profile
from voiplab.freeswitch.sofia.core import Core
from voiplab.freeswitch.sofia.profile import SofiaProfile
from voiplab.freeswitch.sofia.registrations import Binding, Registrations, Row
from voiplab.net.host import Host, NotMyAddress, PortInUse
from voiplab.sim.moment import Moment, ms, seconds

BIND_ATTEMPTS: Final = 3
BIND_INTERVAL: Final = seconds(5)
LOOK_INTERVAL: Final = seconds(1)
WORKER: Final = seconds(1)
SQL_THREAD: Final = ms(200)
"""How long a profile takes to end: its thread, its worker, its queue."""
DEPRECATED: Final[Mapping[str, str]] = {
    "rtp-timeout-sec": "media_timeout",
    "rtp-hold-timeout-sec": "media_hold_timeout",
}
"""Parameters that still work, and the variables that took their place."""


class Server(Core, Protocol):
    """What the profiles need of the switch."""

    @property
    def host(self) -> Host: ...
    @property
    def configuration(self) -> Configuration:
        """As it was read last."""

    @property
    def channels(self) -> Mapping[str, Channel]: ...
    def log(self, level: str, text: str) -> None: ...


class Profiles:
    """`running` ones by name. Bindings outlive their profile: `registered` is the server's own table of all of them."""

    def __init__(self, server: Server) -> None:
        self.running: dict[str, SofiaProfile] = {}
        self.started: dict[str, Moment] = {}
        self.registered: dict[Row, Binding] = {}
        self._server = server
        self._registrations: dict[str, Registrations] = {}

    def start(self, name: str, attempt: int = 1) -> None:
        """Open a profile's sockets; when they cannot be had it is tried again, three times in all."""
        server = self._server
        plan = server.configuration.profile(name)
        if plan is None:
            return
        self._log_settings(plan)
        kept = self._registrations.setdefault(plan.name, Registrations(server.host, plan.name, self.registered))
        try:
            profile = SofiaProfile(server.host, server, server.configuration, plan, kept)
        except (NotMyAddress, PortInUse):
            self._complain(plan.name, attempt)
            return
        self.running[plan.name] = profile
        self.started[plan.name] = server.host.now
        server.log("notice", f"Started Profile {plan.name} [sofia_reg_{plan.name}]")
        server.log("info", f"sofia:{plan.name} Starting SQL thread.")
        for alias in self.aliases(profile):
            server.log("notice", f"Adding Alias [{alias}] for profile [{plan.name}]")

    def rescan(self, profile: SofiaProfile, fresh: Profile) -> None:
        """What the SIP stack was made with is not read again: see `sofia.rescan`."""
        self._log_settings(fresh)
        profile.ground.rescan(fresh)

    def _log_settings(self, plan: Profile) -> None:
        """Every parameter as it was read."""
        log = self._server.log
        for setting in plan.settings:
            log("debug", f"{setting.name} [{setting.value}]")
            if setting.name.lower() in DEPRECATED:
                log("warning", f"{setting.name} deprecated use {DEPRECATED[setting.name.lower()]} variable.")
        log("info", f"Setting MAX Auth Validity to {plan.setting('max-auth-validity').number} Attempts")

    def _complain(self, name: str, attempt: int) -> None:
        server = self._server
        plan = server.configuration.profile(name)
        assert plan is not None
        ip, port = plan.setting("sip-ip").value, plan.setting("sip-port").value
        failure = f"Error Creating SIP UA for profile: {name} (sip:mod_sofia@{ip}:{port};transport=udp,tcp)"
        server.log("err", f"{failure} ATTEMPT {attempt} (RETRY IN 5 SEC)")
        if attempt < BIND_ATTEMPTS:
            server.host.after(BIND_INTERVAL, partial(self.start, name, attempt + 1))
            return
        server.log(
            "err",
            f"{failure}\nThe likely causes for this are:\n"
            "1) Another application is already listening on the specified address.\n"
            "2) The IP the profile is attempting to bind to is not local to this system.",
        )

    def stop(self, name: str, stopped: Callable[[], None]) -> None:
        """It is gone at once from what runs, and its calls end; its sockets close within a second. Its bindings stay."""
        server = self._server
        profile = self.running.pop(name)
        for channel in list(server.channels.values()):
            if channel.variables.get("sofia_profile_name") == name:
                channel.hang_up(Cause.MANAGER_REQUEST)
        # The profile's thread looks once a second whether it is to go on.
        looks = LOOK_INTERVAL - (server.host.now - self.started[name]) % LOOK_INTERVAL
        server.host.after(looks, partial(self._close, profile, stopped))

    def _close(self, profile: SofiaProfile, stopped: Callable[[], None]) -> None:
        profile.stop()
        server = self._server
        server.log("notice", "Waiting for worker thread")
        server.host.after(WORKER, partial(server.log, "info", f"sofia:{profile.name} Destroying SQL queue."))
        server.host.after(WORKER + SQL_THREAD, partial(self._ended, profile.name, stopped))

    def _ended(self, name: str, stopped: Callable[[], None]) -> None:
        self._server.log("info", f"sofia:{name} Stopping SQL thread.")
        stopped()

    def find(self, name: str) -> SofiaProfile | None:
        """By its name, or by one of its aliases: the domains that it serves."""
        if name in self.running:
            return self.running[name]
        return next((profile for profile in self.running.values() if name in self.aliases(profile)), None)

    def aliases(self, profile: SofiaProfile) -> Sequence[str]:
        plan, directory = profile.ground.profile, self._server.configuration.directory
        names = list(plan.aliases)
        for domain in plan.domains:
            if domain.alias:
                names += [one.name for one in directory.domains] if domain.name == "all" else [domain.name]
        return names
