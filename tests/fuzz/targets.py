"""Everything that is fuzzed. A reader of anything foreign belongs here: a module with its targets, and a line below."""

from tests.fuzz import (
    capture_targets,
    lab_targets,
    opensips_targets,
    phone_targets,
    sdp_targets,
    sip_targets,
    text_targets,
)
from tests.fuzz.target import Target

TARGETS: tuple[Target, ...] = (
    *sip_targets.TARGETS,
    *sdp_targets.TARGETS,
    *text_targets.TARGETS,
    *capture_targets.TARGETS,
    *opensips_targets.TARGETS,
    *phone_targets.TARGETS,
    *lab_targets.TARGETS,
)
