"""uac: changes of From and To, and own credentials. Module documentation of OpenSIPS 3.2, "uac"."""

from typing import Final

from voiplab.opensips.modules.shape import choice, function, integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "uac",
    "changes of From and To, and own credentials",
    parameters=(
        choice("restore_mode", "auto", "manual", "none"),
        text("restore_passwd", "", Standing.IN_FORCE),
        text("rr_from_store_param", "vsf", Standing.IN_FORCE),
        text("rr_to_store_param", "vst", Standing.IN_FORCE),
        integer("force_dialog", "0", Standing.NOT_SIMULATED),
    ),
    functions=(
        function("uac_replace_from", "[display:str], uri:str", "REQUEST, BRANCH, FAILURE"),
        function("uac_replace_to", "[display:str], uri:str", "REQUEST, BRANCH, FAILURE"),
        function("uac_restore_from", "", "REQUEST"),
        function("uac_restore_to", "", "REQUEST"),
        function("uac_auth", "", "FAILURE"),
    ),
    needs=("tm",),
)
