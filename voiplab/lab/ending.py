"""How a run can end before its time: what a node refuses, and what would go on for ever."""

from voiplab.recording.events import Event, EventId, LineRun, SettingRead
from voiplab.recording.recording import Recording
from voiplab.sip.layout import Unwritable
from voiplab.text.place import ConfigError, NotSimulated, Place


class LimitReached(Exception):
    """A run did not become idle before its limit, or a configuration goes in circles; the message is a sentence."""


def told_of(node: str, refused: ConfigError) -> ConfigError | LimitReached:
    """A node speaks of its own files; who reads it sees the files of all nodes."""
    place = refused.place._replace(file=f"{node}/{refused.place.file}".strip("/"))
    if _is_without_end(refused):
        return LimitReached(f"{place}: {refused.says}")
    return NotSimulated(place, refused.says) if isinstance(refused, NotSimulated) else ConfigError(place, refused.says)


def located(recording: Recording, line: EventId | None, broken: Unwritable) -> NotSimulated:
    """What the real server makes of a header in two lines is documented nowhere; here it never goes out.

    The line that wrote the header is to blame, or else the one in force; if neither is known, the node as a whole.
    """
    says = f"{broken}, which would begin another header"
    for event in (broken.origin, line):
        match recording.find(event):
            case Event(what=LineRun(place=place) | SettingRead(place=place)):
                return NotSimulated(place, says)
    return NotSimulated(Place("", 1), says)


def _is_without_end(refused: ConfigError) -> bool:
    """Imported here: most runs end well."""
    from voiplab.freeswitch.dialplan import patterns as dialplan
    from voiplab.freeswitch.execution import EndlessDialplan
    from voiplab.opensips import patterns as script
    from voiplab.opensips.script.allowance import Exhausted

    of_a_dialplan = dialplan.PatternExploded | dialplan.SearchesExploded | EndlessDialplan
    return isinstance(refused, of_a_dialplan | script.PatternExploded | script.SearchesExploded | Exhausted)
