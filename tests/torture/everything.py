"""All typed views of a message, read."""

from voiplab.sip.message import Message
from voiplab.sip.views import View


def names_of_views(message: Message) -> list[str]:
    return [
        name
        for kind in type(message).__mro__
        for name, attribute in vars(kind).items()
        if isinstance(attribute, View | property)
    ]


def read_everything(message: Message) -> dict[str, object]:
    """Every view by its name; Malformed if there is one that cannot be read."""
    return {name: getattr(message, name) for name in names_of_views(message)}
