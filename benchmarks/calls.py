"""Whole calls: two telephones and a simulated FreeSWITCH between them, as the lesson on PRACK has them when it is solved.

    python -m benchmarks.calls
    python -m benchmarks.calls 10 1,000 100,000

With numbers, one run with so many calls each: the last one takes minutes and gigabytes.

Each call is an INVITE that is challenged and repeated with its digest, a reliable 180 and its PRACK on the other leg, an
answer, sound both ways, and a BYE. Everything is recorded, as it is for a student, and garbage is collected as seldom as
the command does it. The calls of a run follow each other; registrations, at its beginning and whenever they are about to
end, are measured with them, the building of the nodes from their files is not.
"""

import json
import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from functools import partial
from math import log
from typing import Final

from benchmarks.figures import Figure, at_most, table
from benchmarks.fresh_messages import invite
from benchmarks.timing import cpu_seconds, largest_size, taking_turns
from voiplab.cli.main import collect_less_often
from voiplab.course.catalogue import lesson_folders
from voiplab.course.grading import messages_of
from voiplab.course.lesson import overlaid
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.actions import NodeAction
from voiplab.lab.lab import Lab, RunPlan
from voiplab.lab.run import Run
from voiplab.lab.script import AtStart, ScriptLine
from voiplab.lab.span import Span
from voiplab.sim.moment import Duration, seconds
from voiplab.text.place import Place

LESSON: Final = "prack-enable"
SEED: Final = 1
ROUNDS: Final = 3
CALLS: Final = (10, 100, 1_000)
CALL: Final = ((seconds(1), "alice", "dial 1001"), (seconds(4), "bob", "answer"), (seconds(8), "alice", "hang up"))
SPACING: Final = seconds(10)
MESSAGES: Final = 18
"""What a call sends over the wire."""

ROUND_TRIPS: Final = 54 * MESSAGES // 13
"""In the CPU time of kamailio 5.6 for a call of 13 messages that it proxies, an INVITE goes 54 times through json."""

STEPS: Final = 100
"""More than a call takes in the kernel."""

MOST_MEMORY: Final = (4 << 30) / 100_000_000
"""kB that a recorded call may take, so that 100,000 of them fit into 4 GiB."""

GROWTH: Final = 1.1
"""The exponent of an amount over the number of calls; 1 when each call costs the same."""


def figures() -> Iterator[Figure]:
    collect_less_often()
    lab = solved()
    run_of(lab, CALLS[0]).run()  # imports what the nodes need
    *costs, round_trip = taking_turns(ROUNDS, *(partial(cost, lab, calls) for calls in CALLS), json_round_trip)
    each = costs[-1] / CALLS[-1]
    said = f"a call ({each * 1000:.1f} ms, {1 / each:.0f} per CPU second) over json of an INVITE ({round_trip * 1e6:.1f} us)"
    yield at_most(said, each / round_trip, ROUND_TRIPS, "times")
    said = _each(costs, 1000)
    yield at_most(f"exponent of the cost over the calls of a run (ms each: {said})", _exponent(costs), GROWTH, "")
    memory = [memory_of(lab, calls) for calls in CALLS]
    said = _each(memory, 1 / 1000)
    yield at_most(f"exponent of the memory over the calls of a run (kB each: {said})", _exponent(memory), GROWTH, "")


def figures_of(counts: Sequence[int]) -> Iterator[Figure]:
    """Of one run with so many calls each, from the fewest to the most."""
    collect_less_often()
    lab = solved()
    run_of(lab, CALLS[0]).run()
    runs = [cost_and_memory(lab, calls) for calls in counts]
    round_trip = json_round_trip()
    for calls, (spent, held) in zip(counts, runs, strict=True):
        said = f"{calls:,} calls in {spent:.1f} s of CPU, {spent / calls * 1000:.2f} ms each, over json of an INVITE"
        yield at_most(said, spent / calls / round_trip, ROUND_TRIPS, "times")
        yield at_most(f"memory of a call, of {held / 1e9:.2f} GB for {calls:,}", held / calls / 1000, MOST_MEMORY, "kB")
    if len(counts) > 1:
        growth = log(runs[-1][0] / runs[0][0]) / log(counts[-1] / counts[0])
        yield at_most("exponent of the cost over the calls of a run", growth, GROWTH, "")


def solved() -> Lab:
    lesson = read_lesson(lesson_folders()[LESSON])
    return lesson.lab_with(overlaid(lesson.lab.files, lesson.solution))


def run_of(lab: Lab, calls: int) -> Run:
    lines = (_line(number * SPACING + at, node, key) for number in range(calls) for at, node, key in CALL)
    plan = RunPlan("calls", script=tuple(lines), limit=(calls + 10) * SPACING, most_steps=(calls + 10) * STEPS)
    return Run(lab, plan, SEED)


def _line(at: Duration, node: str, key: str) -> ScriptLine:
    return ScriptLine(AtStart(), Span(at, at), node, NodeAction(key), Place(LESSON, 1))


def cost(lab: Lab, calls: int) -> float:
    """CPU seconds of a run with so many calls."""
    return cpu_seconds(run_of(lab, calls).run)


def cost_and_memory(lab: Lab, calls: int) -> tuple[float, int]:
    """CPU seconds, and the bytes that the process has grown by."""
    run = run_of(lab, calls)
    before = largest_size()
    return cpu_seconds(run.run), largest_size() - before


def memory_of(lab: Lab, calls: int) -> float:
    """Bytes that a run has taken when it is over, nearly all of them its recording; every call has to have taken place."""
    run = run_of(lab, calls)
    tracemalloc.start()
    run.run()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    messages = messages_of(run)
    ended = sum(message.summary == "200 OK (BYE)" for message in messages)
    if ended != 2 * calls or len(messages) < MESSAGES * calls:
        raise RuntimeError(f"{ended} legs of {calls} calls were hung up, after {len(messages)} messages")
    return held


def json_round_trip() -> float:
    """CPU seconds for reading an INVITE, its headers as pairs and its body as lines, from JSON and writing it again."""
    documents = [_document(invite(number).decode()) for number in range(4_000)]

    def handle() -> None:
        for document in documents:
            json.dumps(json.loads(document))

    return cpu_seconds(handle) / len(documents)


def _document(text: str) -> str:
    head, _, body = text.partition("\r\n\r\n")
    start, *headers = head.split("\r\n")
    pairs = [header.split(": ", 1) for header in headers]
    return json.dumps({"start": start, "headers": pairs, "body": body.split("\r\n")})


def _each(amounts: Sequence[float], unit: float) -> str:
    return ", ".join(f"{calls:,}: {amount / calls * unit:.1f}" for calls, amount in zip(CALLS, amounts, strict=True))


def _exponent(amounts: Sequence[float]) -> float:
    """Between the fewest calls and the most."""
    return log(amounts[-1] / amounts[0]) / log(CALLS[-1] / CALLS[0])


def main() -> int:
    """Print the figures; the exit code says whether all goals are met."""
    counts = [int(count.replace(",", "")) for count in sys.argv[1:]]
    measured = list(figures_of(sorted(counts)) if counts else figures())
    print(table(measured))
    return 0 if all(figure.is_met for figure in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
