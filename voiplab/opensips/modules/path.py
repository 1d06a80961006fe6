"""path: Path: RFC 3327. Module documentation of OpenSIPS 3.2, "path"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "path",
    "Path: RFC 3327",
    parameters=(
        integer("use_received", "0", Standing.NOT_SIMULATED),
        integer("enable_double_path", "1", Standing.NOT_SIMULATED),
    ),
    functions=(
        unsimulated("add_path", "[user:str]", "REQUEST"),
        unsimulated("add_path_received", "[user:str]", "REQUEST"),
    ),
    needs=("rr",),
    standing=Standing.NOT_SIMULATED,
)
