"""b2b_logic: what a back-to-back user agent does with its ends. Module documentation of OpenSIPS 3.2, "b2b_logic"."""

from typing import Final

from voiplab.opensips.modules.shape import function, integer, module, text
from voiplab.opensips.standing import Standing

_NAME: Final = r"\^?(?:[\w.-]|\[[\w.-]+\])+\$?"
_NOT_SIMPLE: Final = rf"\A(?!(?:{_NAME}|/{_NAME}/[ie]*|/{_NAME}(?:\|{_NAME})+/(?:i?e|ei))?\Z)"
"""A pattern that is more than characters, sets of them and, with the flag `e`, alternatives: one that basic, extended and
other regular expressions read differently, or that may take long."""

MODULE: Final = module(
    "b2b_logic",
    "what a back-to-back user agent does with its ends",
    parameters=(
        integer("hash_size", "9", Standing.NO_EFFECT),
        text("script_req_route", "", Standing.IN_FORCE),
        text("script_reply_route", "", Standing.IN_FORCE),
        integer("cleanup_period", "100", Standing.IN_FORCE),
        text("custom_headers_regexp", "", Standing.IN_FORCE, refused=_NOT_SIMPLE),
        text("custom_headers", "", Standing.IN_FORCE),
        integer("use_init_sdp", "0", Standing.NOT_SIMULATED),
        text("db_url", "", Standing.NOT_SIMULATED),
        integer("update_period", "100", Standing.NO_EFFECT),
        integer("max_duration", "43200", Standing.IN_FORCE),
        integer("contact_user", "0", Standing.IN_FORCE),
        text("b2bl_from_spec_param", "", Standing.NOT_SIMULATED),
        text("server_address", "", Standing.IN_FORCE),
        text("init_callid_hdr", "", Standing.IN_FORCE),
        integer("db_mode", "2", Standing.NO_EFFECT),
        text("db_table", "b2b_logic", Standing.NO_EFFECT),
        integer("b2bl_th_init_timeout", "60", Standing.IN_FORCE),
    ),
    functions=(
        function(
            "b2b_init_request",
            "id:str, [flags:str], [req_route:str], [reply_route:str], [init_sdp_body:str], [init_sdp_ctype:str]",
            "REQUEST",
        ),
        function("b2b_server_new", "id:str, [adv_contact:str], [extra_hdrs:var], [extra_hdr_bodies:var]", "REQUEST"),
        function(
            "b2b_client_new",
            "id:str, dest_uri:str, [proxy:str], [from_dname:str], [adv_contact:str], [extra_hdrs:var], [extra_hdr_bodies:var]",
            "REQUEST",
        ),
        function("b2b_bridge", "entity1:str, entity2:str, [provmedia_uri:str], [flags:str]", "REQUEST"),
        function("b2b_pass_request", "", "REQUEST"),
        function("b2b_handle_reply", "", "REQUEST"),
        function("b2b_send_reply", "code:int, reason:str", "REQUEST"),
        function("b2b_delete_entity", "", "REQUEST"),
        function("b2b_end_dlg_leg", "", "REQUEST"),
        function("b2b_bridge_request", "b2bl_key:str, entity_no:int", "REQUEST"),
    ),
    needs=("b2b_entities",),
)
