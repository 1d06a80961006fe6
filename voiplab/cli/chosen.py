"""What is played: which files of which lab, which of its runs, with which seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from voiplab.cli.target import SEED_OF_LESSONS, Opened, find_target
from voiplab.course.by_hand import journals_by_hand
from voiplab.course.lesson import ByHand, Lesson, NodeFiles, overlaid
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.run import Entry
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
    """`own_files` are a student's, when it is they that are played; `answers` likewise. `journal`: what is done by hand."""

    lab: Lab
    plan: RunPlan
    seed: int
    lesson: Lesson | None = None
    own_files: NodeFiles | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    journal: Sequence[Entry] = ()

    def against(self, what: str) -> "Chosen":
        """The same run of `start`, of `solution`, or of another workspace or lab."""
        if what in ("start", "solution"):
            if self.lesson is None:
                raise click.UsageError(f"--against {what} needs a lesson: a lab file has neither start nor solution")
            files = Files(solution=what == "solution")
            return choose(self.lesson, self.plan.name, files, self.seed)
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
            lesson, usual = target, SEED_OF_LESSONS
        case Opened():
            lesson, usual = target.lesson, target.seed
    plan = _plan(lesson.lab, name)
    seed = usual if seed is None else seed
    if isinstance(target, Opened) and files.are_own:
        lab = lesson.lab_for(plan.name, target.files)
        return Chosen(lab, plan, seed, lesson, target.files, target.answers, target.journal(plan.name))
    played = _of_lesson(lesson, files)
    journal = journals_by_hand(lesson, _by_hand(lesson, files, plan.name), played, seed).get(plan.name, ())
    return Chosen(lesson.lab_for(plan.name, played), plan, seed, lesson, journal=journal)


def _by_hand(lesson: Lesson, files: Files, run: str) -> ByHand:
    """What is done in this run by the solution, or by a mistake, which for the rest does as the solution."""
    if files.are_own:
        return {}
    wrong = {mistake.name: mistake.by_hand for mistake in lesson.mistakes}
    done = {**lesson.by_hand, **wrong.get(files.mistake or "", {})}
    return {run: done[run]} if run in done else {}


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
