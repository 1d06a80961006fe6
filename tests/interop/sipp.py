"""SIPp: its command line, and the figures that it writes at its end."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.interop.program import Ended, Running, run
from voiplab.net.address import Address

SCENARIOS: Final = Path(__file__).parent / "scenarios"


class Figures(NamedTuple):
    """Of the last line of SIPp's statistics: all counted since its start."""

    succeeded: int
    failed: int
    repeated: int  # messages that SIPp sent again because nothing came


class Sipp(NamedTuple):
    """One SIPp, the same every time it is run. `scenario`: a file of `scenarios/`, or `-sn uac` and `-sn uas`."""

    folder: Path
    scenario: str
    at: Address
    peer: Address
    options: Sequence[str] = ()
    media: int = 30_000
    scenarios: Path = SCENARIOS

    @property
    def command(self) -> list[str]:
        scenario = self.scenario.split() if self.scenario.startswith("-sn") else ["-sf", str(self._file)]
        here = ["-i", self.at.ip, "-p", str(self.at.port), "-mi", self.at.ip, "-mp", str(self.media), "-bind_local"]
        traces = ["-trace_stat", "-stf", self._statistics, "-trace_err", "-error_file", self._errors]
        return ["sipp", *scenario, *here, *traces, "-nostdin", "-skip_rlimit", *self.options, str(self.peer)]

    def run(self, seconds: float = 60) -> Ended:
        return run(self.command, self.folder, seconds)

    def begin(self) -> Running:
        return Running(self.command, self.folder)

    def figures(self) -> Figures:
        last = list(csv.DictReader((self.folder / self._statistics).read_text().splitlines(), delimiter=";"))[-1]
        return Figures(*(int(last[name]) for name in ("SuccessfulCall(C)", "FailedCall(C)", "Retransmissions(C)")))

    def errors(self) -> str:
        """What SIPp had not expected, for the message of a failed test."""
        path = self.folder / self._errors
        return path.read_text("utf-8", "replace") if path.exists() else ""

    @property
    def _file(self) -> Path:
        return self.scenarios / f"{self.scenario}.xml"

    @property
    def _name(self) -> str:
        return f"{self.scenario.removeprefix('-sn ')}-{self.at.ip}-{self.at.port}"

    @property
    def _statistics(self) -> str:
        return f"{self._name}.csv"

    @property
    def _errors(self) -> str:
        return f"{self._name}-errors.log"


def keys(values: Mapping[str, str]) -> list[str]:
    """`-key user 1000`: what a scenario calls `[user]`."""
    return [word for name, value in values.items() for word in ("-key", name, value)]
