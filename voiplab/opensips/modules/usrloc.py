"""usrloc: the table of registered contacts. Module documentation of OpenSIPS 3.2, "usrloc"."""

from typing import Final

from voiplab.opensips.modules.shape import choice, integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "usrloc",
    "the table of registered contacts",
    parameters=(
        text("nat_bflag", "", Standing.IN_FORCE),
        text("contact_id_column", "contact_id", Standing.NO_EFFECT),
        text("user_column", "username", Standing.NO_EFFECT),
        text("domain_column", "domain", Standing.NO_EFFECT),
        text("contact_column", "contact", Standing.NO_EFFECT),
        text("expires_column", "expires", Standing.NO_EFFECT),
        text("q_column", "q", Standing.NO_EFFECT),
        text("callid_column", "callid", Standing.NO_EFFECT),
        text("cseq_column", "cseq", Standing.NO_EFFECT),
        text("methods_column", "methods", Standing.NO_EFFECT),
        text("flags_column", "flags", Standing.NO_EFFECT),
        text("cflags_column", "cflags", Standing.NO_EFFECT),
        text("user_agent_column", "user_agent", Standing.NO_EFFECT),
        text("received_column", "received", Standing.NO_EFFECT),
        text("socket_column", "socket", Standing.NO_EFFECT),
        text("path_column", "path", Standing.NO_EFFECT),
        text("sip_instance_column", "", Standing.NO_EFFECT),
        text("kv_store_column", "kv_store", Standing.NO_EFFECT),
        text("attr_column", "attr", Standing.NO_EFFECT),
        integer("use_domain", "0", Standing.IN_FORCE),
        integer("desc_time_order", "0", Standing.IN_FORCE),
        integer("timer_interval", "60", Standing.IN_FORCE),
        text("db_url", "mysql://opensips:opensipsrw@localhost/opensips", Standing.NOT_SIMULATED),
        text("cachedb_url", "", Standing.NOT_SIMULATED),
        integer("db_mode", "", Standing.NOT_SIMULATED),
        choice("working_mode_preset", "single-instance-no-db"),
        text("cluster_mode", "", Standing.NOT_SIMULATED),
        text("restart_persistency", "", Standing.NOT_SIMULATED),
        text("sql_write_mode", "", Standing.NOT_SIMULATED),
        integer("matching_mode", "0", Standing.IN_FORCE),
        integer("cseq_delay", "20", Standing.IN_FORCE),
        integer("location_cluster", "0", Standing.NOT_SIMULATED),
        integer("skip_replicated_db_ops", "", Standing.NO_EFFECT),
        integer("max_contact_delete", "10", Standing.NO_EFFECT),
        integer("hash_size", "9", Standing.IN_FORCE),
        integer("regen_broken_contactid", "0", Standing.NO_EFFECT),
        integer("latency_event_min_us", "", Standing.NO_EFFECT),
        integer("latency_event_min_us_delta", "", Standing.NO_EFFECT),
        text("pinging_mode", "", Standing.NO_EFFECT),
        integer("mi_dump_kv_store", "0", Standing.NO_EFFECT),
        integer("contact_refresh_timer", "0", Standing.NOT_SIMULATED),
    ),
)
