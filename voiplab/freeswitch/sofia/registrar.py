"""REGISTER at a profile: challenge, credentials, bindings (sofia_reg.c)."""

from functools import partial
from typing import Final

from voiplab.freeswitch.sofia import latency
from voiplab.freeswitch.sofia.authentication import Authenticated, Refusal
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.guard import Guard
from voiplab.freeswitch.sofia.registrations import Binding, Kept
from voiplab.sim.moment import seconds
from voiplab.sip.headers.name_addr import NameAddr, Star
from voiplab.sip.message import Request
from voiplab.ua.server_transaction import ServerTransaction

DEFAULT_EXPIRES: Final = 3600


class Registrar:
    """The registrar of one profile."""

    def __init__(self, ground: Ground, guard: Guard) -> None:
        self._ground = ground
        self._guard = guard

    def receive(self, request: Request, transaction: ServerTransaction) -> None:
        ground = self._ground
        if _is_star_for_some_time(request):
            ground.later(latency.REPLY, partial(ground.reply, transaction, 400))
            return
        if ground.flag("disable-register"):
            ground.later(latency.REPLY, partial(ground.reply, transaction, 403))
            return
        domain = ground.domain_of(request.to.uri)
        user = request.to.uri.username
        verdict = self._verdict(request, transaction, user, domain)
        if isinstance(verdict, Authenticated) and not self._may_register(verdict, user):
            verdict = Refusal.FORBIDDEN
        match verdict:
            case Authenticated():
                ground.later(latency.REGISTERED, partial(self._register, request, transaction, verdict, user, domain))
            case Refusal.FORBIDDEN:
                self._guard.log_failure(request, transaction.source)
                ground.later(latency.REPLY, partial(ground.reply, transaction, 403))
            case _:
                ground.later(latency.REPLY, partial(self._challenge, verdict, request, transaction))

    def _verdict(
        self, request: Request, transaction: ServerTransaction, user: str, domain: str
    ) -> Authenticated | Refusal:
        """accept-blind-reg and apply-register-acl let in without a password."""
        ground = self._ground
        known = ground.directory.user(user, domain)
        trusted = self._guard.trusts("apply-register-acl", transaction.source)
        if known is not None and (trusted or ground.flag("accept-blind-reg")):
            return Authenticated(known, domain)
        credentials = next(iter(request.authorization), None)
        return self._guard.examine(request, credentials, request.to.uri, transaction.source)

    def _may_register(self, verdict: Authenticated, user: str) -> bool:
        """inbound-reg-force-matching-username: with one's own credentials only oneself."""
        return verdict.user.id == user or not self._ground.flag("inbound-reg-force-matching-username")

    def _challenge(self, why: Refusal, request: Request, transaction: ServerTransaction) -> None:
        draft = self._ground.draft(transaction, 401)
        stale = why is Refusal.UNKNOWN_NONCE
        draft.add("WWW-Authenticate", self._guard.challenge(request, transaction.source, stale=stale))
        transaction.respond(draft)

    def _register(
        self, request: Request, transaction: ServerTransaction, verdict: Authenticated, user: str, domain: str
    ) -> None:
        ground = self._ground
        draft = ground.draft(transaction, 200)
        domain = ground.setting("force-register-db-domain").value or domain
        kept = Kept.of(ground.setting("multiple-registrations").value)
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
                    ground.registrations.write(binding, kept)
        for row in ground.registrations.of(user, domain):
            # All that the user has; a REGISTER without Contact only asks for them (RFC 3261 section 10.2.3).
            left = ground.host.calendar.unix(row.expires) - ground.host.calendar.unix(ground.host.now)
            if left > 0:
                draft.add("Contact", f"<{row.contact}>;expires={left}")
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


def _is_star_for_some_time(request: Request) -> bool:
    """`Contact: *` only ends bindings: RFC 3261 section 10.3, step 6."""
    return isinstance(request.contacts, Star) and request.expires != 0
