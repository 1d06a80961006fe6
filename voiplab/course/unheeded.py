"""What the student wrote and the product reads past, or voiplab does not do: the silent reasons why nothing changes."""

from dataclasses import replace
from typing import Final

from voiplab.course.lesson import Lesson, NodeFiles, changed
from voiplab.lab.lab import Lab
from voiplab.lab.node import kind
from voiplab.text.place import Files
from voiplab.text.remark import Effect, Remark

TOLD: Final = (Effect.IGNORED_THERE, Effect.NOT_SIMULATED, Effect.ERROR)


def unheeded(lesson: Lesson, files: NodeFiles) -> list[Remark]:
    """Remarks that the lesson's own files have not, on files that were changed; their places begin with the node."""
    changes = changed(lesson.lab.files, files)
    nodes = [node for node in lesson.lab.nodes if any(name.startswith(f"{node}/") for name in changes)]
    return [
        replace(remark, place=remark.place._replace(file=f"{node}/{remark.place.file}"))
        for node in nodes
        for remark in _new(lesson, node, files.get(node, {}))
        if f"{node}/{remark.place.file}" in changes
    ]


def unheeded_of(lab: Lab) -> list[Remark]:
    """Of a lab that has no start to compare with: all remarks of that kind."""
    return [
        replace(remark, place=remark.place._replace(file=f"{node}/{remark.place.file}"))
        for node, plan in lab.nodes.items()
        for remark in kind(plan.kind).explain(plan.model, lab.files.get(node, {}))
        if remark.effect in TOLD
    ]


def _new(lesson: Lesson, node: str, files: Files) -> list[Remark]:
    plan = lesson.lab.nodes[node]
    explain = kind(plan.kind).explain
    known = [remark.says for remark in explain(plan.model, lesson.lab.files.get(node, {}))]
    return [remark for remark in explain(plan.model, files) if remark.effect in TOLD and remark.says not in known]
