"""The same of OpenSIPS: what is known to differ from the recorded one and why, and the cases that are open."""

from typing import Final

from tests.golden.difference import Kind
from tests.golden.known import Known, Reason

_TOPOLOGY_HIDING: Final = "the module topology_hiding"
_RTPENGINE: Final = "the module rtpengine, and the program beside the server that it speaks to"

KNOWN_OPENSIPS: Final = Known(
    reasons=(
        Reason(
            "e-proxy/10-parallel-fork-two-contacts",
            None,
            "*",
            "two processes read one socket: of two replies at one moment the second was passed on first",
        ),
        Reason(
            "b-gruu/17-refer-to-stale-contact-408",
            Kind.HEADER_VALUE,
            "Contact",
            "a temp-gruu contains the second in which it was made: this registration came 2 ms before the next one",
        ),
        Reason(
            "g-real-clients/05-linphonec-gruu-contact-NO-lookup",
            Kind.TIME,
            "*",
            "linphonec took so long to start that the server's seconds, with which its timers end, began at another moment",
        ),
    ),
    open_cases={
        "b-gruu/14-garbage-temp-gruu-kills-opensips": "3.2.10 crashes there; ours answers 404",
        "e-proxy/28-topology_hiding-dialog": _TOPOLOGY_HIDING,
        "e-proxy/29-topology_hiding-no-dialog-thinfo": _TOPOLOGY_HIDING,
        "f-rtpengine/03-pjsua-with-media": _RTPENGINE,
        "f-rtpengine/04-rtpengine-down": _RTPENGINE,
        "f-rtpengine/05-rtpengine_manage": _RTPENGINE,
        "f-rtpengine/06-cancel-deletes-session": _RTPENGINE,
        "f-rtpengine/08-late-offer-offer-in-200-answer-in-ACK": _RTPENGINE,
    },
)
