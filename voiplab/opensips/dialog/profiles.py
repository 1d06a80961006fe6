"""Profiles: names under which a script counts dialogs, some of them with a value.

Module documentation of OpenSIPS 3.2, "dialog", section "Dialog profiling". Those that several servers share are not simulated.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.usrloc.core_hash import core_hash

if TYPE_CHECKING:
    from voiplab.opensips.configuration import Configuration
    from voiplab.opensips.server import Server

_PARAMETERS: Final = (("profiles_no_value", False), ("profiles_with_value", True))


class Profiles:
    def __init__(self, server: "Server") -> None:
        self.has_value: Mapping[str, bool] = _defined(server.configuration)
        """Of each profile that there is, whether it has values."""
        self._slots = 1 << server.number("dialog", "log_profile_hash_size")
        self._counts: Counter[tuple[str, str | None]] = Counter()

    def enter(self, dialog: Dialog, profile: str, value: str | None) -> None:
        """Any number of times."""
        dialog.profiles.insert(0, (profile, value))
        self._counts[profile, value] += 1

    def leave(self, dialog: Dialog, profile: str, value: str | None) -> bool:
        """Once; False when it is not in there."""
        if (profile, value) not in dialog.profiles:
            return False
        dialog.profiles.remove((profile, value))
        self._take_out(profile, value)
        return True

    def leave_all(self, dialog: Dialog) -> None:
        for profile, value in dialog.profiles:
            self._take_out(profile, value)
        dialog.profiles.clear()

    def _take_out(self, profile: str, value: str | None) -> None:
        self._counts[profile, value] -= 1
        if not self._counts[profile, value]:
            del self._counts[profile, value]

    def size(self, profile: str, value: str | None = None) -> int:
        """Without a value, with all values."""
        if value is not None and self.has_value[profile]:
            return self._counts[profile, value]
        return sum(count for (name, _), count in self._counts.items() if name == profile)

    def values(self, profile: str) -> Sequence[tuple[str, int]]:
        """Each with its count, as they stand in the server's table."""
        found = [
            (value, count) for (name, value), count in self._counts.items() if name == profile and value is not None
        ]
        return sorted(found, key=lambda one: (core_hash(one[0]) % self._slots, one[0]))


def is_in(dialog: Dialog, profile: str, value: str | None) -> bool:
    """Without a value, with any."""
    return any(name == profile and value in (None, own) for name, own in dialog.profiles)


def _defined(configuration: "Configuration") -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for parameter, has_value in _PARAMETERS:
        for name in str(configuration.parameter("dialog", parameter)).split(";"):
            if name.strip():
                found.setdefault(name.strip(), has_value)
    return found
