"""Telephones that answer by themselves: sip_auto_answer, sip_invite_params, Alert-Info, Call-Info (sofia_glue.c).

What a telephone makes of it is its own business; what the server adds to the INVITE of a leg stands here.
"""

from collections.abc import Mapping
from typing import Final

from voiplab.freeswitch.settings import is_true
from voiplab.sip.message import Request

INTERCOM: Final = "intercom=true"
DETECTED: Final = "sip_auto_answer_detected"
"""Set on the channel of a caller that asks for an answer at once."""


def uri_parameters(variables: Mapping[str, str]) -> str:
    """What the Request-URI gets, and nothing else: To stays as it is."""
    wanted = [variables.get("sip_invite_params", "")]
    if is_true(variables.get("sip_auto_answer", "")):
        wanted.append(INTERCOM)
    return "".join(f";{one}" for one in wanted if one)


def headers(variables: Mapping[str, str], ip: str) -> Mapping[str, str]:
    """`ip`: of the profile."""
    found: dict[str, str] = {}
    if is_true(variables.get("sip_auto_answer", "")):
        found["Call-Info"] = f"<sip:{ip}>;answer-after=0"
    if variables.get("alert_info"):
        found["Alert-Info"] = variables["alert_info"]
    return found


def address(text: str) -> str | None:
    """A header that begins with an address, as sofia writes it; None for what is none: it is dropped without a word."""
    if text.startswith("<"):
        return text if ">" in text else None
    uri, semicolon, parameters = text.partition(";")
    return None if not uri or any(letter.isspace() for letter in uri) else f"<{uri}>{semicolon}{parameters}"


def talks(variables: Mapping[str, str]) -> bool:
    """Whether a NOTIFY follows the first 180: `Event: talk` makes some telephones answer."""
    suppressed = is_true(variables.get("sip_auto_answer_suppress_notify", ""))
    return is_true(variables.get("sip_auto_answer", "")) and not suppressed


def is_asked_for(request: Request) -> bool:
    """A caller may ask the server for it as well."""
    after = (request.get("Call-Info") or "").lower().replace(" ", "")
    return request.target.param("intercom") == "true" or ";answer-after=0" in after
