"""The pane of the lesson."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from voiplab.course.lesson import Check, Exercise, Lesson
from voiplab.text.harmless import harmless
from voiplab.tui.desk.standing import Standing
from voiplab.tui.desk.view import View
from voiplab.tui.pane import GoTo, LookAt, Pane
from voiplab.tui.widgets.lesson.brief import Brief
from voiplab.tui.widgets.lesson.lines import check_line, exercise_line


class LessonPane(Pane):
    """What this lesson is about, and what is to be done.

    `e` leads to the exercises and `b` back to the brief. A mark [~] says that something holds in the run on the screen; only a
    check (`c`) plays all runs and proves it: [x]. Enter on a line leads to the message that proves it, or asks for your answer.
    """

    slug = "lesson"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "brief", "Brief", id="lesson.brief"),
        Binding("e", "exercises", "Exercises", id="lesson.exercises"),
    ]

    class AskedFor(Message):
        """An answer to the question of a check is wanted, to be typed by the person at the screen."""

        def __init__(self, check: Check) -> None:
            super().__init__()
            self.check = check

    class ProofWanted(Message):
        """The message that proves a check, in its run."""

        def __init__(self, run: str, number: int) -> None:
            super().__init__()
            self.run = run
            self.number = number

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._standing: Standing | None = None
        self._answers: Mapping[str, str] = {}
        self._drawn: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="lesson-progress", markup=False)
        yield VerticalScroll(id="lesson-brief")
        yield OptionList(id="lesson-exercises")

    def on_mount(self) -> None:
        self._turn_to("lesson-brief")

    # Being shown

    def look(self, view: View) -> None:
        standing = view.desk.standing
        if standing is None:
            self.query_one("#lesson-progress", Static).update("This lab belongs to no lesson.")
            return
        if self._standing is not standing:
            self._open(standing.lesson)
            self._standing = standing
        self._answers = view.desk.answers_now
        self._draw(standing)

    def _open(self, lesson: Lesson) -> None:
        self.query_one("#lesson-brief").mount(Brief(lesson.brief))
        options = self.query_one("#lesson-exercises", OptionList)
        options.clear_options()
        self._drawn.clear()
        for exercise in lesson.exercises:
            options.add_option(Option("", id=f"exercise {exercise.id}"))
            options.add_options(Option("", id=f"check {check.id}") for check in exercise.checks)

    def _draw(self, standing: Standing) -> None:
        """Only what reads differently now."""
        lesson = standing.lesson
        done = sum(standing.is_done(exercise) for exercise in lesson.exercises)
        most = sum(check.points for check in lesson.checks)
        points = f", {standing.points} of {most} points" if standing.checked else ""
        self._put("", f"{done} of {len(lesson.exercises)} exercises done{points}")
        options = self.query_one("#lesson-exercises", OptionList)
        for exercise in lesson.exercises:
            lines = {f"exercise {exercise.id}": exercise_line(standing, exercise)}
            for check in exercise.checks:
                lines[f"check {check.id}"] = check_line(standing, check, self._answer(check))
            for name, text in lines.items():
                if self._drawn.get(name) != text.markup:
                    self._drawn[name] = text.markup
                    options.replace_option_prompt(name, text)

    def _put(self, name: str, text: str) -> None:
        if self._drawn.get(name) != text:
            self._drawn[name] = text
            self.query_one("#lesson-progress", Static).update(harmless(text))

    def _answer(self, check: Check) -> str:
        return "" if check.question is None else self._answers.get(check.question.question, "")

    # Keys

    def action_brief(self) -> None:
        self._turn_to("lesson-brief")
        self.query_one("#lesson-brief").focus()

    def action_exercises(self) -> None:
        self._turn_to("lesson-exercises")
        self.query_one("#lesson-exercises").focus()

    def _turn_to(self, name: str) -> None:
        for one in ("lesson-brief", "lesson-exercises"):
            self.query_one(f"#{one}").display = one == name

    @property
    def chosen(self) -> Exercise | None:
        """The exercise that the cursor is at, if the exercises are shown."""
        options = self.query_one("#lesson-exercises", OptionList)
        if self._standing is None or not options.display or options.highlighted is None:
            return None
        kind, _, name = (options.get_option_at_index(options.highlighted).id or "").partition(" ")
        for exercise in self._standing.lesson.exercises:
            if (kind == "exercise" and exercise.id == name) or name in [check.id for check in exercise.checks]:
                return exercise
        return None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        kind, _, name = (event.option.id or "").partition(" ")
        standing = self._standing
        if standing is None or kind != "check":
            return
        check = next(check for check in standing.lesson.checks if check.id == name)
        judged, here = standing.checked.get(name), standing.here.get(name)
        if check.question is not None:
            self.post_message(self.AskedFor(check))
        elif judged is not None and judged.message is not None:
            self.post_message(self.ProofWanted(check.run, judged.message))
        elif here is not None and here.message is not None:
            self.post_message(LookAt(here.message))
            self.post_message(GoTo("ladder"))
