"""Every pseudo-variable of OpenSIPS 3.2 that a script without a database may use, whose it is, and what may be done with it.

Script manual 3.2, "Core variables", and the chapters "Exported pseudo-variables" of the modules. Those of modules that are not
simulated are listed too, so that they are refused by their name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voiplab.opensips.standing import Standing


class Argument(Enum):
    """What stands in brackets behind the name."""

    NONE = "$ru"
    MAY_BE = "$rb or $rb(application/sdp)"
    NEEDED = "$hdr(From)"

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class PseudoVariable:
    name: str
    module: str
    """`core`, or the module that must be loaded."""
    argument: Argument
    writable: bool
    standing: Standing
    says: str


_CORE: Final[Mapping[str, str]] = {
    "ad": "domain of the credentials", "adu": "URI of the credentials", "af": "address family", "ai": "P-Asserted-Identity",
    "an": "nonce of the credentials", "ar": "realm of the credentials", "au": "user of the credentials",
    "aU": "whole user of the credentials", "auth.alg": "algorithm of the credentials",
    "auth.nc": "nonce count of the credentials", "auth.nonce": "nonce of the credentials",
    "auth.opaque": "opaque of the credentials", "auth.qop": "qop of the credentials",
    "auth.resp": "response of the credentials", "bf": "flags of the branch", "cfg_file": "file of the script",
    "cfg_line": "line of the script", "ci": "Call-ID", "cl": "body length", "cs": "number of the CSeq", "ct": "Contact",
    "cT": "Content-Type", "dd": "host of the destination", "di": "Diversion", "dip": "privacy of Diversion",
    "dir": "reason of Diversion", "dp": "port of the destination", "dP": "protocol of the destination",
    "ds": "destination set", "du": "URI of the next hop", "err.class": "class of an error", "err.info": "text of an error",
    "err.level": "level of an error", "err.rcode": "code of an error", "err.rreason": "reason of an error",
    "fd": "host of From", "fn": "display name of From", "fs": "the sending socket", "ft": "tag of From",
    "fu": "URI of From", "fU": "user of From", "hdr_name": "the names of the headers",
    "log_level": "log level of this process", "mb": "the whole message", "mf": "flags of the message",
    "mi": "number of the message", "ml": "length of the message", "msg.is_request": "whether it is a request",
    "msg.type": "request or reply", "od": "host of the original R-URI", "op": "port of the original R-URI",
    "oP": "protocol of the original R-URI", "ou": "original R-URI", "oU": "user of the original R-URI",
    "pd": "host of P-Preferred-Identity", "pn": "name of P-Preferred-Identity", "pp": "process id",
    "pr": "protocol of the received message", "proto": "protocol of the received message",
    "pu": "URI of P-Preferred-Identity", "pU": "user of P-Preferred-Identity", "rc": "result of the last function",
    "rd": "host of the R-URI",
    "re": "URI of Remote-Party-ID", "retcode": "result of the last function", "Ri": "address of the socket", "rm": "method",
    "rp": "port of the R-URI", "Rp": "port of the socket", "rP": "protocol of the R-URI", "rr": "reason of the reply",
    "rs": "status of the reply", "rt": "URI of Refer-To", "ru": "R-URI", "rU": "user of the R-URI",
    "ru_q": "q of the R-URI", "si": "address of the sender", "sp": "port of the sender", "td": "host of To",
    "Tf": "the time as text", "TF": "the time of start as text", "tl": "the local time", "tn": "display name of To",
    "TS": "seconds at the start", "Ts": "seconds since 1970", "Tsm": "microseconds", "tt": "tag of To", "tu": "URI of To",
    "tU": "user of To", "ua": "User-Agent", "xlog_level": "level of xlog()",
}  # fmt: skip

_CORE_WITH_ARGUMENT: Final[Mapping[str, tuple[Argument, str]]] = {
    "avp": (Argument.NEEDED, "values of the transaction, the last one first"),
    "var": (Argument.NEEDED, "value of this process"),
    "hdr": (Argument.NEEDED, "a header of the message as it arrived"),
    "hdrcnt": (Argument.NEEDED, "how many headers of a name there are"),
    "branch": (Argument.MAY_BE, "the further branches"),
    "branch.flag": (Argument.NEEDED, "a flag of a branch"),
    "msg.flag": (Argument.NEEDED, "a flag of the message"),
    "ct.fields": (Argument.NEEDED, "a part of a Contact"),
    "param": (Argument.NEEDED, "a parameter of the route"),
    "rb": (Argument.MAY_BE, "the body, or a part of it"),
    "route": (Argument.MAY_BE, "the names of the routes that are executed"),
    "route.name": (Argument.NONE, "the name of the route"),
    "route.type": (Argument.NONE, "the kind of the route"),
    "socket_in": (Argument.MAY_BE, "a part of the receiving socket"),
    "socket_out": (Argument.MAY_BE, "a part of the sending socket"),
    "time": (Argument.NEEDED, "the time in a form"),
    "argv": (Argument.NEEDED, "an argument of the command line"),
    "C": (Argument.NEEDED, "colours"),
}

_WRITABLE: Final = frozenset((
    "avp", "b2b_logic.ctx", "bavp", "branch", "branch.flag", "dd", "DLG_flags", "DLG_timeout", "dlg_val", "dp", "du", "fu",
    "json", "log_level", "msg.flag", "rd", "rp", "ru", "rU", "ru_q", "shv", "socket_out", "stat", "T_fr_inv_timeout",
    "T_fr_timeout", "var", "xlog_level", "xml",
))  # fmt: skip

_OF_MODULES: Final[Mapping[str, Mapping[str, tuple[Argument, str]]]] = {
    "tm": {
        "T_branch_idx": (Argument.NONE, "number of the branch"),
        "T_reply_code": (Argument.NONE, "code of the reply that counts"),
        "T_fr_timeout": (Argument.NONE, "fr_timeout of this transaction"),
        "T_fr_inv_timeout": (Argument.NONE, "fr_inv_timeout of this transaction"),
        "T_ruri": (Argument.NONE, "R-URI of the branch"),
        "T_id": (Argument.NONE, "the transaction"),
        "bavp": (Argument.NEEDED, "values of a branch"),
    },
    "rr": {"rr_params": (Argument.NONE, "parameters of our Route")},
    "dialog": {
        "DLG_count": (Argument.NONE, "how many dialogs there are"),
        "DLG_status": (Argument.NONE, "state of the dialog"),
        "DLG_lifetime": (Argument.NONE, "how long the dialog lasts already"),
        "DLG_flags": (Argument.NONE, "flags of the dialog"),
        "DLG_dir": (Argument.NONE, "upstream or downstream"),
        "DLG_did": (Argument.NONE, "the did of the dialog"),
        "DLG_end_reason": (Argument.NONE, "why the dialog has ended"),
        "DLG_timeout": (Argument.NONE, "how long the dialog may last"),
        "DLG_json": (Argument.NONE, "the dialog as JSON"),
        "DLG_ctx_json": (Argument.NONE, "the dialog and its values as JSON"),
        "dlg_val": (Argument.NEEDED, "a value of the dialog"),
    },
    "b2b_logic": {
        "b2b_logic.key": (Argument.NONE, "the B2B session"),
        "b2b_logic.entity": (Argument.MAY_BE, "an entity of the session"),
        "b2b_logic.ctx": (Argument.NEEDED, "a value of the session"),
        "b2b_logic.scenario": (Argument.MAY_BE, "the scenario of the session"),
    },
    "topology_hiding": {"TH_callee_callid": (Argument.NONE, "")},
    "rtpengine": {
        "rtpstat": (Argument.MAY_BE, ""), "rtpquery": (Argument.NONE, ""),
    },
    "cfgutils": {"shv": (Argument.NEEDED, ""), "env": (Argument.NEEDED, ""), "ctime": (Argument.NEEDED, "")},
    "json": {"json": (Argument.NEEDED, ""), "json_pretty": (Argument.NEEDED, ""), "json_compact": (Argument.NEEDED, "")},
    "xml": {"xml": (Argument.NEEDED, "")},
    "acc": {"Au": (Argument.NONE, "")},
    "statistics": {"stat": (Argument.NEEDED, "")},
    "uuid": {"uuid": (Argument.NONE, "")},
    "sip_i": {"isup_param": (Argument.NEEDED, ""), "isup_param_str": (Argument.NEEDED, "")},
    "tls_mgm": dict.fromkeys(
        ("tls_version", "tls_cipher_info", "tls_peer_subject", "tls_peer_subject_cn", "tls_peer_verified"), (Argument.NONE, "")
    ),
}  # fmt: skip

_NOT_SIMULATED: Final = frozenset((
    "argv", "bavp", "C", "ds", "err.class", "err.info", "err.level", "err.rcode", "err.rreason", "fs", "hdr_name",
    "msg.flag", "T_id", "tl",
))  # fmt: skip
_SIMULATED_MODULES: Final = ("core", "tm", "rr", "dialog", "b2b_logic")


def _variables() -> Iterator[PseudoVariable]:
    for name, says in _CORE.items():
        yield _variable(name, "core", Argument.NONE, says)
    for name, (argument, says) in _CORE_WITH_ARGUMENT.items():
        yield _variable(name, "core", argument, says)
    for module, table in _OF_MODULES.items():
        for name, (argument, says) in table.items():
            yield _variable(name, module, argument, says)


def _variable(name: str, module: str, argument: Argument, says: str) -> PseudoVariable:
    simulated = module in _SIMULATED_MODULES and name not in _NOT_SIMULATED
    standing = Standing.IN_FORCE if simulated else Standing.NOT_SIMULATED
    return PseudoVariable(name, module, argument, name in _WRITABLE, standing, says)


PSEUDO_VARIABLES: Final[Mapping[str, PseudoVariable]] = {variable.name: variable for variable in _variables()}
