"""rr: Record-Route and Route. Module documentation of OpenSIPS 3.2, "rr"."""

from typing import Final

from voiplab.opensips.modules.shape import function, integer, module
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "rr",
    "Record-Route and Route",
    parameters=(
        integer("append_fromtag", "1", Standing.IN_FORCE),
        integer("enable_double_rr", "1", Standing.IN_FORCE),
        integer("add_username", "0", Standing.IN_FORCE),
        integer("enable_socket_mismatch_warning", "1", Standing.NO_EFFECT),
    ),
    functions=(
        function(
            "loose_route",
            "",
            "REQUEST",
            {1: "the topmost Route was ours", -1: "there was no Route, or it was not ours"},
        ),
        function("record_route", "[params:str]", "REQUEST, BRANCH, FAILURE"),
        function("record_route_preset", "preset:str, [preset2:str]", "REQUEST, BRANCH, FAILURE"),
        function("add_rr_param", "param:str", "REQUEST, BRANCH, FAILURE"),
        function("check_route_param", "re:re", "REQUEST"),
        function("is_direction", "dir:str", "REQUEST"),
    ),
)
