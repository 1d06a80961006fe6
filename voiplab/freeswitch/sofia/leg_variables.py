"""The variables that a leg has from the beginning: where it is, what the INVITE says, what the directory says of its user."""

from typing import Final

from voiplab.freeswitch.channel import DISPOSITION, Channel
from voiplab.freeswitch.sofia import identity, intercom
from voiplab.freeswitch.sofia.authentication import Authenticated
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.states import Direction
from voiplab.freeswitch.variables import HEADER, accepted
from voiplab.net.address import Address
from voiplab.sip.message import Request
from voiplab.sip.uri import Uri

MOST_HOPS: Final = 70
SENDRECV: Final = "a=sendrecv\r\n"
"""Sofia prints the description that it has read, and by its silence it says the same."""


def of_channel(channel: Channel) -> dict[str, str]:
    known = {"direction": channel.direction.value}
    if channel.direction is Direction.OUTBOUND:
        known["is_outbound"] = "true"
    names = {"uuid": channel.uuid, "call_uuid": channel.uuid, "session_id": str(channel.number)}
    return {**known, **names, "channel_name": channel.name}


def of_profile(ground: Ground, at: Address) -> dict[str, str]:
    return {
        "sofia_profile_name": ground.name,
        "recovery_profile_name": ground.name,
        "sofia_profile_url": f"sip:{ground.setting('contact-user').value}@{at}",
        "sip_local_network_addr": at.ip,
    }


def of_invite(request: Request, source: Address) -> dict[str, str]:
    caller, via = request.from_, request.via
    hops = MOST_HOPS if request.max_forwards is None else request.max_forwards
    known = {
        **_of_address("from", caller.uri),
        **_of_address("to", request.to.uri),
        **_of_address("req", request.target),
        **(_of_address("contact", request.contact.uri) if request.contact else {}),
        "sip_from_user_stripped": caller.uri.username.removeprefix("+"),
        "sip_from_display": caller.display or "",
        "sip_from_tag": request.from_tag or "",
        "sip_full_from": request.get("From") or "",
        "sip_call_id": request.call_id,
        "sip_cseq": str(request.cseq.number),
        "sip_user_agent": request.get("User-Agent") or "",
        "sip_allow": request.get("Allow") or "",
        "sip_network_ip": source.ip,
        "sip_network_port": str(source.port),
        "sip_received_ip": source.ip,
        "sip_received_port": str(source.port),
        "sip_via_protocol": via.transport.lower(),
        "sip_via_host": via.host,
        "sip_via_port": "" if via.port is None else str(via.port),
        "max_forwards": str(hops),
        "switch_r_sdp": request.body.decode("utf-8", "replace").replace(SENDRECV, ""),
        DISPOSITION: "RECEIVED",
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
    alias = {"number_alias": user.number_alias, "sip_number_alias": user.number_alias} if user.number_alias else {}
    return {
        "sip_authorized": "true",
        "sip_auth_username": user.id,
        "sip_auth_realm": realm,
        **alias,
        "requested_user_name": user.id,
        "requested_domain_name": realm,
        "user_name": user.id,
        "domain_name": realm,
        "presence_id": f"{user.id}@{realm}",
        **accepted(user.variables),
    }


def _of_address(whose: str, uri: Uri) -> dict[str, str]:
    port = "" if uri.port is None else str(uri.port)
    return {
        f"sip_{whose}_user": uri.username,
        f"sip_{whose}_port": port,
        f"sip_{whose}_uri": f"{uri.username}@{uri.host}:{port}" if port else f"{uri.username}@{uri.host}",
        f"sip_{whose}_host": uri.host,
    }
