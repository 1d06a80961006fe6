"""The configuration of one server, typed: what its files mean, with the place of every value."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from voiplab.freeswitch.access_lists import AccessLists, access_lists
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.log import LogLine
from voiplab.freeswitch.parameters import PROFILE
from voiplab.freeswitch.reader import Document, read
from voiplab.freeswitch.settings import Setting, Settings
from voiplab.freeswitch.tree import Node
from voiplab.sip.value import value
from voiplab.text.place import Files, NotSimulated, Place

_SWITCH_DEFAULTS: Final[Mapping[str, str]] = {
    "max-sessions": "1000",
    "sessions-per-second": "30",
    "rtp-start-port": "16384",
    "rtp-end-port": "32768",
    "switchname": "",
}


@value(frozen=True, slots=True)
class ProfileDomain:
    """`<domain name="all" alias="true" parse="false"/>`: `all` stands for every domain of the directory."""

    name: str
    alias: bool
    place: Place


@value(frozen=True, slots=True)
class Profile:
    """A SIP profile. `aliases` are further names of it; `gateways` are the places of what is not simulated."""

    name: str
    settings: Settings
    aliases: Sequence[str]
    domains: Sequence[ProfileDomain]
    gateways: Sequence[Setting]
    place: Place

    def setting(self, name: str) -> Setting:
        """The setting in force, or the server's default, which has no place. KeyError: there is no such parameter."""
        parameter = PROFILE[name]
        found = self.settings.all(name)
        if parameter.empty_is_skipped:
            found = Settings(setting for setting in found if setting.value)
        return found.last(name) or Setting(name, parameter.default)

    def codecs(self, direction: str) -> Setting:
        """`inbound` or `outbound`: whichever of the special and the common parameter was written last."""
        name = f"{direction}-codec-prefs"
        return self.settings.last(name, "codec-prefs") or self.setting(name)

    def lists(self, name: str) -> Sequence[Setting]:
        """`apply-inbound-acl` and its sisters: each one adds a list, and `none` takes all away that stand before it."""
        found: list[Setting] = []
        for setting in self.settings.all(name):
            if setting.value.lower() == "none":
                found.clear()
            elif setting.value:
                found.append(setting)
        return found

    def refused(self) -> Iterator[NotSimulated]:
        for setting in self.settings:
            parameter = PROFILE.get(setting.name.lower())
            if parameter and setting.place and parameter.refuses(setting.value):
                yield NotSimulated(
                    setting.place, f'<param name="{setting.name}" value="{setting.value}"/> of a SIP profile'
                )
        for gateway in self.gateways:
            if gateway.place:
                yield NotSimulated(gateway.place, f'the gateway "{gateway.name}" of profile {self.name}')


@value(frozen=True, slots=True)
class Configuration:
    root: Node
    """All that was read: what `xml_locate` shows."""
    globals: Mapping[str, str]
    profiles: Sequence[Profile]
    """In file order; of two with one name the first is started."""
    switch: Settings
    modules: Sequence[Setting] | None
    """What `modules.conf` loads; without that file all modules are there."""
    directory: Directory
    acl: AccessLists
    dialplan: Node
    """The section: its children are the contexts."""
    languages: Node
    """The section: what is said, in which language."""
    log: Sequence[LogLine]

    def profile(self, name: str) -> Profile | None:
        wanted = name.lower()
        return next((profile for profile in self.profiles if profile.name.lower() == wanted), None)

    def switch_setting(self, name: str) -> Setting:
        return self.switch.last(name) or Setting(name, _SWITCH_DEFAULTS[name])

    def is_loaded(self, module: str) -> bool:
        return self.modules is None or any(loaded.value == module for loaded in self.modules)

    def refuse(self) -> None:
        """Raises what the files ask for and is not simulated, the first of it."""
        for profile in self.profiles:
            for refusal in profile.refused():
                raise refusal


def load(files: Files, variables: Mapping[str, str], own_network: str) -> Configuration:
    """What a server starts with. Raises `Unreadable` or `NotSimulated`; for `variables` see `vanilla`."""
    loaded = configuration(read(files, variables), own_network)
    loaded.refuse()
    return loaded


def configuration(document: Document, own_network: str) -> Configuration:
    """`own_network` is the LAN that the server stands in: `10.0.0.0/24`."""
    section = document.section("configuration")
    directory = Directory.of(document.section("directory"))
    return Configuration(
        document.root,
        document.globals,
        tuple(_profiles(_file(section, "sofia.conf"))),
        Settings.of(_file(section, "switch.conf").first("settings")),
        loaded_modules(section),
        directory,
        access_lists(_file(section, "acl.conf"), directory, own_network),
        document.section("dialplan"),
        document.section("languages"),
        document.log,
    )


def _file(section: Node, name: str) -> Node:
    return section.find("configuration", "name", name) or Node("configuration", section.place)


def _profiles(sofia: Node) -> Iterator[Profile]:
    names: list[str] = []
    for node in sofia.below(["profiles", "profile"]):
        # A profile without <settings> is not started; an unnamed one is called so.
        name = node.get("name") or "unnamed"
        if node.first("settings") is not None and name.lower() not in names:
            names.append(name.lower())
            yield _profile(node, name)


def _profile(node: Node, name: str) -> Profile:
    return Profile(
        name,
        Settings.of(node.first("settings")),
        [alias.get("name") for alias in node.below(["aliases", "alias"])],
        [
            ProfileDomain(domain.get("name"), Setting("alias", domain.get("alias")).is_true, domain.place)
            for domain in node.below(["domains", "domain"])
        ],
        [Setting(gateway.get("name"), "", gateway.place) for gateway in node.below(["gateways", "gateway"])],
        node.place,
    )


def loaded_modules(section: Node) -> Sequence[Setting] | None:
    """None: all."""
    if section.find("configuration", "name", "modules.conf") is None:
        return None
    loaded = _file(section, "modules.conf").below(["modules", "load"])
    return [Setting("load", node.get("module"), node.place) for node in loaded]
