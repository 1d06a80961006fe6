"""The functions that need no module. Script manual of OpenSIPS 3.2, "Core functions".

What is a statement of its own (`route`, `exit`, `drop`, `return`, `assert`, `async`, `launch`) stands in the grammar.
"""

from collections.abc import Mapping
from typing import Final

from voiplab.opensips.modules.shape import Function, Module, function, module, unsimulated
from voiplab.opensips.standing import Standing

_URI: Final = "REQUEST, FAILURE, BRANCH, LOCAL"

CORE: Final[Module] = module(
    "core",
    "what needs no module",
    functions=(
        function("add_local_rport", "", "REQUEST, FAILURE, BRANCH, LOCAL"),
        function("append_branch", "[uri:str], [q:str]", "REQUEST, FAILURE"),
        function("force_rport", "", "REQUEST, ONREPLY, FAILURE, BRANCH"),
        function("force_send_socket", "socket:str", "ALL"),
        unsimulated("force_tcp_alias", "[port:int]", "ALL"),
        unsimulated("forward", "[destination:str]", "REQUEST"),
        function("get_timestamp", "seconds:var, microseconds:var", "ALL"),
        function("is_myself", "host:str, [port:int]", "ALL", {1: "it is one of ours", -1: "it is not"}),
        function("isbflagset", "flag:str, [branch:int]", "ALL", {1: "set", -1: "not set"}),
        function("isdsturiset", "", "ALL", {1: "set", -1: "not set"}),
        function("isflagset", "flag:str", "ALL", {1: "set", -1: "not set"}),
        function("log", "[level:str], text:format", "ALL"),
        function("next_branches", "", "REQUEST, FAILURE"),
        function("prefix", "text:str", _URI),
        function("pv_printf", "variable:var, text:format", "ALL"),
        unsimulated("raise_event", "event:str, [attributes:var], [values:var]", "ALL"),
        function("remove_branch", "branch:int", "REQUEST, FAILURE"),
        function("resetbflag", "flag:str, [branch:int]", "ALL"),
        function("resetdsturi", "", "ALL"),
        function("resetflag", "flag:str", "ALL"),
        function("revert_uri", "", _URI),
        unsimulated("script_trace", "[level:int], [text:format], [info:str]", "ALL"),
        unsimulated("send", "destination:str, [headers:str]", "ALL"),
        function("serialize_branches", "clear:int, [keep_order:int]", "REQUEST, FAILURE"),
        unsimulated("set_advertised_address", "address:str", "ALL"),
        unsimulated("set_advertised_port", "port:int", "ALL"),
        function("setbflag", "flag:str, [branch:int]", "ALL"),
        unsimulated("setdebug", "[level:int]", "ALL"),
        function("setdsturi", "uri:str", "ALL"),
        function("setflag", "flag:str", "ALL"),
        function("sethost", "host:str", _URI),
        function("sethostport", "hostport:str", _URI),
        function("setport", "port:str", _URI),
        function("seturi", "uri:str", _URI),
        function("setuser", "user:str", _URI),
        function("setuserpass", "password:str", _URI),
        function("strip", "count:int", _URI),
        function("strip_tail", "count:int", _URI),
        unsimulated("subscribe_event", "event:str, socket:str, [expire:int]", "ALL"),
        unsimulated("unuse_blacklist", "name:str", "ALL"),
        unsimulated("use_blacklist", "name:str", "ALL"),
        function("xdbg", "text:format", "ALL"),
        function("xlog", "[level:str], text:format", "ALL"),
        unsimulated("cache_add", "storage:str, attribute:str, increment:int, expire:int, [new_value:var]", "ALL"),
        unsimulated("cache_counter_fetch", "storage:str, attribute:str, result:var", "ALL"),
        unsimulated("cache_fetch", "storage:str, attribute:str, result:var", "ALL"),
        unsimulated("cache_raw_query", "storage:str, query:str, [result:str]", "ALL"),
        unsimulated("cache_remove", "storage:str, attribute:str", "ALL"),
        unsimulated("cache_store", "storage:str, attribute:str, value:str, [timeout:int]", "ALL"),
        unsimulated("cache_sub", "storage:str, attribute:str, decrement:int, expire:int, [new_value:var]", "ALL"),
        unsimulated(
            "construct_uri", "protocol:str, [user:str], domain:str, [port:str], [extra:str], result:var", "ALL"
        ),
    ),
    standing=Standing.IN_FORCE,
)

CORE_FUNCTIONS: Final[Mapping[str, Function]] = CORE.functions

LEVEL_FIRST: Final = ("log", "xlog")
"""Functions whose only argument is their second: the level may be left out without a comma."""
