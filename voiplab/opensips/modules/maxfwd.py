"""maxfwd: Max-Forwards. Module documentation of OpenSIPS 3.2, "maxfwd"."""

from typing import Final

from voiplab.opensips.modules.shape import function, integer, module
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "maxfwd",
    "Max-Forwards",
    parameters=(integer("max_limit", "256", Standing.IN_FORCE),),
    functions=(
        function(
            "mf_process_maxfwd_header",
            "max_value:int",
            "REQUEST",
            {1: "there was none: it was added", 2: "lowered by one", -1: "it was 0", -2: "an error"},
        ),
        function("is_maxfwd_lt", "max_value:int", "REQUEST, FAILURE, BRANCH"),
    ),
)
