"""All dialogs of a server: found by their id, by Call-ID and tags; counted; forgotten when nothing knows them any more."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from voiplab.opensips.counters import Counters
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialog_id import DialogId, parse_dialog_id, parse_whole
from voiplab.opensips.dialog.leg import Leg
from voiplab.opensips.dialog.state import Event, State
from voiplab.opensips.usrloc.core_hash import core_hash
from voiplab.ua.timers import record_move

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_NUMBERS: Final = 1 << 31
"""Each place of the table begins to count somewhere below."""
_WORD: Final = 1 << 32
KIND: Final = "dialog in the proxy"


class Dialogs:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._chance = server.host.chance("dialog")
        self._size = _power_of_two(server.number("dialog", "hash_size"))
        self._places: dict[int, dict[int, Dialog]] = {}
        self._next: dict[int, int] = {}
        self._in_state: Counter[State] = Counter()

    # Which there are

    def new(self, call_id: str, uris: tuple[str, str], caller: Leg, lifetime: int) -> Dialog:
        """`uris`: of From and of To."""
        entry = self._entry(call_id)
        number = self._next[entry] if entry in self._next else self._chance.below(_NUMBERS)
        self._next[entry] = (number + 1) % _WORD
        dialog = Dialog(DialogId(entry, number), call_id, *uris, [caller], lifetime)
        self._places.setdefault(entry, {})[number] = dialog
        self._in_state[dialog.state] += 1
        self._server.part(Counters).count("dialog:processed_dialogs")
        record_move(self._server.host, _name(dialog), KIND, "", dialog.state.words, call_id)
        return dialog

    def _entry(self, call_id: str) -> int:
        return core_hash(call_id) % self._size

    def all(self) -> Iterator[Dialog]:
        """In the order of the table."""
        for entry in sorted(self._places):
            yield from self._places[entry].values()

    def of_call(self, call_id: str) -> list[Dialog]:
        """The ended ones, too."""
        found = self._places.get(self._entry(call_id), {}).values()
        return [dialog for dialog in found if dialog.call_id == call_id]

    def living(self, id_: DialogId | None) -> Dialog | None:
        dialog = self._places.get(id_.entry, {}).get(id_.number) if id_ is not None else None
        return dialog if dialog is not None and dialog.state is not State.ENDED else None

    def living_of_call(self, call_id: str) -> Dialog | None:
        return next((one for one in self.of_call(call_id) if one.state is not State.ENDED), None)

    def named(self, text: str) -> Dialog | None:
        """By its number, by its id as in Record-Route, or by its Call-ID."""
        return self.living(parse_whole(text)) or self.living(parse_dialog_id(text)) or self.living_of_call(text)

    # How many

    @property
    def active(self) -> int:
        return self._in_state[State.ANSWERED] + self._in_state[State.CONFIRMED]

    @property
    def early(self) -> int:
        return self._in_state[State.EARLY]

    # What becomes of them

    def move(self, dialog: Dialog, event: Event, towards: int | None = None) -> State:
        """The state that it was in; `towards`: the number of the leg that a request goes to."""
        was, now = dialog.state, dialog.take(event, towards)
        if now is was:
            return was
        dialog.state = now
        self._in_state[was] -= 1
        self._in_state[now] += 1
        record_move(self._server.host, _name(dialog), KIND, was.words, now.words, dialog.call_id)
        if now is State.ENDED and was.is_pending:
            self._server.part(Counters).count("dialog:failed_dialogs")
        return was

    def hold(self, dialog: Dialog) -> None:
        dialog.holders += 1

    def let_go(self, dialog: Dialog) -> None:
        dialog.holders -= 1
        self.forget_ended(dialog)

    def forget_ended(self, dialog: Dialog) -> None:
        """Unless a transaction still knows it."""
        place = self._places.get(dialog.id.entry, {})
        if dialog.state is not State.ENDED or dialog.holders or dialog.id.number not in place:
            return
        del place[dialog.id.number]
        self._in_state[State.ENDED] -= 1
        dialog.invite = None
        if not place:
            del self._places[dialog.id.entry]


def _name(dialog: Dialog) -> str:
    return f"dialog {dialog.id}"


def _power_of_two(size: int) -> int:
    """The next lower one, if it is none."""
    return 1 << max(size.bit_length() - 1, 0)
