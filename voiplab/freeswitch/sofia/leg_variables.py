"""The variables of leg A that a dialplan may ask for: what the INVITE says, and what the directory says of its user."""

from voiplab.freeswitch.sofia import identity, intercom
from voiplab.freeswitch.sofia.authentication import Authenticated
from voiplab.freeswitch.variables import HEADER, accepted
from voiplab.net.address import Address
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.message import Request
from voiplab.sip.uri import Uri

MOST_HOPS = 70


def of_invite(request: Request, source: Address) -> dict[str, str]:
    contact = request.contact
    hops = MOST_HOPS if request.max_forwards is None else request.max_forwards
    known = {
        "direction": "inbound",
        **_of_address("from", request.from_.uri),
        **_of_address("to", request.to.uri),
        **_of_address("req", request.target),
        "sip_call_id": request.call_id,
        "sip_user_agent": request.get("User-Agent") or "",
        "sip_network_ip": source.ip,
        "sip_network_port": str(source.port),
        "sip_received_ip": source.ip,
        "sip_via_protocol": request.via.transport.lower(),
        "sip_contact_uri": _contact(contact),
        "max_forwards": str(hops),
        "switch_r_sdp": request.body.decode("utf-8", "replace"),
        "endpoint_disposition": "RECEIVED",
    }
    for field in request.fields:
        if field.name.lower().startswith("x-"):
            known[f"{HEADER}{field.name}"] = field.value.partition("\0")[0]  # the server is written in C
    if intercom.is_asked_for(request):
        known[intercom.DETECTED] = "true"
    told = identity.of(request).told
    if told is not None:
        known["sip_cid_type"] = told.value
    return {name: value for name, value in known.items() if value}


def of_user(proved: Authenticated) -> dict[str, str]:
    """They come last and win."""
    user, realm = proved.user, proved.realm
    return {
        "sip_authorized": "true",
        "sip_auth_username": user.id,
        "sip_auth_realm": realm,
        "user_name": user.id,
        "domain_name": realm,
        "presence_id": f"{user.id}@{realm}",
        **accepted(user.variables),
    }


def _of_address(whose: str, uri: Uri) -> dict[str, str]:
    return {
        f"sip_{whose}_user": uri.username,
        f"sip_{whose}_host": uri.host,
        f"sip_{whose}_uri": f"{uri.username}@{uri.host}",
    }


def _contact(contact: NameAddr | None) -> str:
    return f"{contact.uri.username}@{contact.uri.host}" if contact else ""
