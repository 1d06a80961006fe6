"""tm: transactions: what is relayed is remembered, repeated and answered. Module documentation of OpenSIPS 3.2, "tm"."""

from collections.abc import Mapping
from typing import Final

from voiplab.opensips.modules.shape import either, function, integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

_RELAYED: Final[Mapping[int, str]] = {
    1: "relayed",
    -1: "an error inside",
    -2: "bad message or R-URI",
    -3: "no destination",
    -4: "bad destination: no such host",
    -5: "the destination is filtered",
    -6: "could not be sent",
}

MODULE: Final = module(
    "tm",
    "transactions: what is relayed is remembered, repeated and answered",
    parameters=(
        integer("fr_timeout", "30", Standing.IN_FORCE),
        integer("fr_inv_timeout", "120", Standing.IN_FORCE),
        integer("wt_timer", "5", Standing.IN_FORCE),
        integer("delete_timer", "2", Standing.IN_FORCE),
        integer("T1_timer", "500", Standing.IN_FORCE),
        integer("T2_timer", "4000", Standing.IN_FORCE),
        integer("ruri_matching", "1", Standing.NO_EFFECT),
        integer("via1_matching", "1", Standing.NO_EFFECT),
        integer("unix_tx_timeout", "2", Standing.NO_EFFECT),
        integer("restart_fr_on_each_reply", "1", Standing.IN_FORCE),
        text("tw_append", "", Standing.NOT_SIMULATED),
        integer("pass_provisional_replies", "0", Standing.IN_FORCE),
        integer("syn_branch", "1", Standing.NO_EFFECT),
        integer("onreply_avp_mode", "0", Standing.IN_FORCE),
        integer("disable_6xx_block", "0", Standing.IN_FORCE),
        integer("enable_stats", "1", Standing.NO_EFFECT),
        either("minor_branch_flag", "", Standing.NOT_SIMULATED),
        integer("timer_partitions", "1", Standing.NO_EFFECT),
        integer("auto_100trying", "1", Standing.IN_FORCE),
        integer("tm_replication_cluster", "", Standing.NOT_SIMULATED),
        text("cluster_param", "cid", Standing.NOT_SIMULATED),
        integer("cluster_auto_cancel", "1", Standing.NOT_SIMULATED),
    ),
    functions=(
        function("t_relay", "[flags:int], [outbound_proxy:str]", "REQUEST, FAILURE", _RELAYED),
        function("t_reply", "code:int, reason_phrase:str", "REQUEST, FAILURE"),
        function("t_reply_with_body", "code:int, reason_phrase:str, body:str", "REQUEST, FAILURE"),
        function("t_newtran", "", "REQUEST"),
        function(
            "t_check_trans",
            "",
            "REQUEST, BRANCH",
            {
                1: "it belongs to a transaction",
                -1: "it belongs to none",
                -2: "an ACK from end to end",
                0: "a repetition, which has been handled",
            },
        ),
        function("t_check_status", "re:re", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("t_local_replied", "reply:str", "REQUEST, BRANCH, FAILURE, ONREPLY"),
        function("t_was_cancelled", "", "ONREPLY, FAILURE"),
        function("t_cancel_branch", "[flags:str]", "ONREPLY"),
        function("t_new_request", "method:str, ruri:str, from:str, to:str, [body:str], [ctx:str]", "ALL"),
        function("t_on_failure", "failure_route:failure_route", "REQUEST, BRANCH, ONREPLY, FAILURE"),
        function("t_on_reply", "reply_route:reply_route", "REQUEST, BRANCH, ONREPLY, FAILURE"),
        function("t_on_branch", "branch_route:branch_route", "REQUEST, BRANCH, ONREPLY, FAILURE"),
        unsimulated("t_inject_branches", "source:str, [flags:str]", "ALL"),
        unsimulated("t_wait_for_new_branches", "[branches:int]", "REQUEST"),
        unsimulated("t_wait_no_more_branches", "", "ALL"),
        function("t_add_hdrs", "sip_hdrs:str", "REQUEST"),
        function("t_add_cancel_reason", "reason_hdr:str", "REQUEST"),
        function("t_replicate", "uri:str, [flags:int]", "REQUEST"),
        unsimulated("t_write_req", "info:str, fifo:str", "REQUEST, FAILURE, BRANCH"),
        unsimulated("t_write_unix", "info:str, socket:str", "REQUEST, FAILURE, BRANCH"),
        function("t_flush_flags", "", "REQUEST, BRANCH"),
        unsimulated("t_anycast_replicate", "", "REQUEST"),
    ),
)
