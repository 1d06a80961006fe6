"""What a check looks at: one named run that was played, and what the student wrote."""

from collections.abc import Mapping
from dataclasses import field

from voiplab.explain.messages import Messages
from voiplab.recording.recording import Recording
from voiplab.sim.moment import Moment
from voiplab.sip.value import value


@value(frozen=True, slots=False)
class Played:
    """`answers`: question -> what the student wrote."""

    messages: Messages
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def recording(self) -> Recording:
        return self.messages.recording

    @property
    def end(self) -> Moment:
        return self.recording[-1].at if len(self.recording) else 0
