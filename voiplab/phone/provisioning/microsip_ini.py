"""`MicroSIP.ini`: `[Settings]` for the program, `[AccountN]` for each account, of which one is in use.

Not done: accounts besides the active one, and passwords that MicroSIP has encrypted (it reads plain ones too).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from voiplab.phone.provisioning.microsip_keys import ACCOUNT, ACCOUNT_KEYS, PROGRAM, PROGRAM_KEYS, atoi
from voiplab.phone.provisioning.settings import Key, Line, Provisioned, Settings, settle
from voiplab.text.ini import Entry, Ini, Section, read
from voiplab.text.nearest import did_you_mean
from voiplab.text.place import ConfigError, Place
from voiplab.text.remark import Effect, Remark

SETTINGS: Final = "Settings"

_OTHERS = re.compile(r"account[0-9]+|contacts|calls|shortcuts|dialed", re.IGNORECASE)


def provision(file: str, content: bytes) -> Provisioned:
    ini = read(file, content)
    account = active_account(file, ini)
    provisioned = settle(
        [*_lines(ini.section(SETTINGS), PROGRAM_KEYS, account.name), *_lines(account, ACCOUNT_KEYS, SETTINGS)]
    )
    _check(account, provisioned.settings)
    remarks = [*provisioned.remarks, *_unread(ini), *_other_sections(ini, account)]
    return Provisioned(provisioned.settings, tuple(sorted(remarks, key=lambda remark: remark.place.line)))


def active_account(file: str, ini: Ini) -> Section:
    """The account that `accountId` names; without it the first one."""
    settings = ini.section(SETTINGS)
    chosen = settings.entry("accountId") if settings else None
    number = (atoi(chosen.value) if chosen else 0) or 1
    section = ini.section(f"Account{number}")
    if section is None:
        place = chosen.place if chosen else Place(file, 1)
        raise ConfigError(place, f"there is no section [Account{number}], so MicroSIP has no account")
    return section


def _lines(section: Section | None, keys: Mapping[str, Key], other: str) -> Iterator[Line]:
    entries: tuple[Entry, ...] = section.entries if section else ()
    for entry in entries:
        key = keys.get(entry.key.lower())
        yield Line(entry.key, entry.value, entry.place, key, "" if key else _hint(entry.key, keys, other))


def _hint(name: str, keys: Mapping[str, Key], other: str) -> str:
    if name.lower() in PROGRAM_KEYS or name.lower() in ACCOUNT_KEYS:
        return f" here: it belongs into [{other}]"
    return did_you_mean(name, PROGRAM if keys is PROGRAM_KEYS else ACCOUNT)


def _check(account: Section, settings: Settings) -> None:
    if not settings.domain or not settings.user:
        missing = "domain" if not settings.domain else "username"
        raise ConfigError(account.place, f"[{account.name}] has no {missing}, so MicroSIP does not use it")


def _unread(ini: Ini) -> Iterator[Remark]:
    for line in ini.unread:
        yield Remark(line.place, Effect.IGNORED_THERE, f"`{line.text[:80]}`: {line.reason}")


def _other_sections(ini: Ini, account: Section) -> Iterator[Remark]:
    for section in ini.sections:
        if section is account or section.name.lower() == SETTINGS.lower():
            continue
        if _OTHERS.fullmatch(section.name):
            yield Remark(section.place, Effect.NO_EFFECT_HERE, f"[{section.name}]: only [{account.name}] is in use")
        else:
            yield Remark(section.place, Effect.IGNORED_THERE, f"MicroSIP knows no section [{section.name}]")
