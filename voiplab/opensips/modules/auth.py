"""auth: digest authentication. Module documentation of OpenSIPS 3.2, "auth"."""

from collections.abc import Mapping
from typing import Final

from voiplab.opensips.modules.shape import function, integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

_AUTHORIZED: Final[Mapping[int, str]] = {
    1: "the password is right",
    -1: "another user",
    -2: "wrong password",
    -3: "the nonce is old, foreign or used",
    -4: "no credentials",
    -5: "an error",
}

MODULE: Final = module(
    "auth",
    "digest authentication",
    parameters=(
        text("secret", "", Standing.IN_FORCE),
        integer("nonce_expire", "30", Standing.IN_FORCE),
        text("rpid_prefix", "", Standing.NOT_SIMULATED),
        text("rpid_suffix", ";party=calling;id-type=subscriber;screen=yes", Standing.NOT_SIMULATED),
        text("realm_prefix", "", Standing.IN_FORCE),
        text("rpid_avp", "$avp(rpid)", Standing.NOT_SIMULATED),
        text("username_spec", "", Standing.IN_FORCE),
        text("password_spec", "", Standing.IN_FORCE),
        integer("calculate_ha1", "0", Standing.IN_FORCE),
        integer("disable_nonce_check", "0", Standing.IN_FORCE),
    ),
    functions=(
        function("www_challenge", "realm:str, [qop:qop], [algorithms:str]", "REQUEST"),
        function("proxy_challenge", "realm:str, [qop:qop], [algorithms:str]", "REQUEST"),
        function("consume_credentials", "", "REQUEST"),
        unsimulated("is_rpid_user_e164", "", "REQUEST"),
        unsimulated("append_rpid_hf", "[prefix:str], [suffix:str]", "REQUEST, FAILURE, BRANCH"),
        function("pv_www_authorize", "realm:str", "REQUEST", _AUTHORIZED),
        function("pv_proxy_authorize", "realm:str", "REQUEST", _AUTHORIZED),
    ),
    needs=("signaling",),
)
