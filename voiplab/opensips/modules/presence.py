"""presence: SUBSCRIBE and PUBLISH. Module documentation of OpenSIPS 3.2, "presence"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "presence",
    "SUBSCRIBE and PUBLISH",
    parameters=(
        text("db_url", "", Standing.NOT_SIMULATED),
        integer("fallback2db", "", Standing.NOT_SIMULATED),
        integer("cluster_id", "", Standing.NOT_SIMULATED),
        text("cluster_federation_mode", "", Standing.NOT_SIMULATED),
        text("cluster_pres_events", "", Standing.NOT_SIMULATED),
        integer("expires_offset", "0", Standing.NOT_SIMULATED),
        integer("max_expires_subscribe", "3600", Standing.NOT_SIMULATED),
        integer("max_expires_publish", "3600", Standing.NOT_SIMULATED),
        text("contact_user", "presence", Standing.NOT_SIMULATED),
        integer("enable_sphere_check", "0", Standing.NOT_SIMULATED),
        integer("waiting_subs_daysno", "3", Standing.NOT_SIMULATED),
        integer("mix_dialog_presence", "0", Standing.NOT_SIMULATED),
        text("bla_presentity_spec", "", Standing.NOT_SIMULATED),
        integer("bla_fix_remote_target", "1", Standing.NOT_SIMULATED),
        integer("notify_offline_body", "0", Standing.NOT_SIMULATED),
        integer("end_sub_on_timeout", "1", Standing.NOT_SIMULATED),
        integer("clean_period", "100", Standing.NOT_SIMULATED),
        integer("db_update_period", "100", Standing.NOT_SIMULATED),
        text("presentity_table", "presentity", Standing.NOT_SIMULATED),
        text("active_watchers_table", "active_watchers", Standing.NOT_SIMULATED),
        text("watchers_table", "watchers", Standing.NOT_SIMULATED),
        integer("subs_htable_size", "9", Standing.NOT_SIMULATED),
        integer("pres_htable_size", "9", Standing.NOT_SIMULATED),
    ),
    functions=(
        unsimulated("handle_publish", "[sender_uri:str]", "REQUEST"),
        unsimulated("handle_subscribe", "[force_active:int], [sharing_tag:str]", "REQUEST"),
    ),
    standing=Standing.NOT_SIMULATED,
)
