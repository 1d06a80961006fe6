"""What stands in a played lesson, right after one of its messages."""

from tests.tui.desks import played
from voiplab.course.grading import names
from voiplab.explain.dialogs import Calls
from voiplab.explain.messages import Messages, SipMessage
from voiplab.explain.state_history import StateHistory
from voiplab.explain.state_line import Sight
from voiplab.explain.state_lines import node_lines
from voiplab.explain.states import States
from voiplab.recording.recording import Recording


class Lesson:
    def __init__(self, name: str) -> None:
        desk = played(name, solution=True)
        self.recording: Recording = desk.player.recording
        self.nodes = list(desk.lab.topology.hosts)
        self.messages = Messages(self.recording, names(desk.lab))
        self.calls = Calls(self.messages)
        self.calls.catch_up()
        self.history = StateHistory(self.recording)

    def the(self, summary: str, source: str = "", number: int = 1) -> SipMessage:
        """The first message, or a later one, that begins so and comes from there."""
        found = [one for one in self.messages if one.summary.startswith(summary) and source in ("", one.source)]
        return found[number - 1]

    def after(self, message: SipMessage) -> States:
        return self.history.after(message.event.id)

    def lines_after(self, message: SipMessage) -> str:
        sight = Sight(self.after(message), self.calls, message.at)
        lines = [line.text for node in self.nodes for line in node_lines(sight, node)]
        return "\n".join([f"after message {message.n}, {message.summary}", *lines, ""])


def folded(recording: Recording, end: int | None = None) -> States:
    states = States()
    for event in recording[:end]:
        states.take(event)
    return states
