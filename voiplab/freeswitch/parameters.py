"""Every parameter of a SIP profile that mod_sofia 1.10 knows, and what becomes of it here.

Names and meanings: "Sofia Configuration Files" in the FreeSWITCH documentation, and what mod_sofia reads. A name that is in no
table is not known to the server either: it reads past it without a word, which is the commonest mistake of all.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from voiplab.freeswitch.settings import is_true
from voiplab.sip.layout import LINE_END
from voiplab.sip.value import value


class Standing(Enum):
    IN_FORCE = "in force"
    NO_EFFECT = "no effect here"
    NOT_SIMULATED = "not simulated"

    __hash__ = object.__hash__


class Refused(Enum):
    """With which values a parameter asks for something that is not simulated."""

    WHEN_ON = "switched on, or with one of the words"
    WHEN_OFF = "switched off"
    WHEN_LISTED = "with one of the words"
    UNLESS_LISTED = "with any but the words"

    __hash__ = object.__hash__


@value(frozen=True, slots=True)
class Parameter:
    name: str
    standing: Standing
    default: str = ""
    why: str = ""
    """Why it has no effect here: a sentence for the student."""
    refused: Refused = Refused.WHEN_LISTED
    words: tuple[str, ...] = ()
    empty_is_skipped: bool = False
    """An empty value does not count for this one: what was set before stays."""

    def refuses(self, value: str) -> bool:
        word = value.lower()
        if LINE_END.search(value):
            return True
        match self.refused:
            case Refused.WHEN_ON:
                return is_true(value) or word in self.words
            case Refused.WHEN_OFF:
                return not is_true(value)
            case Refused.WHEN_LISTED:
                return word in self.words
            case Refused.UNLESS_LISTED:
                return word not in self.words


_IN_FORCE: Final[Mapping[str, str]] = {
    "accept-blind-auth": "false",
    "accept-blind-reg": "false",
    "apply-inbound-acl": "",
    "apply-register-acl": "",
    "auth-calls": "false",
    "auth-subscriptions": "true",
    "challenge-realm": "auto_to",
    "codec-prefs": "PCMU",
    "contact-user": "mod_sofia",
    "context": "default",
    "disable-register": "false",
    "dtmf-duration": "100",
    "enable-100rel": "false",
    "enable-3pcc": "false",
    "force-register-db-domain": "",
    "force-register-domain": "",
    "hold-music": "",
    "inbound-codec-negotiation": "generous",
    "inbound-codec-prefs": "PCMU",
    "inbound-late-negotiation": "false",
    "inbound-reg-force-matching-username": "false",
    "log-auth-failures": "false",
    "manage-presence": "false",
    "minimum-session-expires": "90",
    "multiple-registrations": "false",
    "nonce-ttl": "60",
    "outbound-codec-prefs": "PCMU",
    "presence-hosts": "",
    "rfc2833-pt": "101",
    "rtp-ip": "",
    "session-timeout": "0",
    "sip-expires-late-margin": "60",
    "sip-force-expires": "0",
    "sip-force-expires-max": "0",
    "sip-force-expires-min": "0",
    "sip-ip": "",
    "sip-port": "5060",
    "suppress-cng": "false",
    "supress-cng": "false",
    "user-agent-string": "",
    "username": "FreeSWITCH",
}

_EMPTY_IS_SKIPPED: Final = (
    "apply-inbound-acl",
    "apply-register-acl",
    "dtmf-duration",
    "minimum-session-expires",
    "nonce-ttl",
    "rfc2833-pt",
    "session-timeout",
    "sip-expires-late-margin",
    "sip-force-expires",
    "sip-force-expires-max",
    "sip-force-expires-min",
    "sip-port",
)

_NO_EFFECT: Final[Mapping[str, tuple[str, ...]]] = {
    "It changes only what the server logs.": (
        "debug", "sip-capture", "sip-trace",
    ),
    "It changes how the server works inside, not what it sends.": (
        "auto-restart", "bind-attempt-interval", "bind-attempts", "db-inner-post-trans-execute", "db-inner-pre-trans-execute",
        "db-post-trans-execute", "db-pre-trans-execute", "db-spin-up-wait-ms", "dbname", "gateway-unreg-max-yield-ms",
        "inbound-reg-in-new-thread", "max-proceeding", "max-recv-requests-per-second", "odbc-dsn", "ping-thread-frequency",
        "profile-standby", "registration-thread-frequency", "shutdown-on-fail", "track-calls", "watchdog-enabled",
        "watchdog-event-timeout", "watchdog-step-timeout",
    ),
    "Media are described here, not carried sample by sample.": (
        "auto-jitterbuffer-msec", "auto-rtp-bugs", "disable-rtp-auto-adjust", "ignore-rtp-during-dtmf",
        "ignore-rtp-during-dtmf-timeout", "manual-rtp-bugs", "manual-video-rtp-bugs", "rtcp-audio-interval-msec",
        "rtcp-video-interval-msec", "rtp-autofix-timing", "rtp-autoflush", "rtp-autoflush-during-bridge", "rtp-digit-delay",
        "rtp-hold-timeout-sec", "rtp-notimer-during-bridge", "rtp-rebase-timestamps-on-jump", "rtp-rewrite-timestamps",
        "rtp-timeout-sec", "rtp-timer-name", "inbound-zrtp-passthru", "srtp-hangup-on-error", "srtp-skip-empty-mki",
        "record-path", "record-template", "vad",
    ),
    "No element of this lab speaks TLS or WebSocket.": (
        "tls-bind-params", "tls-cert-dir", "tls-ciphers", "tls-enable-dh", "tls-orq-connect-timeout", "tls-passphrase",
        "tls-private-key", "tls-sip-port", "tls-timeout", "tls-verify-date", "tls-verify-depth", "tls-verify-in-subjects",
        "tls-verify-policy", "tls-version", "tls-always-nat", "ws-binding", "wss-binding",
    ),
    "No element of this lab stands behind a NAT.": (
        "apply-nat-acl", "aggressive-nat-detection", "local-network-acl", "nat-options-ping",
        "ndlb-received-in-nat-reg-contact", "tcp-always-nat",
    ),
    "Nobody listens to the server's events here.": (
        "fire-bye-response-events", "fire-message-events", "fire-transfer-events",
    ),
    "Presence and messages between phones are not part of this lab.": (
        "auth-messages", "disable-auth-messages", "disable-auth-subscriptions", "enable-chat", "force-publish-expires",
        "force-subscription-domain", "force-subscription-expires", "forward-unsolicited-mwi-notify", "in-dialog-chat",
        "mwi-use-reg-callid", "pnp-provision-url", "presence-disable-early", "presence-hold-state", "presence-privacy",
        "presence-probe-on-register", "presence-proto-lookup", "send-message-query-on-register", "send-presence-on-register",
        "sip-messages-respond-200-ok", "sip-subscribe-respond-200-ok", "sip-subscription-max-deviation",
        "vm-from-email",
    ),
    "Addresses of this lab are numbers or plain names: no SRV or NAPTR record is asked for.": (
        "disable-naptr", "disable-srv", "disable-srv503",
    ),
    "Transfers into an application that keeps the call are not part of this lab.": (
        "channel-xml-fetch-on-nightmare-transfer", "make-every-transfer-a-nightmare",
    ),
    "Gateways are not part of this lab.": (
        "gateway-reg-max-cps", "gateway-shutdown-reg-max-cps",
    ),
    "It only matters with a parameter that is not simulated.": (
        "ext-sip-port", "keepalive-method", "ping-mean-interval", "rfc-7989-filter", "rfc-7989-force-old", "sip-user-ping-max",
        "sip-user-ping-min", "tls-only", "unregister-on-options-fail", "user-agent-filter",
    ),
}  # fmt: skip

_REFUSED_WHEN_ON: Final = (
    "3pcc-always-regenerate-offer", "3pcc-reinvite-bridged-on-ack", "all-reg-options-ping", "always-bridge-early-media",
    "auth-all-packets", "auth-calls-acl-only", "auth-require-user", "blind-auth-reply-403", "confirm-blind-transfer",
    "disable-hold", "disable-transcoding", "disable-transfer", "enable-compact-headers",
    "enable-rfc-5626", "enable-trickle-ice",
    "enforce-blind-auth-result", "extended-info-parsing", "full-id-in-dialplan", "handle-update", "ignore-183nosdp",
    "ignore-reason-hdr-in-bye", "inbound-bypass-media", "inbound-no-media", "inbound-proxy-media", "inbound-use-callid-as-uuid",
    "liberal-dtmf", "manage-shared-appearance", "manual-redirect", "ndlb-allow-bad-iananame", "ndlb-allow-crypto-in-avp",
    "ndlb-broken-auth-hash", "ndlb-expires-in-register-response", "ndlb-force-rport", "ndlb-proxy-never-patch-reinvites",
    "ndlb-sendrecv-in-session", "ndlb-support-asterisk-missing-srtp-auth", "offer-rtcp-xr", "outbound-use-uuid-as-callid",
    "parse-all-invite-headers", "parse-invite-tel-params", "pass-rfc2833", "proxy-hold", "proxy-info", "proxy-message",
    "proxy-refer", "proxy-refer-replaces", "require-secure-rtp", "rfc-7989", "sdp-merge-inbound-outbound-codec",
    "sdp-reject-ipv6", "sip-options-respond-503-on-busy",
    "strict-codec-match", "t38-passthru", "tcp-unreg-on-socket-close", "tls", "update-refresher", "use-port-for-acl-check",
    "disable-sip-replaces",
)  # fmt: skip

_REFUSED_WHEN_OFF: Final = (
    "allow-update", "auto-invite-100", "cid-in-1xx", "enable-soa", "enable-timer", "ndlb-allow-nondup-sdp", "pass-callee-id",
    "reuse-connections", "send-display-update",
)  # fmt: skip

_REFUSED_UNLESS: Final[Mapping[str, tuple[str, ...]]] = {
    "alias": ("",),
    "apply-candidate-acl": ("", "none"),
    "apply-inbound-acl-x-token": ("",),
    "apply-proxy-acl": ("", "none"),
    "apply-proxy-acl-x-token": ("",),
    "bind-params": ("", "transport=udp", "transport=udp,tcp"),
    "bitpacking": ("", "rfc3551"),
    "caller-id-type": ("", "rpid"),
    "challenge-opaque": ("",),
    "cng-pt": ("", "13"),
    "default-ringback": ("",),
    "ext-rtp-ip": ("", "auto", "auto-nat"),
    "ext-sip-ip": ("", "auto", "auto-nat"),
    "force-caller-id-type": ("",),
    "ignore-reason-header-by-sip-code": ("",),
    "max-auth-validity": ("", "0"),
    "max-calls": ("", "0"),
    "max-registrations-per-extension": ("", "0"),
    "media-option": ("", "none"),
    "outbound-proxy": (),
    "p-asserted-id-parse": ("", "default"),
    "proxy-info-content-types": ("",),
    "proxy-notify-events": ("",),
    "rfc8760-auth-algorithms": ("", "md5"),
    "ringback-on-mismatch-media": ("",),
    "sip-domain": ("",),
    "sip-expires-max-deviation": ("", "0"),
    "socket-tcp-keepalive": ("",),
    "tcp-keepalive": ("", "0"),
    "tcp-ping2pong": ("", "0"),
    "tcp-pingpong": ("", "0"),
    "timer-h": ("",),
    "timer-t1": ("",),
    "timer-t1x64": ("",),
    "timer-t2": ("",),
    "timer-t4": ("",),
}


_MORE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "manage-presence": ("pnp",),
    "ndlb-force-rport": ("safe", "server-only", "client-only"),  # NAT or not, it writes rport into others' Via
    "sdp-merge-inbound-outbound-codec": ("order", "sampling-rate"),
    "sip-port": ("auto",),
}


def _profile_table() -> dict[str, Parameter]:
    table: dict[str, Parameter] = {}
    for name, default in _IN_FORCE.items():
        skipped = name in _EMPTY_IS_SKIPPED
        words = _MORE_WORDS.get(name, ())
        table[name] = Parameter(name, Standing.IN_FORCE, default, words=words, empty_is_skipped=skipped)
    table["dtmf-type"] = Parameter(
        "dtmf-type", Standing.IN_FORCE, "rfc2833", refused=Refused.UNLESS_LISTED, words=("rfc2833", "info")
    )
    table["dialplan"] = Parameter("dialplan", Standing.IN_FORCE, "XML", refused=Refused.UNLESS_LISTED, words=("xml",))
    for why, names in _NO_EFFECT.items():
        table.update((name, Parameter(name, Standing.NO_EFFECT, why=why)) for name in names)
    for name in _REFUSED_WHEN_ON:
        words = _MORE_WORDS.get(name, ())
        table[name] = Parameter(name, Standing.NOT_SIMULATED, refused=Refused.WHEN_ON, words=words)
    for name in _REFUSED_WHEN_OFF:
        table[name] = Parameter(name, Standing.NOT_SIMULATED, refused=Refused.WHEN_OFF)
    for name, words in _REFUSED_UNLESS.items():
        table[name] = Parameter(name, Standing.NOT_SIMULATED, refused=Refused.UNLESS_LISTED, words=words)
    return table


PROFILE: Final[Mapping[str, Parameter]] = _profile_table()
"""By name in lower case: the server compares names without their case."""
