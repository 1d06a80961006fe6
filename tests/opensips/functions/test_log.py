"""What a script writes into the log."""

import pytest

from tests.opensips.bench import ALICE, MODULES, Bench, invite
from voiplab.recording.events import Logged


@pytest.mark.parametrize(
    ("call", "level"),
    [
        ('xlog("L_ALERT", "x\\n");', "alert"),
        ('xlog("L_CRIT", "x\\n");', "critical"),
        ('xlog("L_ERR", "x\\n");', "error"),
        ('xlog("L_WARN", "x\\n");', "warning"),
        ('xlog("L_NOTICE", "x\\n");', "notice"),
        ('xlog("L_INFO", "x\\n");', "info"),
        ('xlog("x\\n");', "notice"),
    ],
)
def test_a_line_of_the_script_is_as_loud_as_it_says(call: str, level: str) -> None:
    bench = Bench(f"route {{ {call} }}\n", head=f"xlog_level=3\n{MODULES}")
    bench.send(ALICE, *invite())
    logged = [event.what for event in bench.recording if isinstance(event.what, Logged)]
    assert [(line.level, line.text) for line in logged] == [(level, "x")]
