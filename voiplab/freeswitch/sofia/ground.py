"""What all parts of a running profile stand on: its settings, its directory, its nonces and bindings, its way of replying."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from voiplab.freeswitch.configuration import Configuration, Profile
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.settings import Setting
from voiplab.freeswitch.sofia.core import Core
from voiplab.freeswitch.sofia.phrases import phrase_of
from voiplab.freeswitch.sofia.registrations import Registrations
from voiplab.freeswitch.sofia.rescan import rescanned
from voiplab.freeswitch.sofia.stack import abilities
from voiplab.net.host import Host
from voiplab.recording.events import EventId, SettingRead, log_line
from voiplab.sim.moment import Duration
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request
from voiplab.sip.uri import Uri
from voiplab.sip.validation import Refusal
from voiplab.ua.endpoint import BY_ITSELF
from voiplab.ua.server_transaction import ServerTransaction


class Tags(Protocol):
    def tag(self) -> str: ...


class InForce(NamedTuple):
    setting: Setting
    read: EventId | None
    """The event that says so, if it stands in a file."""


class Ground:
    """`registrations` survive a restart of the profile; all else is made anew from the configuration."""

    def __init__(
        self,
        host: Host,
        core: Core,
        configuration: Configuration,
        profile: Profile,
        registrations: Registrations,
        tags: Callable[[], str],
    ) -> None:
        self.host = host
        self.core = core
        self.configuration = configuration
        self.profile = profile
        self.registrations = registrations
        self._tags = tags
        self._in_force: dict[str, InForce] = {}
        self.parting: set[str] = set()
        """The Call-IDs of the calls that were hung up here, until the other side has said so."""
        self.abilities = abilities(is_reliable=self.flag("enable-100rel"), has_presence=self.flag("manage-presence"))
        """What the stack takes: as it was when the profile started."""

    def rescan(self, fresh: Profile) -> None:
        """Read the settings again that a running profile can change."""
        self.profile = rescanned(self.profile, fresh)
        self._in_force.clear()

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def directory(self) -> Directory:
        return self.configuration.directory

    # Settings

    def setting(self, name: str) -> Setting:
        """The setting in force; that it was read is recorded once, if it stands in a file."""
        return self._looked_up(name).setting

    def _looked_up(self, name: str) -> InForce:
        known = self._in_force.get(name)
        if known is None:
            setting = self.profile.setting(name)
            place = setting.place
            read = None if place is None else self.host.note(SettingRead(place, setting.name, setting.value))
            known = self._in_force[name] = InForce(setting, read)
        return known

    def flag(self, name: str) -> bool:
        return self.setting(name).is_true

    def origin(self, name: str) -> EventId | None:
        """The event of a setting that was read from a file."""
        return self._looked_up(name).read

    # Names

    def domain_of(self, uri: Uri) -> str:
        """The domain in which a user of that address is looked up."""
        return self.setting("force-register-domain").value or uri.host

    def realm(self, request: Request) -> str:
        """challenge-realm: that of the From or the To address, or one for all."""
        realm = self.setting("challenge-realm").value
        match realm:
            case "auto_from":
                return request.from_.uri.host
            case "auto_to" | "":
                return request.to.uri.host
        return realm

    # Replies

    def later(self, delay: Duration, act: Callable[[], None]) -> None:
        self.host.after(delay, act)

    def draft(self, transaction: ServerTransaction, status: int, phrase: str | None = None) -> Draft:
        """A reply outside of a call, with a tag of its own."""
        return written(transaction, status, phrase, self._tags())

    def reply(self, transaction: ServerTransaction, status: int, phrase: str | None = None) -> None:
        transaction.respond(self.draft(transaction, status, phrase))

    def refuse(self, transaction: ServerTransaction, refused: Refusal) -> None:
        """What the stack answers without asking anybody."""
        draft = self.draft(transaction, refused.status, refused.phrase)
        draft.situation = BY_ITSELF
        for name, value in refused.fields:
            draft.add(name, value)
        transaction.respond(draft)

    def log(self, level: str, text: str) -> None:
        self.host.note(log_line(level, text))


def written(transaction: ServerTransaction, status: int, phrase: str | None, tag: str) -> Draft:
    """A reply in sofia's spelling.

    It does not repeat From and To as they came: it writes what it has read, always with angle brackets.
    """
    draft = transaction.reply(status, phrase_of(status) if phrase is None else phrase)
    request, to = transaction.request, transaction.request.to
    read = {
        "From": str(request.from_),
        "To": str(to if status == 100 or to.tag is not None else to.with_param("tag", tag)),
    }
    draft.fields = [(name, read.get(name, value)) for name, value in draft.fields]
    return draft
