"""nathelper: what helps telephones behind NAT. Module documentation of OpenSIPS 3.2, "nathelper"."""

from typing import Final

from voiplab.opensips.modules.shape import function, integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "nathelper",
    "what helps telephones behind NAT",
    parameters=(
        integer("natping_interval", "0", Standing.IN_FORCE),
        integer("ping_nated_only", "0", Standing.IN_FORCE),
        integer("natping_partitions", "1", Standing.NO_EFFECT),
        text("natping_socket", "", Standing.NOT_SIMULATED),
        text("received_avp", "", Standing.IN_FORCE),
        text("force_socket", "", Standing.NOT_SIMULATED),
        text("sipping_bflag", "", Standing.IN_FORCE),
        text("remove_on_timeout_bflag", "", Standing.NOT_SIMULATED),
        text("sipping_latency_flag", "", Standing.NOT_SIMULATED),
        text("sipping_ignore_rpl_codes", "", Standing.NOT_SIMULATED),
        text("sipping_from", "", Standing.IN_FORCE),
        text("sipping_method", "OPTIONS", Standing.IN_FORCE),
        text("nortpproxy_str", "a=nortpproxy:yes\r\n", Standing.IN_FORCE),
        integer("natping_tcp", "0", Standing.NOT_SIMULATED),
        text("oldip_skip", "0", Standing.NOT_SIMULATED),
        integer("ping_threshold", "3", Standing.NO_EFFECT),
        integer("max_pings_lost", "3", Standing.NOT_SIMULATED),
        integer("cluster_id", "0", Standing.NOT_SIMULATED),
        text("cluster_sharing_tag", "", Standing.NOT_SIMULATED),
    ),
    functions=(
        function("fix_nated_contact", "[uri_params:str]", "REQUEST, ONREPLY, BRANCH"),
        function("fix_nated_sdp", "flags:int, [ip_address:str], [sdp_fields:str]", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("add_rcv_param", "[flag:int]", "REQUEST"),
        function("fix_nated_register", "", "REQUEST"),
        function("nat_uac_test", "flags:int", "REQUEST, ONREPLY, FAILURE, BRANCH"),
    ),
)
