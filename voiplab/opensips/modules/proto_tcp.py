"""proto_tcp: SIP over TCP. Module documentation of OpenSIPS 3.2, "proto_tcp"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "proto_tcp",
    "SIP over TCP",
    parameters=(
        integer("tcp_port", "5060", Standing.IN_FORCE),
        integer("tcp_send_timeout", "100", Standing.NO_EFFECT),
        integer("tcp_max_msg_chunks", "4", Standing.NO_EFFECT),
        integer("tcp_crlf_pingpong", "1", Standing.IN_FORCE),
        integer("tcp_crlf_drop", "0", Standing.NOT_SIMULATED),
        integer("tcp_async", "1", Standing.NO_EFFECT),
        integer("tcp_async_max_postponed_chunks", "32", Standing.NO_EFFECT),
        integer("tcp_async_local_connect_timeout", "100", Standing.NO_EFFECT),
        integer("tcp_async_local_write_timeout", "10", Standing.NO_EFFECT),
        integer("tcp_parallel_handling", "0", Standing.NO_EFFECT),
        text("trace_destination", "", Standing.NOT_SIMULATED),
        integer("trace_on", "0", Standing.NOT_SIMULATED),
        text("trace_filter_route", "", Standing.NOT_SIMULATED),
    ),
    built_in=True,
)
