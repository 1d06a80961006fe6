"""Whether a channel variable asks for something that is not simulated."""

from voiplab.freeswitch.variables import refuse
from voiplab.text.place import NotSimulated, Place


def refusal(name: str, value: str, place: Place) -> str | None:
    """What `refuse` has to say of the variable, or nothing."""
    try:
        refuse(name, value, place)
    except NotSimulated as undone:
        return undone.says
    return None
