"""registrar: REGISTER: saves contacts and looks them up. Module documentation of OpenSIPS 3.2, "registrar"."""

from typing import Final

from voiplab.opensips.modules.shape import function, integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "registrar",
    "REGISTER: saves contacts and looks them up",
    parameters=(
        integer("default_expires", "3600", Standing.IN_FORCE),
        integer("min_expires", "60", Standing.IN_FORCE),
        integer("max_expires", "0", Standing.IN_FORCE),
        integer("default_q", "0", Standing.IN_FORCE),
        text("tcp_persistent_flag", "-1", Standing.NO_EFFECT),
        text("realm_prefix", "", Standing.IN_FORCE),
        integer("case_sensitive", "1", Standing.IN_FORCE),
        text("received_avp", "", Standing.IN_FORCE),
        text("received_param", "received", Standing.IN_FORCE),
        integer("max_contacts", "0", Standing.IN_FORCE),
        integer("max_username_len", "64", Standing.IN_FORCE),
        integer("max_domain_len", "64", Standing.IN_FORCE),
        integer("max_aor_len", "256", Standing.IN_FORCE),
        integer("max_contact_len", "255", Standing.IN_FORCE),
        integer("retry_after", "0", Standing.IN_FORCE),
        text("sock_hdr_name", "", Standing.NOT_SIMULATED),
        text("mcontact_avp", "", Standing.NOT_SIMULATED),
        text("attr_avp", "", Standing.NOT_SIMULATED),
        text("gruu_secret", "0p3nS1pS", Standing.IN_FORCE),
        integer("disable_gruu", "1", Standing.IN_FORCE),
        integer("pn_enable", "0", Standing.NOT_SIMULATED),
        text("pn_providers", "", Standing.NOT_SIMULATED),
        text("pn_ct_match_params", "pn-provider, pn-prid, pn-param", Standing.NOT_SIMULATED),
        integer("pn_pnsreg_interval", "130", Standing.NOT_SIMULATED),
        integer("pn_trigger_interval", "120", Standing.NOT_SIMULATED),
        integer("pn_skip_pn_interval", "0", Standing.NOT_SIMULATED),
        integer("pn_refresh_timeout", "6", Standing.NOT_SIMULATED),
        integer("pn_enable_purr", "0", Standing.NOT_SIMULATED),
    ),
    functions=(
        function("save", "domain:str, [flags:str], [aor:str], [ownership_tag:str]", "REQUEST, ONREPLY"),
        function(
            "remove", "domain:str, aor:str, [contact:str], [next_hop:str], [sip_instance:str]", "REQUEST, ONREPLY"
        ),
        function(
            "lookup",
            "domain:str, [flags:str], [aor:str]",
            "REQUEST, FAILURE, ONREPLY",
            {
                1: "found",
                2: "only contacts that need a push",
                -1: "no contact",
                -2: "contacts, but none takes this method",
                -3: "an error inside",
            },
        ),
        function("is_registered", "domain:str, [aor:str]", "REQUEST, FAILURE, BRANCH, ONREPLY, LOCAL"),
        function(
            "is_contact_registered",
            "domain:str, [aor:str], [contact:str], [callid:str]",
            "REQUEST, FAILURE, BRANCH, ONREPLY, LOCAL",
        ),
        function("is_ip_registered", "domain:str, [aor:str], ip:var", "REQUEST, FAILURE, BRANCH, ONREPLY, LOCAL"),
        unsimulated("add_sock_hdr", "hdr_name:str", "REQUEST"),
        unsimulated("pn_process_purr", "domain:str", "REQUEST"),
    ),
    needs=("usrloc", "signaling"),
)
