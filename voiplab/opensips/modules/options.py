"""options: answers OPTIONS. Module documentation of OpenSIPS 3.2, "options"."""

from typing import Final

from voiplab.opensips.modules.shape import module, text, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "options",
    "answers OPTIONS",
    parameters=(
        text("accept", "*/*", Standing.NOT_SIMULATED),
        text("accept_encoding", "", Standing.NOT_SIMULATED),
        text("accept_language", "en", Standing.NOT_SIMULATED),
        text("support", "", Standing.NOT_SIMULATED),
    ),
    functions=(unsimulated("options_reply", "", "REQUEST"),),
    needs=("signaling",),
    standing=Standing.NOT_SIMULATED,
)
