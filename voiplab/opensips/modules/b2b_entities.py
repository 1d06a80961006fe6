"""b2b_entities: the two ends of a back-to-back user agent. Module documentation of OpenSIPS 3.2, "b2b_entities"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "b2b_entities",
    "the two ends of a back-to-back user agent",
    parameters=(
        integer("server_hsize", "9", Standing.NO_EFFECT),
        integer("client_hsize", "9", Standing.NO_EFFECT),
        text("script_req_route", "", Standing.NOT_SIMULATED),
        text("script_reply_route", "", Standing.NOT_SIMULATED),
        text("db_url", "", Standing.NOT_SIMULATED),
        integer("update_period", "100", Standing.NO_EFFECT),
        text("b2b_key_prefix", "B2B", Standing.IN_FORCE),
        integer("db_mode", "2", Standing.NO_EFFECT),
        text("db_table", "b2b_entities", Standing.NO_EFFECT),
        integer("cluster_id", "0", Standing.NOT_SIMULATED),
    ),
    needs=("tm",),
)
