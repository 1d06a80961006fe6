"""Telephones as nodes of a lab: their files read, explained, and made into a `Phone`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from ipaddress import ip_address
from typing import Final

from voiplab.net.host import Host
from voiplab.phone.describing import knows_codec
from voiplab.phone.phone import Phone
from voiplab.phone.profile import Profile, Provisioning
from voiplab.phone.profile_reader import load_profile, profile_names
from voiplab.phone.provisioning.settings import Provisioned, Settings
from voiplab.phone.setup import Setup
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Files, NotSimulated, Place
from voiplab.text.remark import Effect, Remark

Provision = Callable[[str, bytes], Provisioned]

FORMATS: Final = "voiplab.phone.provisioning"
ACCOUNTS: Final = "accounts"


def _reader(module: str) -> Provision:
    """Imported when it is met: lxml, and forty keys a piece, take their time."""

    def provision(file: str, content: bytes) -> Provisioned:
        read: Provision = import_module(f"{FORMATS}.{module}").provision
        return read(file, content)

    return provision


READERS: Final[Mapping[Provisioning, tuple[tuple[str, ...], Provision]]] = {
    Provisioning.MICROSIP_INI: (("MicroSIP.ini",), _reader("microsip_ini")),
    Provisioning.OBIHAI_XML: ((".xml",), _reader("obihai_xml")),
    Provisioning.PHONE_INI: (("phone.ini",), _reader("phone_ini")),
    Provisioning.YEALINK_CFG: ((".cfg",), _reader("yealink_cfg")),
    Provisioning.POLYCOM_CFG: ((".cfg",), _reader("polycom_cfg")),
    Provisioning.GRANDSTREAM: ((".xml", ".txt"), _reader("grandstream")),
    Provisioning.ZOIPER_XML: (("Config.xml",), _reader("zoiper_xml")),
    Provisioning.BLINK_CONFIG: (("config",), _reader("blink_config")),
    Provisioning.LINPHONERC: (("linphonerc",), _reader("linphonerc")),
}
"""How the name of the phone's file ends, and what reads it. baresip has a folder of files, and is not among them."""


class PhoneKind:
    """The models are the names of the profiles: `obi1062`."""

    def build(self, model: str | None, files: Files, host: Host, name: str) -> Phone:
        """ConfigError; NotSimulated for the first line that asks for what no phone here does."""
        profile, provisioned = _read(model, files)
        return Phone(name, Setup.of(profile, _done(provisioned), host), partial(_read_again, model))

    def explain(self, model: str | None, files: Files) -> Sequence[Remark]:
        """What each line does here. Of a file that the phone cannot use, the line and why."""
        try:
            return _read(model, files)[1].remarks
        except ConfigError as error:
            return [Remark(error.place, Effect.ERROR, error.says)]


def _read_again(model: str | None, files: Files) -> Settings:
    """When the phone is switched on with other files. ConfigError, NotSimulated."""
    return _done(_read(model, files)[1])


def _done(provisioned: Provisioned) -> Settings:
    for remark in provisioned.remarks:
        if remark.effect is Effect.NOT_SIMULATED:
            raise NotSimulated(remark.place, remark.says)
    return provisioned.settings


def _read(model: str | None, files: Files) -> tuple[Profile, Provisioned]:
    profile = _profile(model)
    provisioned = _provisioned(profile, files)
    beyond = {remark.place: remark for remark in _beyond_the_lab(profile, provisioned.settings)}
    remarks = [beyond.pop(remark.place, remark) for remark in provisioned.remarks]
    return profile, Provisioned(provisioned.settings, (*remarks, *beyond.values()))


def _profile(model: str | None) -> Profile:
    try:
        return load_profile(model or "")
    except KeyError:
        names = profile_names()
        hint = did_you_mean(model or "", names) or f"; there are {', '.join(names)}"
        raise ConfigError(Place("", 1), f"there is no model {model}{hint}") from None


def _provisioned(profile: Profile, files: Files) -> Provisioned:
    if profile.identity.provisioning is Provisioning.BARESIP:
        return _folder(profile, files)
    endings, provision = READERS[profile.identity.provisioning]
    for file in sorted(files):
        if file.lower().endswith(tuple(ending.lower() for ending in endings)):
            return provision(file, files[file])
    names = " or ".join(endings)
    wanted = names if not names.startswith(".") else f"a parameter file ending in {names}"
    raise ConfigError(Place(wanted, 1), f"{profile.identity.model} needs {wanted}")


def _folder(profile: Profile, files: Files) -> Provisioned:
    if not any(file.rpartition("/")[2] == ACCOUNTS for file in files):
        raise ConfigError(Place(ACCOUNTS, 1), f"{profile.identity.model} needs {ACCOUNTS}")
    read: Callable[[Files], Provisioned] = import_module(f"{FORMATS}.baresip_files").provision
    return read(files)


def _beyond_the_lab(profile: Profile, settings: Settings) -> Iterator[Remark]:
    """What the phone would do and the lab cannot: names of hosts, codecs that nobody here speaks."""
    target = ("proxy", settings.proxy) if settings.proxy else ("domain", settings.domain)
    for field, host in (target, ("server", settings.server)):
        if host and not _is_reachable(host) and field in settings.in_force:
            says = f"`{host}` is no IP address, and looking up names is not simulated"
            yield Remark(settings.in_force[field].place, Effect.NOT_SIMULATED, says)
    unknown = [codec for codec in settings.codecs or () if not knows_codec(profile, codec)]
    if unknown:
        says = f"{', '.join(unknown)}: no such codec is simulated"
        yield Remark(settings.in_force["codecs"].place, Effect.NOT_SIMULATED, says)


def _is_reachable(host: str) -> bool:
    try:
        ip_address(Uri.parse(f"sip:{host}").host)
    except (Malformed, ValueError):
        return False
    return True


KIND: Final = PhoneKind()
