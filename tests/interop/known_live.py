"""What is known to differ when real clients play a recorded case, and why: apart from what differs in a virtual run, too."""

from typing import Final

from tests.golden.difference import Kind
from tests.golden.known import KNOWN, Known, Reason

_CROSSED: Final = "SIPp's BYE and the server's NOTIFY cross, 0.2 ms apart: which is first is chance"
_SECONDS: Final = (
    "the server counts whole seconds of the wall clock, so five of them take four to five; when they begin is chance"
)

KNOWN_LIVE: Final = Known(
    reasons=(
        Reason("a-register/odd_requests", Kind.MESSAGE_ORDER, "*", _CROSSED),
        Reason("b-calls/*_timeout", Kind.TIME, "*", _SECONDS),
        Reason("b-calls/continue_on_fail", Kind.TIME, "*", _SECONDS),
        *KNOWN.reasons,
    ),
    open_cases=KNOWN.open_cases,
)
