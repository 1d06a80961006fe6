"""The pane of the lesson."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
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
from voiplab.tui.pane import GoTo, LookAt, Pane, Tell
from voiplab.tui.widgets.lesson.brief import Brief
from voiplab.tui.widgets.lesson.commands import keys_for
from voiplab.tui.widgets.lesson.lines import check_line, exercise_line


class LessonPane(Pane):
    """What this lesson is about, and what is to be done.

    `e` leads to the exercises and `b` back to the brief. A mark [~] says that something holds in the run on the screen; only a
    check (`c`) plays all runs and proves it: [x]. Enter on a line leads to the message that proves it, or asks for your answer;
    on the title of an exercise it asks its first question. Where a question stands you can also just begin to type the answer.
    """

    slug = "lesson"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "brief", "Brief", id="lesson.brief"),
        Binding("e", "exercises", "Exercises", id="lesson.exercises"),
    ]

    class AskedFor(Message):
        """An answer to the question of a check is wanted, to be typed by the person at the screen."""

        def __init__(self, check: Check, begun: str = "") -> None:
            """`begun`: what was typed already."""
            super().__init__()
            self.check = check
            self.begun = begun

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
        yield Static(id="lesson-keys", markup=False)
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
        self.query_one("#lesson-keys", Static).update(keys_for(lesson.brief))
        options = self.query_one("#lesson-exercises", OptionList)
        options.clear_options()
        self._drawn.clear()
        for exercise in lesson.exercises:
            options.add_option(Option("", id=exercise_id(exercise)))
            options.add_options(Option("", id=check_id(check)) for check in exercise.checks)

    def _draw(self, standing: Standing) -> None:
        """Only what reads differently now."""
        lesson = standing.lesson
        done = sum(standing.is_done(exercise) for exercise in lesson.exercises)
        most = sum(check.points for check in lesson.checks)
        points = f", {standing.points} of {most} points" if standing.checked else ""
        self._put("", f"{done} of {len(lesson.exercises)} exercises done{points}")
        options = self.query_one("#lesson-exercises", OptionList)
        for exercise in lesson.exercises:
            lines = {exercise_id(exercise): exercise_line(standing, exercise)}
            for check in exercise.checks:
                lines[check_id(check)] = check_line(standing, check, self._answer(check))
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
        self.query_one("#lesson-keys").display = name == "lesson-brief"

    @property
    def _at(self) -> str:
        """The id of the line that the cursor is at, if the exercises are shown."""
        options = self.query_one("#lesson-exercises", OptionList)
        if not options.display or options.highlighted is None:
            return ""
        return options.get_option_at_index(options.highlighted).id or ""

    @property
    def chosen(self) -> Exercise | None:
        """The exercise that the cursor is at."""
        exercises = () if self._standing is None else self._standing.lesson.exercises
        lines = ((exercise, [exercise_id(exercise), *map(check_id, exercise.checks)]) for exercise in exercises)
        return next((exercise for exercise, ids in lines if self._at in ids), None)

    @property
    def _chosen_check(self) -> Check | None:
        checks = () if self._standing is None else self._standing.lesson.checks
        return next((check for check in checks if check_id(check) == self._at), None)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        check, exercise = self._chosen_check, self.chosen
        if check is not None:
            self._follow(check)
        elif exercise is not None:
            self._begin(exercise)

    def _follow(self, check: Check) -> None:
        standing = self._standing
        assert standing is not None
        judged, here = standing.checked.get(check.id), standing.here.get(check.id)
        if check.question is not None:
            self.post_message(self.AskedFor(check))
        elif judged is not None and judged.message is not None:
            self.post_message(self.ProofWanted(check.run, judged.message))
        elif here is not None and here.message is not None:
            self.post_message(LookAt(here.message))
            self.post_message(GoTo("ladder"))

    def _begin(self, exercise: Exercise) -> None:
        """Its first question that has no answer yet."""
        asked = [check for check in exercise.checks if check.question is not None]
        if not asked:
            self.post_message(Tell("Nothing is asked here: h gives a hint, c checks."))
            return
        check = next((check for check in asked if not self._answer(check)), asked[0])
        options = self.query_one("#lesson-exercises", OptionList)
        options.highlighted = options.get_option_index(check_id(check))
        self.post_message(self.AskedFor(check))

    def on_key(self, event: events.Key) -> None:
        """Who types where a question stands begins the answer; only the keys of the lesson itself are keys there."""
        check, typed = self._chosen_check, event.character or ""
        if check is None or check.question is None or not (typed.isalnum() or typed == " "):
            return
        active = self.screen.active_bindings.get(event.key)
        if active is not None and (active.binding.id or "").startswith("lesson."):
            return
        event.stop()
        self.post_message(self.AskedFor(check, typed.strip()))


def exercise_id(exercise: Exercise) -> str:
    return f"exercise {exercise.id}"


def check_id(check: Check) -> str:
    return f"check {check.id}"
