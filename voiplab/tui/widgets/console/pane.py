"""The consoles of the servers: one at a time, each with its history."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from voiplab.explain.consoles import Consoles
from voiplab.lab.actions import NodeAction
from voiplab.recording.events import EventId
from voiplab.recording.recording import Recording
from voiplab.text.harmless import harmless
from voiplab.tui.desk.view import View
from voiplab.tui.pane import Act, Copy, LookAt, Pane, Tell
from voiplab.tui.widgets.console.editing import History, complete
from voiplab.tui.widgets.console.output import Output
from voiplab.tui.widgets.console.programs import PROGRAMS, Program, prompt
from voiplab.tui.widgets.console.servers import Servers

HELP: Final = ("help", "?")
FUNCTION_KEYS: Final = range(2, 13)
"""F1 helps with this screen."""


def _function_key(number: int) -> Binding:
    return Binding(f"f{number}", f"key({number})", f"Key F{number} of fs_cli", id=f"console.f{number}", show=False)


class ConsolePane(Pane):
    """The consoles of the servers: type what you would type into fs_cli or opensips-cli, and read what they say.

    Up and down bring back what was typed before, tab completes a word, shift+tab leaves the console. The function keys do
    what fs_cli has on them: F2 status, F3 show channels, F4 show calls, F5 sofia status, F6 reloadxml. When an earlier
    message is looked at, the console shows what had been said by then; a command is always done now.
    """

    slug = "console"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", id="console.complete"),
        Binding("up", "recall(-1)", "Command before", id="console.up", show=False),
        Binding("down", "recall(1)", "Command after", id="console.down", show=False),
        Binding("pageup", "scroll(-1)", "Scroll back", id="console.page_up", show=False),
        Binding("pagedown", "scroll(1)", "Scroll forth", id="console.page_down", show=False),
        Binding("ctrl+y", "copy_answer", "Copy the last answer", id="console.copy", show=False),
        Binding("ctrl+right", "switch(1)", "Next server", id="console.next", key_display="^right", priority=True),
        Binding("ctrl+left", "switch(-1)", "Server before", id="console.before", show=False, priority=True),
        Binding("escape", "back", "Empty the line, back to now", id="console.back", show=False),
        *map(_function_key, FUNCTION_KEYS),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._view: View | None = None
        self._recording: Recording | None = None
        self._consoles: Consoles | None = None
        self._histories: dict[str, History] = {}
        self._chosen = ""

    def compose(self) -> ComposeResult:
        yield Servers()
        yield Output()
        with Horizontal(id="console-line"):
            yield Label(id="console-prompt", markup=False)
            yield Input(id="console-input", placeholder="a command; tab completes it")
        yield Label(id="console-offers", markup=False)

    # Being shown

    def look(self, view: View) -> None:
        self._view = view
        if view.player.recording is not self._recording:
            self._open(view)
        assert self._consoles is not None
        self._consoles.catch_up()
        self._show()

    def _open(self, view: View) -> None:
        """Another run; what was typed in the one before can still be recalled."""
        plans = view.desk.lab.nodes
        hosts = {name: plan.host for name, plan in plans.items() if plan.kind in PROGRAMS}
        self._recording = view.player.recording
        self._consoles = Consoles(self._recording, hosts)
        if self._chosen not in hosts:
            self._chosen = next(iter(hosts), "")
        self.refresh_bindings()

    def _show(self) -> None:
        view, consoles, program = self._view, self._consoles, self._program
        if view is None or consoles is None:
            return
        line = self.query_one("#console-line")
        line.display = self._is_there
        if program is None:
            self.query_one(Servers).show((), "", "this lab has no server with a console")
            return
        said = consoles.said(self._chosen, self._end)
        host = view.desk.lab.nodes[self._chosen].host
        self.query_one(Servers).show(self._servers, self._chosen, self._heading(view, program))
        self.query_one(Output).show(said, program, host)
        self.query_one("#console-prompt", Label).update(prompt(program, host))

    def _heading(self, view: View, program: Program) -> str:
        if not self._is_there:
            return f"{program.name}: switched off in this run"
        then = "" if view.is_now else ", as it was at the message that is looked at"
        return f"{program.name}{then}"

    @property
    def _end(self) -> EventId | None:
        """The event before which everything is shown."""
        message = None if self._view is None else self._view.message
        return None if message is None else message.event.id + 1

    @property
    def _servers(self) -> list[str]:
        nodes = {} if self._view is None else self._view.desk.lab.nodes
        return [name for name, plan in nodes.items() if plan.kind in PROGRAMS]

    @property
    def _program(self) -> Program | None:
        """Of the console that is open."""
        if self._view is None or not self._chosen:
            return None
        return PROGRAMS[self._view.desk.lab.nodes[self._chosen].kind]

    @property
    def _is_there(self) -> bool:
        return self._view is not None and self._chosen in self._view.player.run.nodes

    @property
    def _history(self) -> History:
        return self._histories.setdefault(self._chosen, History())

    @property
    def _input(self) -> Input:
        return self.query_one("#console-input", Input)

    def take_keys(self) -> None:
        self._input.focus()

    # Typing

    @on(Input.Submitted)
    def _typed(self, done: Input.Submitted) -> None:
        done.stop()
        self._ask(done.value.strip())
        self._write("")

    @on(Input.Changed)
    def _changed(self, change: Input.Changed) -> None:
        change.stop()
        self._offer("")

    def _ask(self, command: str) -> None:
        program = self._program
        if not command or program is None or not self._is_there:
            return
        self._history.add(command)
        if command in program.leaves:
            self.post_message(Tell("shift+tab leaves the console"))
            return
        if command in HELP and program.help:
            self.post_message(Tell(program.help))
            return
        if program.own is not None and command.startswith(program.own):
            self.post_message(Tell(f"{command}: what {program.name} does by itself is not simulated"))
            return
        self.query_one(Output).scroll_end(animate=False, force=True)
        self.post_message(Act(self._chosen, NodeAction(command)))

    def _write(self, line: str) -> None:
        self._input.value = line
        self._input.cursor_position = len(line)

    def _offer(self, text: str) -> None:
        self.query_one("#console-offers", Label).update(text)

    def action_complete(self) -> None:
        """What stands left of the cursor."""
        if self._view is None or not self._is_there:
            return
        place = self._input.cursor_position
        typed, rest = self._input.value[:place], self._input.value[place:]
        done = complete(typed, self._view.player.run.nodes[self._chosen].completions(typed))
        with self.prevent(Input.Changed):
            self._input.value = done.line + rest
            self._input.cursor_position = len(done.line)
        nothing = "nothing that is known here begins so" if done.line == typed else ""
        self._offer(harmless("  ".join(done.offers), 1_000) or nothing)

    def action_recall(self, by: int) -> None:
        self._write(self._history.move(by, self._input.value))

    def action_scroll(self, pages: int) -> None:
        output = self.query_one(Output)
        output.scroll_relative(y=pages * max(1, output.size.height - 1), animate=False, force=True)

    def action_copy_answer(self) -> None:
        text = "" if self._consoles is None or not self._chosen else self._consoles.last_answer(self._chosen, self._end)
        if text:
            self.post_message(Copy(text, f"what {self._chosen} said last"))

    def action_key(self, number: int) -> None:
        program = self._program
        if program is None:
            return
        command = program.keys.get(number)
        if command is None:
            self.post_message(Tell(f"{program.name} has nothing on its key F{number}"))
        else:
            self._ask(command)

    def action_back(self) -> None:
        """Out of the line, out of the past."""
        if self._input.value:
            self._write("")
        else:
            self.post_message(LookAt(None))

    # Which server

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """With one server there is no next one."""
        return super().check_action(action, parameters) and (action != "switch" or len(self._servers) > 1)

    def action_switch(self, by: int) -> None:
        servers = self._servers
        if servers:
            self._go_to(servers[(servers.index(self._chosen) + by) % len(servers)])

    @on(Servers.Chosen)
    def _clicked(self, click: Servers.Chosen) -> None:
        click.stop()
        self._go_to(click.server)

    def _go_to(self, server: str) -> None:
        self._chosen = server
        self._write("")
        self._show()
        self.query_one(Output).scroll_end(animate=False, force=True)
        self.take_keys()
