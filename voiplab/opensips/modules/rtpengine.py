"""rtpengine: relays media by an external program. Module documentation of OpenSIPS 3.2, "rtpengine"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "rtpengine",
    "relays media by an external program",
    parameters=(
        text("rtpengine_sock", "", Standing.NOT_SIMULATED),
        integer("rtpengine_disable_tout", "60", Standing.NOT_SIMULATED),
        integer("rtpengine_tout", "1", Standing.NOT_SIMULATED),
        integer("rtpengine_retr", "5", Standing.NOT_SIMULATED),
        text("notification_sock", "", Standing.NOT_SIMULATED),
        text("extra_id_pv", "", Standing.NOT_SIMULATED),
        text("setid_avp", "", Standing.NOT_SIMULATED),
        text("db_url", "", Standing.NOT_SIMULATED),
        text("db_table", "rtpengine", Standing.NOT_SIMULATED),
        text("socket_column", "socket", Standing.NOT_SIMULATED),
        text("set_column", "set_id", Standing.NOT_SIMULATED),
    ),
    functions=(
        unsimulated("rtpengine_use_set", "setid:int", "REQUEST, ONREPLY, BRANCH"),
        unsimulated("rtpengine_offer", "[flags:str], [sock_var:var], [sdp_var:var], [body:str]", "ALL"),
        unsimulated(
            "rtpengine_answer",
            "[flags:str], [sock_var:var], [sdp_var:var], [body:str]",
            "REQUEST, ONREPLY, FAILURE, BRANCH",
        ),
        unsimulated("rtpengine_manage", "[flags:str], [sock_var:var], [sdp_var:var], [body:str]", "ALL"),
        unsimulated("rtpengine_delete", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_start_recording", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_stop_recording", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_stop_media", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_block_media", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_unblock_media", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_block_dtmf", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_unblock_dtmf", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_start_forwarding", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_stop_forwarding", "[flags:str], [sock_var:var]", "ALL"),
        unsimulated("rtpengine_play_media", "flags:str, [duration_spec:var], [sock_var:var], [sock_var2:var]", "ALL"),
        unsimulated("rtpengine_play_dtmf", "code:str, [flags:str], [sock_var:var]", "ALL"),
    ),
    needs=("tm",),
    standing=Standing.NOT_SIMULATED,
)
