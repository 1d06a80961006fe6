"""What a lesson does on the lab screen: checks everything, gives hints, asks its questions, shows the solution."""

from typing import TYPE_CHECKING, Final

from rich.text import Text

from voiplab.course.grading import names
from voiplab.course.lesson import Check, Exercise
from voiplab.course.recognising import recognised, recognised_start
from voiplab.course.solving import solution_lines
from voiplab.explain.messages import Messages
from voiplab.text.harmless import harmless
from voiplab.text.place import ConfigError
from voiplab.tui.desk.grading import Grading
from voiplab.tui.desk.player import Going
from voiplab.tui.desk.predicting import Predictions
from voiplab.tui.screens.asking import AskScreen
from voiplab.tui.screens.confirming import ConfirmScreen
from voiplab.tui.screens.reading import ReadScreen

if TYPE_CHECKING:
    from voiplab.tui.screens.lab import LabScreen

LOOK_FIRST: Final = "look first; Enter in the lesson asks again"
NO_LESSON: Final = "This lab belongs to no lesson: there is nothing to check."


class Tutor:
    def __init__(self, screen: "LabScreen") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._grading: Grading | None = None
        self._predictions: Predictions | None = None
        self._judged: object = None
        """At how long a recording, of which run, the standing looked last."""

    def begin_run(self) -> None:
        """Another run is on the screen: what is to be predicted in it is asked when the time has come."""
        desk = self._desk
        self._predictions = None
        if desk.lesson is not None and not desk.shows_solution:
            messages = Messages(desk.player.recording, names(desk.lab))
            self._predictions = Predictions(desk.lesson, desk.plan.name, messages, desk.answers_now)
            desk.player.pauses_for = self._predictions.pause

    def slice(self) -> None:
        """Between two strokes of the keyboard."""
        if self._predictions is not None and (due := self._predictions.due) is not None:
            self._predictions.due = None
            self.ask(due)
        if self._grading is not None:
            self._grading.slice()
            if self._grading.is_over:
                self._take(self._grading)
                self._grading = None
        elif not self._desk.player.is_moving:
            self._look_at_run()

    def _look_at_run(self) -> None:
        """Ticks come alive when the run pauses or is over."""
        player, standing = self._desk.player, self._desk.standing
        here = player.run, len(player.recording)
        if standing is None or self._judged == here or player.going is Going.RETURNING:
            return
        self._judged = here
        try:
            standing.look_at(self._desk.plan.name, self._screen.story.messages, self._desk.answers_now)
        except ConfigError as trouble:
            self._screen.notify(str(trouble), severity="error")
        self._screen.look()

    # Check

    def check(self) -> None:
        if self._desk.standing is None:
            self._screen.notify(NO_LESSON)
            return
        try:
            self._grading = self._desk.check()
        except ConfigError as refused:
            self._screen.notify(str(refused), severity="error")
            return
        self._screen.notify("All runs of the lesson are played on your files ...", timeout=2)

    def _take(self, grading: Grading) -> None:
        standing = self._desk.standing
        assert standing is not None
        if grading.report is None:
            self._tell_refused(grading)
            return
        report = grading.report
        mistakes = recognised(report, grading.files, grading.answers)
        try:
            standing.take(report, mistakes)
        except OSError as error:
            self._screen.notify(f"Progress is not kept: {error.strerror}.", severity="warning")
        if report.is_passed:
            self._screen.notify(f"All of it holds: {report.points} of {report.most_points} points.")
        else:
            says = mistakes[0].says if mistakes else f"Next: {harmless(standing.present.task, 500)}"
            self._screen.notify(f"{report.points} of {report.most_points} points. {says}", markup=False, timeout=10)
        self._screen.look()

    def _tell_refused(self, grading: Grading) -> None:
        refused = grading.refused
        says = str(refused)
        if isinstance(refused, ConfigError):
            false_start = recognised_start(grading.lesson, refused, grading.files)
            says = f"{refused}{'' if false_start is None else f' {false_start.says}'}"
        self._screen.notify(says, severity="error", markup=False, timeout=15)

    # Help

    def hint(self, about: Exercise | None) -> None:
        standing = self._desk.standing
        if standing is None:
            self._screen.notify(NO_LESSON)
            return
        exercise = about or standing.present
        try:
            hints = standing.hint(exercise)
        except OSError as error:
            self._screen.notify(f"Progress is not kept: {error.strerror}.", severity="warning")
            hints = standing.hints(exercise)
        text = Text(f"{exercise.task}\n", style="bold")
        for number, hint in enumerate(hints, start=1):
            text.append(f"\n{number}. {harmless(' '.join(hint.split()), 2_000)}\n", "not bold")
        rest = len(exercise.hints) - len(hints)
        text.append(f"\n{rest} more: press h again." if rest else "\nThat was the last one.", "not bold italic")
        self._screen.app.push_screen(ReadScreen(f"{exercise.id}: hint {len(hints)} of {len(exercise.hints)}", text))
        self._screen.look()

    def solution(self) -> None:
        standing = self._desk.standing
        if standing is None:
            self._screen.notify(NO_LESSON)
        elif standing.is_all_done:
            self._show_solution(True)
        else:
            question = "Not everything is passed yet. Show the solution?"
            self._screen.app.push_screen(ConfirmScreen(question), self._show_solution)

    def _show_solution(self, is_wanted: bool | None) -> None:
        lesson = self._desk.lesson
        if is_wanted and lesson is not None:
            text = "\n".join(harmless(line, 500) for line in solution_lines(lesson, self._desk.seed))
            self._screen.app.push_screen(ReadScreen("What the solution changes", text))

    def ask(self, check: Check, begun: str = "") -> None:
        question = check.question
        if question is None:
            return
        given = self._desk.answers_now.get(question.question, "")
        self._screen.app.push_screen(
            AskScreen(harmless(" ".join(question.asks.split()), 1_000), given, leaving=LOOK_FIRST, begun=begun),
            lambda answer: self._answer(question.question, answer),
        )

    def _answer(self, question: str, answer: str | None) -> None:
        if answer is None:
            return
        self._judged = None
        try:
            self._desk.answer(question, answer)
        except OSError as error:
            self._screen.notify(f"Your answer is not saved: {error.strerror}.", severity="error")
        self._screen.look()
