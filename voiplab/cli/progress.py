"""How far a run is, on stderr, when it takes longer than a second and somebody is watching."""

import sys
from time import monotonic
from typing import Final

import click

from voiplab.lab.run import Run
from voiplab.sim.moment import Moment

PATIENCE: Final = 1.0
SLICE: Final = 2_000
"""Kernel steps between two looks at the clock; a call has some two hundred."""


def play(run: Run, until: Moment | None = None) -> None:
    """Take a run to its end or to a moment. LimitReached."""
    begun = monotonic()
    shown = False
    while run.go_on(SLICE, until):
        if monotonic() - begun > PATIENCE and sys.stderr.isatty():
            shown = True
            click.echo(f"\r{run.plan.name}: {run.kernel.now / 1e6:.1f} s, {run.kernel.steps} steps", err=True, nl=False)
    if shown:
        click.echo("\r\x1b[K", err=True, nl=False)
