"""One figure beside its goal, and the table in which `docs/performance.md` prints them."""

from collections.abc import Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    what: str
    measured: str
    goal: str
    is_met: bool


def table(figures: Iterable[Figure]) -> str:
    lines = ["| figure | measured | goal | met |", "| --- | --- | --- | --- |"]
    lines += [f"| {one.what} | {one.measured} | {one.goal} | {'yes' if one.is_met else '**no**'} |" for one in figures]
    return "\n".join(lines)


def at_least(what: str, ratio: float, goal: float) -> Figure:
    return Figure(what, f"x{ratio:.2f}", f">= x{goal:g}", ratio >= goal)


def at_most(what: str, measured: float, goal: float, unit: str) -> Figure:
    return Figure(what, f"{measured:.3g} {unit}".strip(), f"<= {goal:g} {unit}".strip(), measured <= goal)
