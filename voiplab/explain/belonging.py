"""Which message something else goes with: the nearest one among its causes, or the first that comes of what a person did."""

from collections.abc import Sequence

from voiplab.explain.messages import Messages
from voiplab.recording.events import Arrived, Event, EventId, Lost, Performed, Sent


class Belonging:
    """Told of the events one after the other."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._first: dict[EventId, int] = {}
        """What a person did, and the first message that was sent by that."""
        self._waiting: dict[EventId, list[EventId]] = {}

    def of(self, event: Event) -> int | None:
        """The number of the message, if there is one so far."""
        root = event if isinstance(event.what, Performed) else self._root(event.cause)
        if root is None:
            return None
        if isinstance(root.what, Performed):
            return self._first.get(root.id)
        message = self._messages.of(root.id)
        return None if message is None else message.n

    def wait(self, event: Event) -> None:
        """It has no message so far: be told when it gets one."""
        root = event if isinstance(event.what, Performed) else self._root(event.cause)
        if root is not None:
            self._waiting.setdefault(root.id, []).append(event.id)

    def send(self, event: Event, n: int) -> Sequence[EventId]:
        """This event has sent a message; what has waited for it."""
        root = self._root(event.cause)
        if root is None or not isinstance(root.what, Performed) or root.id in self._first:
            return ()
        self._first[root.id] = n
        return self._waiting.pop(root.id, ())

    def _root(self, cause: EventId | None) -> Event | None:
        """The nearest event that has a message, or that a person is the cause of."""
        while (event := self._messages.recording.find(cause)) is not None:
            match event.what:
                case Performed():
                    return event
                case Sent() | Arrived() | Lost() if self._messages.of(event.id) is not None:
                    return event
                case _:
                    cause = event.cause
        return None
