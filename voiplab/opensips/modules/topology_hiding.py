"""topology_hiding: hides who the other side is. Module documentation of OpenSIPS 3.2, "topology_hiding"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "topology_hiding",
    "hides who the other side is",
    parameters=(
        text("th_callid_passwd", "OpenSIPS", Standing.NOT_SIMULATED),
        text("th_callid_prefix", "DLGCH_", Standing.NOT_SIMULATED),
        text("th_passed_contact_uri_params", "", Standing.NOT_SIMULATED),
        text("th_passed_contact_params", "", Standing.NOT_SIMULATED),
        integer("force_dialog", "0", Standing.NOT_SIMULATED),
        text("th_contact_encode_passwd", "ToPoCtPaSS", Standing.NOT_SIMULATED),
        text("th_contact_encode_param", "thinfo", Standing.NOT_SIMULATED),
        text("th_contact_encode_scheme", "base64", Standing.NOT_SIMULATED),
    ),
    functions=(
        unsimulated("topology_hiding", "[flags:str]", "REQUEST"),
        unsimulated("topology_hiding_match", "[dlg_match_mode:str]", "REQUEST"),
    ),
    needs=("tm",),
    standing=Standing.NOT_SIMULATED,
)
