"""A running SIP profile: its address, its manner of writing, and what it does with requests that belong to no call."""

from functools import partial
from typing import Final, Protocol

from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import CallerProfile, Channel, Direction
from voiplab.freeswitch.configuration import Configuration, Profile
from voiplab.freeswitch.sofia import latency, outside, tokens
from voiplab.freeswitch.sofia.authentication import Authenticated, Refusal, authenticate, challenge
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.inbound import Inbound
from voiplab.freeswitch.sofia.layout import layout
from voiplab.freeswitch.sofia.line import SDP
from voiplab.freeswitch.sofia.registrar import Registrar
from voiplab.freeswitch.sofia.registrations import Registrations
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.sim.moment import seconds
from voiplab.sip.message import Request
from voiplab.sip.transaction.timing import Timing
from voiplab.sip.validation import METHODS, UAS_SYNTAX, Abilities, refuse_extensions, refuse_syntax
from voiplab.sip.validation import Refusal as Refused
from voiplab.ua.element import Element
from voiplab.ua.manner import Manner
from voiplab.ua.server_transaction import ServerTransaction

TIMING: Final = Timing(t1_request=seconds(1))
"""Requests are first repeated after a second, replies after half of one."""


class Core(Protocol):
    """The switch around the profile."""

    def new_channel(self, name: str, direction: Direction, profile: CallerProfile) -> Channel: ...
    def route(self, channel: Channel) -> None:
        """The call is let in: look for it in the dialplan, and execute what is found."""


class SofiaProfile:
    """`registrations` outlive a restart, so the switch keeps them."""

    def __init__(
        self, host: Host, core: Core, configuration: Configuration, profile: Profile, registrations: Registrations
    ) -> None:
        """Open the sockets. NotMyAddress, PortInUse."""
        self.ground = Ground(host, configuration, profile, registrations, lambda: self.element.endpoint.tag())
        self._core = core
        at = Address(self.ground.setting("sip-ip").value or host.ips[0], self.ground.setting("sip-port").number or 5060)
        self.element = Element(host, at, self._manner(), self)
        self._registrar = Registrar(self.ground)
        self._abilities = Abilities(METHODS, ("timer", "path", "replaces", *self._reliable))
        self.calls_in = self.failed_in = self.calls_out = self.failed_out = 0

    @property
    def name(self) -> str:
        return self.ground.name

    @property
    def _reliable(self) -> tuple[str, ...]:
        return ("100rel",) if self.ground.flag("enable-100rel") else ()

    def _manner(self) -> Manner:
        ground = self.ground
        written = layout(
            offers_100rel=ground.flag("enable-100rel"),
            manages_presence=ground.flag("manage-presence"),
            user_agent=ground.setting("user-agent-string").value,
        )
        origin = ground.origin("enable-100rel")
        origins = {} if origin is None else {"Supported": origin, "Allow": origin}
        return Manner(written, TIMING, tokens.branch, tokens.tag, tokens.via, heeds_unreachable=True, origins=origins)

    def stop(self) -> None:
        self.element.endpoint.close()

    # Requests of no call

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        refused = refuse_syntax(request, UAS_SYNTAX) or refuse_extensions(request, request.require, self._abilities)
        if refused is not None:
            self.ground.later(latency.REPLY, lambda: self._refuse(transaction, refused))
        elif request.method == "REGISTER":
            self._registrar.receive(request, transaction)
        elif request.method == "INVITE" and request.to_tag is None:
            self._invited(request, transaction)
        else:
            outside.answer(self.ground, self.element, request, transaction)

    def _refuse(self, transaction: ServerTransaction, refused: Refused) -> None:
        draft = self.ground.draft(transaction, refused.status, refused.phrase)
        draft.situation = "stack"
        for name, value in refused.fields:
            draft.add(name, value)
        transaction.respond(draft)

    # Calls that come in

    def _invited(self, request: Request, transaction: ServerTransaction) -> None:
        ground = self.ground
        wanted, least = request.session_expires, ground.setting("minimum-session-expires").number
        if wanted is not None and wanted.seconds < least:
            ground.later(latency.REPLY, lambda: self._session_too_short(transaction, least))
            return
        if not ground.flag("auth-calls") or self._is_trusted(transaction.source.ip):
            self._let_in(request, transaction, None)
            return
        credentials = next(iter(request.proxy_authorization), None)
        domain = ground.domain_of(request.from_.uri)
        verdict = authenticate(
            request, credentials, ground.nonces, ground.directory, domain, blindly=ground.flag("accept-blind-auth")
        )
        match verdict:
            case Authenticated():
                self._let_in(request, transaction, verdict)
            case Refusal.FORBIDDEN:
                self._log_failure(request, transaction)
                ground.later(latency.REPLY, lambda: self._challenged(request, transaction, 403, stale=False))
            case _:
                stale = verdict is Refusal.UNKNOWN_NONCE
                ground.later(latency.REPLY, lambda: self._challenged(request, transaction, 407, stale=stale))

    def _is_trusted(self, ip: str) -> bool:
        lists = self.ground.profile.lists("apply-inbound-acl")
        return any(self.ground.configuration.acl.allows(entry.value, ip) for entry in lists)

    def _session_too_short(self, transaction: ServerTransaction, least: int) -> None:
        draft = self.ground.draft(transaction, 422)
        draft.add("Accept", SDP)
        draft.add("Min-SE", str(least))
        transaction.respond(draft)

    def _challenged(self, request: Request, transaction: ServerTransaction, status: int, *, stale: bool) -> None:
        ground = self.ground
        draft = ground.draft(transaction, status)
        draft.add("Accept", SDP)
        if status == 407:
            draft.add("Proxy-Authenticate", challenge(ground.realm(request), ground.nonces.new(), stale=stale))
            target = f"{request.to.uri.username}@{request.to.uri.host}"
            ground.log(
                "warning",
                f"SIP auth challenge (INVITE) on sofia profile '{ground.name}' for [{target}] "
                f"from ip {transaction.source.ip}",
            )
        transaction.respond(draft)

    def _log_failure(self, request: Request, transaction: ServerTransaction) -> None:
        target = f"{request.to.uri.username}@{request.to.uri.host}"
        self.ground.log(
            "warning",
            f"SIP auth failure (INVITE) on sofia profile '{self.name}' for [{target}] from ip {transaction.source.ip}",
        )

    def _let_in(self, request: Request, transaction: ServerTransaction, verdict: Authenticated | None) -> None:
        channel = self._core.new_channel(
            f"sofia/{self.name}/{request.from_.uri.username}@{request.from_.uri.host}",
            Direction.INBOUND,
            self._caller_profile(request, transaction, verdict),
        )
        line = Inbound(self.ground, self.element, channel, transaction, self.element.endpoint.tag())
        self._set_variables(channel, request, transaction, verdict)
        self.count(channel)
        self.ground.later(latency.TRYING, lambda: self._begin(line))

    def count(self, channel: Channel) -> None:
        """A call that ends without having been answered has failed."""
        if channel.direction is Direction.INBOUND:
            self.calls_in += 1
        else:
            self.calls_out += 1
        channel.on_hangup.append(partial(self._ended, channel))

    def _ended(self, channel: Channel, _cause: Cause) -> None:
        if channel.is_answered:
            return
        if channel.direction is Direction.INBOUND:
            self.failed_in += 1
        else:
            self.failed_out += 1

    def _begin(self, line: Inbound) -> None:
        if not line.channel.is_up:
            return
        if not line.request.body:
            line.channel.log("err", f"{line.channel.name} No SDP in INVITE and 3pcc not enabled, hanging up.")
            line.channel.hang_up(Cause.MANDATORY_IE_MISSING)
            return
        if not self.ground.flag("inbound-late-negotiation") and not line.settles_codec():
            line.channel.hang_up(Cause.INCOMPATIBLE_DESTINATION)
            return
        line.trying()
        self._core.route(line.channel)

    def _caller_profile(
        self, request: Request, transaction: ServerTransaction, verdict: Authenticated | None
    ) -> CallerProfile:
        number = request.from_.uri.username
        destination = request.target.username
        context = verdict.user.variables.last("user_context") if verdict else None
        return CallerProfile(
            username=verdict.user.id if verdict else number,
            caller_id_name=request.from_.display or number,
            caller_id_number=number,
            network_addr=transaction.source.ip,
            destination_number=destination,
            context=context.value if context else self.ground.setting("context").value,
            dialplan=self.ground.setting("dialplan").value,
            ani=number,
            callee_id_name=destination,
            callee_id_number=destination,
        )

    def _set_variables(
        self, channel: Channel, request: Request, transaction: ServerTransaction, verdict: Authenticated | None
    ) -> None:
        """The variables of leg A that a dialplan may ask for; those of the user come last and win."""
        source, target = request.from_.uri, request.target
        contact = request.contact
        known = {
            "direction": "inbound",
            "uuid": channel.uuid,
            "call_uuid": channel.uuid,
            "channel_name": channel.name,
            "sofia_profile_name": self.name,
            "sip_from_user": source.username,
            "sip_from_host": source.host,
            "sip_from_uri": f"{source.username}@{source.host}",
            "sip_to_user": request.to.uri.username,
            "sip_to_host": request.to.uri.host,
            "sip_to_uri": f"{request.to.uri.username}@{request.to.uri.host}",
            "sip_req_user": target.username,
            "sip_req_host": target.host,
            "sip_req_uri": f"{target.username}@{target.host}",
            "sip_call_id": request.call_id,
            "sip_user_agent": request.get("User-Agent") or "",
            "sip_network_ip": transaction.source.ip,
            "sip_network_port": str(transaction.source.port),
            "sip_received_ip": transaction.source.ip,
            "sip_via_protocol": request.via.transport.lower(),
            "sip_contact_uri": f"{contact.uri.username}@{contact.uri.host}" if contact else "",
            "max_forwards": str(70 if request.max_forwards is None else request.max_forwards),
            "switch_r_sdp": request.body.decode("utf-8", "replace"),
            "endpoint_disposition": "RECEIVED",
        }
        for field in request.fields:
            if field.name.lower().startswith("x-"):
                known[f"sip_h_{field.name}"] = field.value
        if request.get("P-Asserted-Identity") is not None:
            known["sip_cid_type"] = "pid"
        if verdict is not None:
            known |= {
                "sip_authorized": "true",
                "sip_auth_username": verdict.user.id,
                "sip_auth_realm": verdict.realm,
                "user_name": verdict.user.id,
                "domain_name": verdict.realm,
                "presence_id": f"{verdict.user.id}@{verdict.realm}",
            }
            known |= {variable.name: variable.value for variable in verdict.user.variables}
        channel.variables.update({name: value for name, value in known.items() if value})
