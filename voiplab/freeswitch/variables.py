"""Channel variables that the server acts on. Any other name is a variable of the dialplan's own, and means nothing to it.

Names and meanings: "Channel Variables Catalog" in the FreeSWITCH documentation.
"""

from collections.abc import Mapping
from typing import Final

from voiplab.freeswitch.settings import Settings
from voiplab.sip.layout import LINE_END
from voiplab.text.place import NotSimulated, Place

IN_FORCE: Final[Mapping[str, str]] = {
    "alert_info": "the Alert-Info of this leg",
    "bypass_media": "the telephones of a bridge send their media to each other",
    "call_timeout": "seconds that the legs of a bridge may ring",
    "continue_on_fail": "after which causes of a failed bridge the dialplan goes on",
    "effective_caller_id_name": "what the other leg is told of the caller",
    "effective_caller_id_number": "what the other leg is told of the caller",
    "hangup_after_bridge": "the caller is hung up when the bridge ends",
    "ignore_early_media": "early media of the other leg is not passed on",
    "leg_timeout": "seconds that this leg may ring",
    "originate_timeout": "seconds that the legs of this dial string may ring",
    "origination_caller_id_name": "what this leg is told of the caller",
    "origination_caller_id_number": "what this leg is told of the caller",
    "playback_terminators": "the keys that end a playback; * when it is not set",
    "proxy_media": "the media of a bridge pass through the server as they are",
    "ringback": "the tone that the caller hears while the other leg rings",
    "sip_auto_answer": "this leg is asked to answer at once: a parameter of the Request-URI, Call-Info, and a NOTIFY",
    "sip_auto_answer_suppress_notify": "the same without the NOTIFY",
    "sip_invite_domain": "the domain in the From of this leg",
    "valet_announce_slot": "false: the number of the slot is not said",
    "valet_hold_music": "what a parked call hears",
    "valet_parking_orbit_context": "the context of valet_parking_orbit_exten",
    "valet_parking_orbit_dialplan": "the dialplan of valet_parking_orbit_exten",
    "valet_parking_orbit_exit_key": "the key that sends a parked call to valet_parking_orbit_exten",
    "valet_parking_orbit_exten": "where a parked call goes that nobody has fetched in time",
    "valet_parking_timeout": "seconds that a parked call waits",
    "sip_invite_params": "parameters of the Request-URI of this leg",
}

OF_CALLER: Final = ("bypass_media", "proxy_media")
"""They are read from the channel that bridges, not from a dial string."""

REFUSED: Final = frozenset((
    "absolute_codec_string", "api_after_bridge", "api_hangup_hook", "bind_meta_key", "bridge_early_media",
    "bridge_filter_dtmf", "bridge_generate_comfort_noise", "bypass_media_after_bridge", "codec_string",
    "disable_hold", "enable_file_write_buffering", "enable_heartbeat_events", "exec_after_bridge_app",
    "execute_on_answer", "execute_on_media", "execute_on_originate", "execute_on_pre_answer", "execute_on_ring",
    "export_vars_extra", "failure_causes", "fail_on_single_reject", "force_transfer_context", "force_transfer_dialplan",
    "group_confirm_file", "group_confirm_key", "hold_music", "inherit_codec", "instant_ringback", "leg_delay_start",
    "leg_progress_timeout", "loopback_bowout_on_execute", "media_mix_inbound_outbound_codecs", "monitor_early_media_fail",
    "originate_continue_on_timeout", "originate_retries", "originate_retry_sleep_ms", "origination_cancel_key",
    "origination_privacy",
    "park_after_bridge", "park_timeout", "progress_timeout", "read_terminator_used",
    "rtp_secure_media", "send_silence_when_idle", "sip_copy_custom_headers", "sip_copy_multipart",
    "sip_enable_soa", "sip_from_display_override", "sip_handle_full_from", "sip_ignore_reinvites",
    "sip_invite_req_uri", "sip_invite_to_uri", "sip_invite_from_uri", "sip_invite_call_id", "sip_invite_contact_params",
    "sip_renegotiate_codec_on_reinvite", "sip_reply_host", "sip_route_uri", "sip_session_timeout", "success_causes",
    "suppress_cng", "transfer_after_bridge", "transfer_fallback_extension", "transfer_on_fail", "transfer_ringback",
    "transfer_to", "uuid_bridge_continue_on_cancel", "uuid_bridge_park_on_cancel",
    "valet_ext_max", "valet_ext_min", "valet_ext_prompt", "valet_ext_to",
))  # fmt: skip
"""What the server would do something for, and this one does not."""

REFUSED_PREFIXES: Final = ("sip_rh_", "sip_ph_", "sip_bye_h_", "sip_rph_", "api_", "bridge_pre_execute_")
HEADER: Final = "sip_h_"
"""Variables that begin so are headers of the INVITE to the other leg."""
WRITTEN: Final = frozenset((
    "effective_caller_id_name", "effective_caller_id_number", "origination_caller_id_name",
    "origination_caller_id_number", "sip_invite_domain", "alert_info", "sip_invite_params",
))  # fmt: skip
"""What the server writes into its headers besides."""
DEAF: Final = frozenset(("", "false", "no", "off", "0"))
"""With one of these values nothing is asked for."""


def refuse(name: str, value: str, place: Place) -> None:
    """NotSimulated, when the server would act on that variable and this one cannot."""
    asks = value.lower() not in DEAF
    if asks and (name in REFUSED or name.startswith(REFUSED_PREFIXES)):
        raise NotSimulated(place, f"the channel variable {name}")
    if LINE_END.search(value) and (name in WRITTEN or name.startswith(HEADER)):
        raise NotSimulated(place, f"a line end in the channel variable {name}")


def accepted(settings: Settings) -> Mapping[str, str]:
    """The variables of a user, as its channels get them. NotSimulated."""
    for setting in settings:
        if setting.place is not None:
            refuse(setting.name, setting.value, setting.place)
    return {setting.name: setting.value for setting in settings}
