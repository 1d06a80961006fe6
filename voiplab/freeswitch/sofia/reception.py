"""INVITEs that begin a call: who may call, and the channel that the call gets (sofia_handle_sip_i_invite).

The channel is there before anybody has proved anything: it is detached when the INVITE is challenged, and found again when
the next one of the same call comes.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from voiplab.freeswitch.caller_profile import CallerProfile
from voiplab.freeswitch.causes import Cause
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.sofia import identity, latency, leg_variables
from voiplab.freeswitch.sofia.authentication import Authenticated, Refusal
from voiplab.freeswitch.sofia.detached import Detached
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.guard import Guard
from voiplab.freeswitch.sofia.inbound import Inbound
from voiplab.freeswitch.sofia.offerless import kind_of_line
from voiplab.freeswitch.sofia.sessions import SDP
from voiplab.freeswitch.states import Direction
from voiplab.net.address import Address
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request
from voiplab.ua.element import Element
from voiplab.ua.server_transaction import ServerTransaction

VERSION: Final = "1.10.12-release git a88d069 2024-08-02 21:02:27Z 64bit"


class Counter(Protocol):
    """The profile: it counts its calls."""

    def count(self, channel: Channel) -> None: ...


class Reception:
    """Of one profile."""

    def __init__(self, ground: Ground, guard: Guard, element: Element, counter: Counter) -> None:
        self._ground = ground
        self._guard = guard
        self._element = element
        self._counter = counter
        self._detached = Detached(ground.host)

    def receive(self, request: Request, transaction: ServerTransaction) -> None:
        """Some INVITEs are refused whoever sends them; for the others there is a channel before anybody has proved anything."""
        refuse = self._obstacle(request, transaction)
        if refuse is not None:
            self._ground.later(latency.REPLY, refuse)
            return
        channel = self._channel_for(request, transaction.source)
        if request.contact is None:
            channel.log("err", "NO CONTACT!")
            channel.hang_up(Cause.NORMAL_UNSPECIFIED)
            self._ground.later(latency.REPLY, partial(self._refuse_nameless, transaction))
        elif self._trusts(transaction.source):
            self._let_in(request, transaction, None, channel)
        else:
            self._examine(request, transaction, channel)

    def _obstacle(self, request: Request, transaction: ServerTransaction) -> Callable[[], None] | None:
        """Too many calls already, or a session timer that is too brief (RFC 4028 section 9): how it is refused."""
        if self._ground.core.is_full:
            return partial(self._refuse_overload, transaction)
        wanted, least = request.session_expires, self._ground.setting("minimum-session-expires").number
        if wanted is not None and wanted.seconds < least:
            return partial(self._refuse_session, transaction, least)
        return None

    def _trusts(self, source: Address) -> bool:
        return not self._ground.flag("auth-calls") or self._guard.trusts("apply-inbound-acl", source)

    def _examine(self, request: Request, transaction: ServerTransaction, channel: Channel) -> None:
        """Who proves nothing yet is asked to, and the channel waits for the next INVITE of the call."""
        credentials = next(iter(request.proxy_authorization), None)
        verdict = self._guard.examine(request, credentials, request.from_.uri, transaction.source)
        if isinstance(verdict, Authenticated):
            self._let_in(request, transaction, verdict, channel)
            return
        self._detached.add(request.call_id, channel)
        refuse = self._forbid if verdict is Refusal.FORBIDDEN else partial(self._challenge, verdict)
        self._ground.later(latency.REPLY, partial(refuse, request, transaction))

    # Who is not let in

    def _refusal(self, transaction: ServerTransaction, status: int, phrase: str | None = None) -> Draft:
        draft = self._ground.draft(transaction, status, phrase)
        draft.add("Accept", SDP)
        return draft

    def _refuse_overload(self, transaction: ServerTransaction) -> None:
        draft = self._refusal(transaction, 503, "Maximum Calls In Progress")
        draft.add("Retry-After", "300")
        transaction.respond(draft)

    def _refuse_nameless(self, transaction: ServerTransaction) -> None:
        transaction.respond(self._refusal(transaction, 400, "Missing Contact Header"))

    def _refuse_session(self, transaction: ServerTransaction, least: int) -> None:
        draft = self._refusal(transaction, 422)
        draft.add("Min-SE", str(least))
        transaction.respond(draft)

    def _challenge(self, why: Refusal, request: Request, transaction: ServerTransaction) -> None:
        draft = self._refusal(transaction, 407)
        stale = why is Refusal.UNKNOWN_NONCE
        draft.add("Proxy-Authenticate", self._guard.challenge(request, transaction.source, stale=stale))
        transaction.respond(draft)

    def _forbid(self, request: Request, transaction: ServerTransaction) -> None:
        self._guard.log_failure(request, transaction.source)
        transaction.respond(self._refusal(transaction, 403))

    # Who is

    def _channel_for(self, request: Request, source: Address) -> Channel:
        """The one that waits for this INVITE, or a new one."""
        waiting = self._detached.of(request.call_id)
        if waiting is not None:
            waiting.log("debug", f"Re-attaching to session {waiting.uuid}")
        channel = waiting or self._new_channel(request, source)
        channel.log(
            "info", f"{channel.name} receiving invite from {source} version: {VERSION} call-id: {request.call_id}"
        )
        return channel

    def _new_channel(self, request: Request, source: Address) -> Channel:
        caller = request.from_.uri
        name = f"sofia/{self._ground.name}/{caller.username}@{caller.host}"
        profile = self._caller_profile(request, source, None)
        channel = self._ground.core.new_channel(name, Direction.INBOUND, profile)
        self._counter.count(channel)
        return channel

    def _let_in(
        self, request: Request, transaction: ServerTransaction, proved: Authenticated | None, channel: Channel
    ) -> None:
        delay = latency.TRYING_AT_ONCE
        if self._detached.of(request.call_id) is channel:
            self._detached.attach(request.call_id)
            delay = latency.TRYING
        channel.adopt(self._caller_profile(request, transaction.source, proved))
        kind = kind_of_line(self._ground, request)
        line = kind(self._ground, self._element, channel, transaction, self._element.endpoint.tag())
        self._set_variables(channel, request, transaction, proved)
        self._ground.later(delay, partial(self._begin, line))

    def _begin(self, line: Inbound) -> None:
        if line.channel.is_up:
            line.enters("received", 100)
            line.start()

    def _caller_profile(self, request: Request, source: Address, proved: Authenticated | None) -> CallerProfile:
        who = identity.of(request)
        users = (request.target.username, request.to.uri.username, request.from_.uri.username)
        destination = next((user for user in users if user), "service")
        return CallerProfile(
            username=who.number,
            caller_id_name=who.name,
            caller_id_number=who.number,
            network_addr=source.ip,
            destination_number=destination,
            context=self._context(request, proved),
            dialplan=self._ground.setting("dialplan").value,
            ani=who.number,
            orig_caller_id_name=who.name,
            orig_caller_id_number=who.number,
            callee_id_name=destination,
            callee_id_number=destination,
            hides_name=who.hides_name,
            hides_number=who.hides_number,
            is_screened=who.is_screened,
        )

    def _context(self, request: Request, proved: Authenticated | None) -> str:
        """The user's own, or that of the profile; `_domain_` is called like the caller's domain."""
        own = proved.user.variables.last("user_context") if proved else None
        context = (own or self._ground.setting("context")).value
        return request.from_.uri.host if context.lower() == "_domain_" and own is None else context

    def _set_variables(
        self, channel: Channel, request: Request, transaction: ServerTransaction, proved: Authenticated | None
    ) -> None:
        channel.variables.take(
            {
                **leg_variables.of_channel(channel),
                **leg_variables.of_profile(self._ground, self._element.endpoint.at),
                **leg_variables.of_invite(request, transaction.source),
                **(leg_variables.of_user(proved) if proved else {}),
            }
        )
