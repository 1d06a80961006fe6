"""REGISTER at a profile: challenge, credentials, bindings (sofia_reg.c)."""

from typing import Final

from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.authentication import Authenticated, Refusal, authenticate, challenge
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.registrations import Binding
from voiplab.sim.moment import seconds
from voiplab.sip.headers.name_addr import NameAddr, Star
from voiplab.sip.message import Request
from voiplab.ua.server_transaction import ServerTransaction

DEFAULT_EXPIRES: Final = 3600


class Registrar:
    """The registrar of one profile."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def receive(self, request: Request, transaction: ServerTransaction) -> None:
        ground = self._ground
        if ground.flag("disable-register"):
            ground.later(latency.REPLY, lambda: ground.reply(transaction, 403))
            return
        domain = ground.domain_of(request.to.uri)
        user = request.to.uri.username
        verdict = self._verdict(request, transaction, user, domain)
        if isinstance(verdict, Authenticated) and not self._may_register(verdict, user):
            verdict = Refusal.FORBIDDEN
        match verdict:
            case Authenticated():
                ground.later(latency.REGISTERED, lambda: self._register(request, transaction, verdict, user, domain))
            case Refusal.FORBIDDEN:
                self._log_failure(user, domain, transaction)
                ground.later(latency.REPLY, lambda: ground.reply(transaction, 403))
            case _:
                ground.later(
                    latency.REPLY, lambda: self._challenge(transaction, request, verdict is Refusal.UNKNOWN_NONCE)
                )

    def _verdict(
        self, request: Request, transaction: ServerTransaction, user: str, domain: str
    ) -> Authenticated | Refusal:
        """accept-blind-reg and apply-register-acl let in without a password."""
        ground = self._ground
        known = ground.directory.user(user, domain)
        lists = ground.profile.lists("apply-register-acl")
        trusted = any(ground.configuration.acl.allows(entry.value, transaction.source.ip) for entry in lists)
        if known is not None and (trusted or ground.flag("accept-blind-reg")):
            return Authenticated(known, domain)
        credentials = next(iter(request.authorization), None)
        return authenticate(
            request, credentials, ground.nonces, ground.directory, domain, blindly=ground.flag("accept-blind-auth")
        )

    def _may_register(self, verdict: Authenticated, user: str) -> bool:
        """inbound-reg-force-matching-username: with one's own credentials only oneself."""
        return verdict.user.id == user or not self._ground.flag("inbound-reg-force-matching-username")

    def _challenge(self, transaction: ServerTransaction, request: Request, stale: bool) -> None:
        ground = self._ground
        draft = ground.draft(transaction, 401)
        realm = ground.realm(request)
        draft.add("WWW-Authenticate", challenge(realm, ground.nonces.new(), stale=stale))
        transaction.respond(draft)

    def _log_failure(self, user: str, domain: str, transaction: ServerTransaction) -> None:
        ground = self._ground
        ip = transaction.source.ip
        if ground.directory.user(user, domain) is None:
            ground.log("warning", f"Can't find user [{user}@{domain}] from {ip}")
        ground.log(
            "warning",
            f"SIP auth failure (REGISTER) on sofia profile '{ground.name}' for [{user}@{domain}] from ip {ip}",
        )

    def _register(
        self, request: Request, transaction: ServerTransaction, verdict: Authenticated, user: str, domain: str
    ) -> None:
        ground = self._ground
        draft = ground.draft(transaction, 200)
        domain = ground.setting("force-register-db-domain").value or domain
        contacts = request.contacts
        if isinstance(contacts, Star):
            for row in ground.registrations.of(user, domain):
                ground.registrations.remove(row)
        else:
            for contact in contacts:
                expires = self._expires(request, contact)
                binding = self._binding(request, transaction, verdict, contact, user, domain, expires)
                if expires == 0:
                    self._unregister(binding)
                else:
                    ground.registrations.write(binding, keep_others=ground.flag("multiple-registrations"))
                    draft.add("Contact", f"<{contact.uri}>;expires={expires}")
        draft.add("Date", ground.host.calendar.sip_date(ground.host.now))
        transaction.respond(draft)

    def _unregister(self, binding: Binding) -> None:
        for row in self._ground.registrations.of(binding.user, binding.domain):
            if row.contact == binding.contact:
                self._ground.registrations.remove(row)

    def _expires(self, request: Request, contact: NameAddr) -> int:
        """What the phone wants, within what sip-force-expires and its -min and -max allow."""
        own = contact.param("expires")
        wanted = DEFAULT_EXPIRES if request.expires is None else request.expires
        if own is not None and own.isascii() and own.isdigit() and len(own) < 10:
            wanted = int(own)
        if wanted == 0:
            return 0
        forced, least, most = (
            self._ground.setting(name).number
            for name in ("sip-force-expires", "sip-force-expires-min", "sip-force-expires-max")
        )
        wanted = forced or wanted
        if most and wanted > most:
            wanted = most
        return max(wanted, least)

    def _binding(
        self,
        request: Request,
        transaction: ServerTransaction,
        verdict: Authenticated,
        contact: NameAddr,
        user: str,
        domain: str,
        expires: int,
    ) -> Binding:
        return Binding(
            user=user,
            domain=domain,
            contact=str(contact.uri),
            call_id=request.call_id,
            agent=request.get("User-Agent") or "",
            source=transaction.source,
            transport=transaction.way.transport.value,
            expires=self._ground.host.now + seconds(expires),
            auth_user=verdict.user.id,
            realm=verdict.realm,
            grace=seconds(self._ground.setting("sip-expires-late-margin").number),
        )
