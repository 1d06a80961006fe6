"""A lab as a value: a topology, nodes with their files, and named runs. It comes from YAML and is executed by `run.Run`.

topology: one-office
nodes:
  alice: {kind: phone, model: microsip-3.21}
  carol: {kind: phone, model: plain-rfc}
  freeswitch: {kind: freeswitch}
runs:
  call:
    does: alice calls bob
    limit: 2m
    off: [carol]
    script:
      - {at: 1s, alice: dial 1001}
      - {when: bob rings, after: 2s..4s, bob: answer}
      - {at: 10s, alice: link office delay 50ms loss 5%}    # of her cable; also: unplug, plug in
      - {at: 20s, freeswitch: {save: sip_profiles/internal.xml, from: internal.xml}}    # of the folder `later`
    faults:
      - {lose: 180 from bob to freeswitch, first: 1..3}
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from voiplab.lab.script import FaultPlan, ScriptLine
from voiplab.net.topology import Topology
from voiplab.sim.calendar import Calendar
from voiplab.sim.moment import Duration, seconds
from voiplab.sip.value import value
from voiplab.text.place import Files

FIVE_MINUTES: Final = seconds(300)
MILLION: Final = 1_000_000


@value(frozen=True, slots=False)
class NodePlan:
    """One node: `model` is a phone's profile; `label` stands under its name in a ladder."""

    name: str
    kind: str
    host: str
    model: str | None = None
    label: str = ""


@value(frozen=True, slots=False)
class RunPlan:
    """What happens in a run: who does what when, and what goes wrong on the way. `off`: nodes that are switched off in it."""

    name: str
    does: str = ""
    off: tuple[str, ...] = ()
    script: tuple[ScriptLine, ...] = ()
    faults: tuple[FaultPlan, ...] = ()
    limit: Duration = FIVE_MINUTES
    most_steps: int = MILLION
    """Of the kernel: a call has some two hundred, and a loop without delay never comes to the limit of time."""


@value(frozen=True, slots=False)
class Lab:
    """`files` are those of each node, read once; a run never looks at a disk."""

    name: str
    topology: Topology
    nodes: Mapping[str, NodePlan]
    files: Mapping[str, Files]
    runs: Mapping[str, RunPlan]
    seed: int = 1
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def first_run(self) -> str:
        return next(iter(self.runs))
