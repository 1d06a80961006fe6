"""The telephones of the lab under a person's hands."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from voiplab.explain.addresses import addresses
from voiplab.explain.face import Face
from voiplab.explain.faces import Faces
from voiplab.lab.nameplate import Nameplate, nameplate
from voiplab.recording.recording import Recording
from voiplab.sim.moment import seconds
from voiplab.text.harmless import harmless
from voiplab.tui.desk.player import Going
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Act, LookAt, Pane, Tell
from voiplab.tui.screens.choosing import Choice, ChooseScreen
from voiplab.tui.widgets.phones.board_widget import Board
from voiplab.tui.widgets.phones.drawing import Telephone
from voiplab.tui.widgets.phones.keys import DIGITS, Entry, Key, Pressed, digit, press, soft_keys, turned, typed

SECOND: Final = seconds(1)
NAMED: Final = {"*": ("asterisk", "star"), "#": ("number_sign", "hash")}
"""What Textual calls these keys, and what the ids of their actions do."""


def _digit(key: str) -> Binding:
    name, action = NAMED.get(key, (key, key))
    return Binding(name, f"digit('{key}')", f"Key {key}", id=f"phones.digit_{action}", show=False)


class PhonesPane(Pane):
    """The telephones of the lab, side by side. The chosen one (its name between `=`) has the keyboard.

    Type a number with the digits and send it with enter; in a call the digits are sent to the other side. A colon asks for a
    whole address, sip:carol@192.168.20.13; `A` offers those that stand in messages. Each telephone shows its display, its
    lines and lamps, its soft keys (F5 to F8, or a s d f) and what its owner hears. When an earlier message is looked at, the
    faces are those of then; a key acts now.
    """

    slug = "phones"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press('SEND')", "Send", id="phones.send", key_display="enter", tooltip="Send, or answer."),
        Binding("b", "press('HANG_UP')", "Hang up", id="phones.hang_up"),
        Binding("colon", "press('ADDRESS')", "Dial a whole address", id="phones.address", show=False),
        Binding("A", "addresses", "Dial an address of the messages", id="phones.addresses", show=False),
        Binding("right", "choose(1)", "Phone", id="phones.next", tooltip="The next phone.", key_display="< >"),
        Binding("left", "choose(-1)", "Phone before", id="phones.before", show=False),
        Binding("o", "press('HOLD')", "Hold, resume", id="phones.hold", show=False),
        Binding("t", "press('TRANSFER')", "Transfer", id="phones.transfer", show=False),
        Binding("T", "press('ATTENDED')", "Ask first, then connect", id="phones.attended", show=False),
        Binding("g", "press('QUIET')", "Do not disturb", id="phones.dnd", show=False),
        Binding("k", "press('MUTE')", "Microphone off, on", id="phones.mute", show=False),
        Binding("i", "press('REGISTER')", "Unregister, register", id="phones.register", show=False),
        Binding("z", "press('UNPLUG')", "Cable out, in", id="phones.cable", show=False),
        Binding("Z", "press('RESTART')", "Switch off and on", id="phones.restart", show=False),
        Binding("backspace", "press('DELETE')", "Delete a digit", id="phones.delete", show=False),
        Binding("escape", "back", "Cancel, back to now", id="phones.back", show=False),
        Binding("f5,a", "soft(0)", "First soft key", id="phones.soft_1", show=False),
        Binding("f6,s", "soft(1)", "Second soft key", id="phones.soft_2", show=False),
        Binding("f7,d", "soft(2)", "Third soft key", id="phones.soft_3", show=False),
        Binding("f8,f", "soft(3)", "Fourth soft key", id="phones.soft_4", show=False),
        *(_digit(key) for key in DIGITS),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._view: View | None = None
        self._recording: Recording | None = None
        self._faces: Faces | None = None
        self._plates: dict[str, Nameplate] = {}
        self._entries: dict[str, Entry] = {}
        """What is being typed at each telephone."""

        self._chosen = ""
        self._knows_pause = False

    def compose(self) -> ComposeResult:
        yield Board()
        address = Input(placeholder="sip:carol@192.168.20.13, or a number; enter dials", id="phones-address")
        address.display = False
        yield address

    # Being shown

    def look(self, view: View) -> None:
        self._view = view
        if view.player.recording is not self._recording:
            self._open(view)
        self._show()

    def _open(self, view: View) -> None:
        """Another run: the telephones begin anew."""
        plans = {name: plan for name, plan in view.desk.lab.nodes.items() if plan.kind == "phone"}
        nodes = view.player.run.nodes
        plates = {name: nameplate(nodes[name]) for name in plans if name in nodes}
        self._plates = {name: plate for name, plate in plates.items() if plate is not None}
        begins = {name: Face(does_not_disturb=plate.does_not_disturb) for name, plate in self._plates.items()}
        self._recording = view.player.recording
        self._faces = Faces(self._recording, {name: plans[name].host for name in begins}, begins)
        self._entries.clear()
        if self._chosen not in plans:
            self._chosen = next(iter(begins or plans), "")

    def _show(self) -> None:
        view, faces = self._view, self._faces
        if view is None or faces is None:
            return
        message = view.message
        then = faces.at(None if message is None else message.event.id + 1)
        self.query_one(Board).show([self._telephone(view, name, then.get(name)) for name in self._names])

    @property
    def _names(self) -> list[str]:
        """Of all telephones, also of those that are switched off."""
        nodes = {} if self._view is None else self._view.desk.lab.nodes
        return [name for name, plan in nodes.items() if plan.kind == "phone"]

    def _telephone(self, view: View, name: str, face: Face | None) -> Telephone:
        plate = self._plates.get(name)
        if plate is None or face is None:
            model = view.desk.lab.nodes[name].model or ""
            return Telephone(name, model, "", Face(), is_chosen=name == self._chosen, is_off=True)
        talked = face.talked(view.moment)
        whole = None if talked is None else talked // SECOND * SECOND  # twenty times in a second nothing changes
        entry = self._entries.get(name) if view.is_now else None
        is_chosen, is_past = name == self._chosen, not view.is_now
        return Telephone(name, plate.model, plate.address, face, whole, entry, is_chosen=is_chosen, is_past=is_past)

    def take_keys(self) -> None:
        self.query_one(Board).focus()

    # Keys

    def action_choose(self, by: int) -> None:
        names = self._names
        if names:
            self._chosen = names[(names.index(self._chosen) + by) % len(names)]
            self._show()

    def action_press(self, name: str) -> None:
        face = self._face
        if face is not None:
            self._press(turned(Key[name], face), face)

    def action_soft(self, place: int) -> None:
        """The one that is seen: those of an earlier moment lead back to now."""
        if self._view is not None and not self._view.is_now:
            self.post_message(LookAt(None))
            return
        face = self._face
        keys = () if face is None else soft_keys(face, self._entry)
        if face is not None and place < len(keys):
            self._press(keys[place], face)

    def action_digit(self, key: str) -> None:
        face = self._face
        if face is not None:
            self._do(digit(key, face, self._entry))

    def action_back(self) -> None:
        """Out of the address, out of what was typed, out of the past."""
        address = self.query_one("#phones-address", Input)
        if address.display or self._entry is not None:
            self._close_address()
            self._do(Pressed())
        else:
            self.post_message(LookAt(None))

    @on(Board.Clicked)
    def _click(self, click: Board.Clicked) -> None:
        click.stop()
        self._chosen = click.phone
        face = self._face
        if face is not None and isinstance(click.presses, Key):
            self._press(click.presses, face)
        elif click.presses is not None:
            self.action_digit(str(click.presses))
        self._show()

    @on(Input.Submitted)
    def _dial(self, done: Input.Submitted) -> None:
        done.stop()
        self._close_address()
        self._do(typed(done.value, self._entry))

    def action_addresses(self) -> None:
        """Nobody types a GRUU."""
        seen = [] if self._view is None else addresses(self._view.messages)
        if not seen:
            self.post_message(Tell("No message has an address yet."))
            return
        choices = [Choice(address.uri, f"{harmless(address.header)}, message {address.message}") for address in seen]
        self.app.push_screen(ChooseScreen("Dial which address? The latest come first", choices), self._dial_seen)

    def _dial_seen(self, uri: str | None) -> None:
        if uri is not None:
            self._close_address()
            self._do(typed(uri, self._entry))

    def _close_address(self) -> None:
        address = self.query_one("#phones-address", Input)
        address.display = False
        address.value = ""
        self.take_keys()

    @property
    def _face(self) -> Face | None:
        """Of the chosen telephone, by now: keys act now, whatever is looked at. None: it is switched off."""
        return None if self._faces is None else self._faces.at().get(self._chosen)

    @property
    def _entry(self) -> Entry | None:
        return self._entries.get(self._chosen)

    def _press(self, key: Key, face: Face) -> None:
        self._do(press(key, face, self._entry))

    def _do(self, pressed: Pressed) -> None:
        if pressed.entry is None:
            self._entries.pop(self._chosen, None)
        else:
            self._entries[self._chosen] = pressed.entry
        if pressed.says:
            self.post_message(Tell(pressed.says))
        if pressed.asks_address:
            address = self.query_one("#phones-address", Input)
            address.display = True
            address.focus()
        if pressed.action is not None:
            self.post_message(Act(self._chosen, pressed.action))
            self._tell_of_pause()
        self._show()

    def _tell_of_pause(self) -> None:
        """Once: nothing answers while the time of the lab stands still."""
        if self._view is not None and self._view.player.going is Going.PAUSED and not self._knows_pause:
            self._knows_pause = True
            self.post_message(Tell("The run is paused. Space lets its time go on, and somebody answer."))
