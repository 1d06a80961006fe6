"""`sofia profile X rescan`: a running profile reads its settings again, except those that its SIP stack was made with."""

from dataclasses import replace
from typing import Final

from voiplab.freeswitch.configuration import Profile
from voiplab.freeswitch.settings import Settings

STACK: Final = frozenset(
    ("bind-params", "enable-100rel", "manage-presence", "sip-ip", "sip-port", "user-agent-string", "username")
)
"""What the stack is told once, at its start: addresses, Allow, Supported, User-Agent."""


def rescanned(running: Profile, fresh: Profile) -> Profile:
    """The settings of the file as it is now, with the old ones of the stack. Aliases stay: they were entered at the start."""
    kept = [setting for setting in running.settings if setting.name.lower() in STACK]
    read = [setting for setting in fresh.settings if setting.name.lower() not in STACK]
    return replace(running, settings=Settings([*kept, *read]), place=fresh.place)
