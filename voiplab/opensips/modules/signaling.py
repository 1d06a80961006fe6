"""signaling: replies with or without a transaction, as it is. Module documentation of OpenSIPS 3.2, "signaling"."""

from typing import Final

from voiplab.opensips.modules.shape import function, module

MODULE: Final = module(
    "signaling",
    "replies with or without a transaction, as it is",
    functions=(function("send_reply", "code:int, reason:str", "REQUEST, ERROR"),),
)
