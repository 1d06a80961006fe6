"""What is played: which files of which lab, which of its runs, with which seed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from voiplab.cli.target import SEED_OF_LESSONS, Opened, find_target
from voiplab.course.lesson import Lesson, NodeFiles, overlaid
from voiplab.lab.lab import Lab, RunPlan
from voiplab.text.nearest import did_you_mean


@dataclass(frozen=True)
class Files:
    """Whose files: the target's own, the solution's, or a mistake's."""

    solution: bool = False
    mistake: str | None = None

    @property
    def are_own(self) -> bool:
        return not self.solution and self.mistake is None


@dataclass(frozen=True)
class Chosen:
    """`own_files` are a student's, when it is they that are played; `answers` likewise."""

    lab: Lab
    plan: RunPlan
    seed: int
    lesson: Lesson | None = None
    own_files: NodeFiles | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    def against(self, what: str) -> "Chosen":
        """The same run of `start`, of `solution`, or of another workspace or lab."""
        if what in ("start", "solution"):
            if self.lesson is None:
                raise click.UsageError(f"--against {what} needs a lesson: a lab file has neither start nor solution")
            files = _of_lesson(self.lesson, Files(solution=what == "solution"))
            return replace(self, lab=self.lesson.lab_for(self.plan.name, files), own_files=None)
        if not Path(what).exists():
            raise click.UsageError(
                f"--against takes start, solution, a workspace, a lab or a saved run; there is no {what}"
            )
        return choose(find_target(what), self.plan.name, Files(), self.seed)


def choose(target: Opened | Lesson | Lab, name: str | None, files: Files, seed: int | None) -> Chosen:
    match target:
        case Lab():
            if not files.are_own:
                raise click.UsageError("only a lesson has a solution and mistakes; a lab file has none")
            return Chosen(target, _plan(target, name), target.seed if seed is None else seed)
        case Lesson():
            own, answers, lesson, usual = None, {}, target, SEED_OF_LESSONS
        case Opened():
            own, answers = (target.files, target.answers) if files.are_own else (None, {})
            lesson, usual = target.lesson, target.seed
    plan = _plan(lesson.lab, name)
    lab = lesson.lab_for(plan.name, _of_lesson(lesson, files) if own is None else own)
    return Chosen(lab, plan, usual if seed is None else seed, lesson, own, answers)


def _of_lesson(lesson: Lesson, files: Files) -> NodeFiles:
    if files.solution:
        return overlaid(lesson.lab.files, lesson.solution)
    if files.mistake is None:
        return lesson.lab.files
    if files.mistake in lesson.wrong_turns:
        return overlaid(lesson.lab.files, lesson.wrong_turns[files.mistake])
    guess = did_you_mean(files.mistake, lesson.wrong_turns) or f"; there are {', '.join(lesson.wrong_turns)}"
    raise click.UsageError(f"{lesson.id} has no mistake {files.mistake}{guess}")


def _plan(lab: Lab, name: str | None) -> RunPlan:
    wanted = lab.first_run if name is None else name
    if wanted not in lab.runs:
        guess = did_you_mean(wanted, lab.runs) or f"; there are {', '.join(lab.runs)}"
        raise click.UsageError(f"{lab.name} has no run {wanted}{guess}")
    return lab.runs[wanted]
