"""sl: replies without a transaction. Module documentation of OpenSIPS 3.2, "sl"."""

from typing import Final

from voiplab.opensips.modules.shape import function, integer, module
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "sl",
    "replies without a transaction",
    parameters=(integer("enable_stats", "1", Standing.NO_EFFECT),),
    functions=(
        function("sl_send_reply", "code:int, reason:str", "REQUEST, ERROR"),
        function("sl_reply_error", "", "REQUEST"),
    ),
)
