"""A moment as somebody types it: `4s`, `1.5s`, `500ms`; a bare number means seconds, as the ladder shows them."""

import re

import click

from voiplab.lab.span import duration
from voiplab.sim.moment import Moment


class MomentType(click.ParamType[Moment]):
    name = "T"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        try:
            return duration(f"{value}s" if re.fullmatch(r"[\d.]+", value) else value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)
