"""What is known to differ when real clients play a recorded case, and why: apart from what differs in a virtual run, too."""

from typing import Final

from tests.golden.difference import Kind
from tests.golden.known import KNOWN, Known, Reason
from tests.golden.known_opensips import KNOWN_OPENSIPS

_CROSSED: Final = "SIPp's BYE and the server's NOTIFY cross, 0.2 ms apart: which is first is chance"
_SECONDS: Final = (
    "five whole seconds of the wall clock take between four and five: when they are counted from is chance"
)
_CONSOLE: Final = "the console speaks at the recorded moment, however long SIPp took for its answer"
_REFRESHED: Final = "when a leg is refreshed is chance, so either can be the first"
_CHANNELS: Final = "its commands name channels, whose UUIDs nobody knows before"
_ENDED: Final = "the recording ends before the phone's last answer"
_TEMP_GRUU: Final = "a temp-gruu contains the second and the Call-ID of its registration"
_FORKED: Final = "two phones answer at the same moment: whose reply is the first is chance"
_LEFT: Final = "what is left of a registration is counted in whole seconds of the wall clock"

KNOWN_LIVE: Final = Known(
    reasons=(
        Reason("a-register/odd_requests", Kind.MESSAGE_ORDER, "*", _CROSSED),
        Reason("b-calls/*_timeout", Kind.TIME, "*", _SECONDS),
        Reason("b-calls/continue_on_fail", Kind.TIME, "*", _SECONDS),
        Reason("*/originate_*", Kind.TIME, "*", _CONSOLE),
        Reason("h-timers-nat-options/session_timers_120", Kind.MESSAGE_ORDER, "*", _REFRESHED),
        Reason("h-timers-nat-options/session_timers_120", Kind.TIME, "*", _REFRESHED),
        Reason("e-parking/park_auto_two_slots_and_auto_out", Kind.PHONE, "*", _ENDED),
        Reason("b-gruu/07-call-plain-aor-both-ring", None, "*", _FORKED),
        Reason("e-proxy/1[01]-parallel-fork-*", None, "*", _FORKED),
        Reason("a-register/[012][0-9]-*", Kind.HEADER_VALUE, "Contact", _LEFT),
        Reason("b-gruu/*", Kind.HEADER_VALUE, "Contact", _TEMP_GRUU),
        Reason("d-b2bua/0[78]-*", Kind.PHONE, "*", _ENDED),
        *KNOWN.reasons,
        *KNOWN_OPENSIPS.reasons,
    ),
    open_cases={
        **KNOWN.open_cases,
        **KNOWN_OPENSIPS.open_cases,
        "e-parking/park_app_uuid_bridge_uuid_transfer": _CHANNELS,
        "g-originate/originate_user_bridge": _CHANNELS,
    },
)
