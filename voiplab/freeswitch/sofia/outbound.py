"""Leg B: an INVITE that the switch sends. It follows 302 by itself and acknowledges every reliable 18x."""

from functools import partial
from typing import Final, Protocol

from voiplab.freeswitch.causes import Cause, of_status
from voiplab.freeswitch.channel import OWN_END, Channel
from voiplab.freeswitch.sofia import intercom, latency, tokens
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.line import SofiaLine
from voiplab.freeswitch.sofia.reason import reason_for
from voiplab.freeswitch.sofia.sessions import session_of, with_session
from voiplab.freeswitch.states import CallState, State
from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.recording.events import Tied
from voiplab.sip.draft import Draft
from voiplab.sip.message import Request, Response
from voiplab.sip.reader import quote
from voiplab.sip.uri import Uri, escape
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.element import Element
from voiplab.ua.leg import LegState, unheard
from voiplab.ua.next_hop import address_of, transport_of
from voiplab.ua.outgoing import OutgoingLeg
from voiplab.ua.server_transaction import ServerTransaction

MOST_REDIRECTIONS: Final = 10


class Originator(Protocol):
    """Who called: it waits for the outcome of all its legs."""

    def rings(self, channel: Channel) -> None: ...
    def brings_media(self, channel: Channel) -> None: ...
    def answers(self, channel: Channel) -> None: ...
    def fails(self, channel: Channel, cause: Cause) -> None: ...


class Invitation:
    """What the INVITE says of the caller, made by the originator."""

    def __init__(
        self,
        *,
        target: Uri,
        called: Uri,
        name: str,
        number: str,
        domain: str,
        max_forwards: int,
        headers: list[tuple[str, str]],
        origins: dict[str, int],
        asserted: bool,
        caller_call_id: str,
        codec: str,
    ) -> None:
        self.target = target
        self.called = called
        """The Request-URI; the target stands in To."""
        self.name = name
        self.number = number
        self.domain = domain
        self.max_forwards = max_forwards
        self.headers = headers
        self.origins = origins
        self.asserted = asserted
        self.caller_call_id = caller_call_id
        """Of the leg that the call comes from; empty when nobody called."""
        self.codec = codec
        """The caller's, when it is settled already."""

    @property
    def address(self) -> str:
        """`"Extension 1000" <sip:1000@domain>`; a caller without a name has none."""
        name = f"{quote(self.name)} " if self.name else ""
        return f"{name}<sip:{escape(self.number)}@{self.domain}>"


class Outbound(SofiaLine):
    """The callee's leg."""

    leg: OutgoingLeg
    codecs = "outbound"

    def __init__(
        self, ground: Ground, element: Element, channel: Channel, invitation: Invitation, originator: Originator
    ) -> None:
        super().__init__(ground, element, channel)
        self.invitation = invitation
        self.originator = originator
        self._redirections = 0
        self._request_uri = invitation.called
        self._number = tokens.first_cseq(ground.host.calendar, ground.host.now)

    def invite(self) -> None:
        channel = self.channel
        channel.move(State.INIT)
        self._invite(self.invitation.called, self.media.offer(self.invitation.codec))
        channel.move(State.ROUTING)
        channel.move(State.CONSUME_MEDIA)

    def _invite(self, target: Uri, offer: bytes) -> None:
        """A dialog of its own for each target: Call-ID and tag are new, the number is not."""
        self.channel.log("info", f"{self.channel.name} sending invite call-id: (null)")
        endpoint = self.element.endpoint
        call_id, tag = tokens.call_id(self.ground.host.chance("call-id")), endpoint.tag()
        dress = partial(_dressed, self.ground, endpoint.at, transport_of(target, Transport.UDP))
        self.leg = OutgoingLeg(endpoint, self.element.calls, self, call_id, tag, dress)
        invitation = self.invitation
        self.channel.variables["sip_call_id"] = call_id
        if invitation.caller_call_id:
            self.ground.host.note(Tied(invitation.caller_call_id, call_id))
        draft = Draft(f"INVITE {target} SIP/2.0", origins=dict(invitation.origins))
        draft.add("Max-Forwards", str(invitation.max_forwards))
        draft.add("From", f"{invitation.address};tag={tag}")
        draft.add("To", f"<{invitation.target}>")
        draft.add("Call-ID", call_id)
        draft.add("CSeq", f"{self._number} INVITE")
        self._add_identity(draft)
        for name, value in invitation.headers:
            draft.add(name, value)
        self.timer.ask(draft)
        self._request_uri = target
        self.leg.transport = transport_of(target, Transport.UDP)
        self.leg.invite(with_session(self.dress(draft), offer), address_of(target), self.leg.transport)
        self.enters("calling", 0)

    def _add_identity(self, draft: Draft) -> None:
        address, profile = self.invitation.address, self.channel.profile
        if self.invitation.asserted:
            draft.add("P-Asserted-Identity" if profile.is_screened else "P-Preferred-Identity", address)
            draft.add("Privacy", "id" if profile.hides_number else "none")
        else:
            screen = "yes" if profile.is_screened else "no"
            privacy = "full" if profile.hides_number else "name" if profile.hides_name else "off"
            draft.add("Remote-Party-ID", f"{address};party=calling;screen={screen};privacy={privacy}")

    # What the core asks for

    def hang_up(self, cause: Cause) -> None:
        super().hang_up(cause)
        if self.leg.state in (LegState.INVITED, LegState.EARLY) and self.leg.is_pending:
            self.channel.log("debug", f"Sending CANCEL to {self.channel.name}")
            self.leg.cancel([("Reason", reason_for(self.channel, cause))])

    # What the leg tells

    def progressed(self, response: Response) -> None:
        if response.status == 100 or not self.channel.is_up:
            return
        self._met()
        self.enters("proceeding", response.status)
        channel = self.channel
        session = session_of(response)
        if session is not None and channel.call_state is not CallState.EARLY:
            self.media.settle(session)
            channel.mark_early()
            self.originator.brings_media(channel)
        elif channel.call_state is CallState.DOWN:
            channel.log("notice", f"Ring-Ready {channel.name}!")
            channel.move_call(CallState.RINGING)
            if response.status == 180 and intercom.talks(channel.variables):
                self.ground.later(latency.TALK, partial(self._ask_to_talk, str(response.to)))
            self.originator.rings(channel)

    def _ask_to_talk(self, to: str) -> None:
        """`Event: talk`. An early dialog has no target of its own yet, so it goes where the INVITE went."""
        if self.leg.state is not LegState.EARLY:
            return
        notify = self.leg.draft("NOTIFY")
        notify.start = f"NOTIFY {self._request_uri} SIP/2.0"
        notify.set("To", to)
        notify.add("Event", "talk")
        notify.add("Subscription-State", "terminated;reason=noresource")
        self.element.endpoint.request(self.dress(notify), address_of(self._request_uri), unheard, self.leg.transport)

    def _met(self) -> None:
        """Who has answered at all is a channel with an address of its own."""
        self.channel.profile.network_addr = address_of(self.invitation.target).ip

    def answered(self, response: Response) -> None:
        self._met()
        self.timer.agree(response)
        session = session_of(response)
        is_settled = session is None or self.media.settle(session)
        self.ground.later(latency.ACKNOWLEDGE, partial(self._acknowledge, is_settled=is_settled))
        self.enters("completing", response.status)
        if is_settled:
            self.enters("ready", response.status)
            self.channel.mark_answered()
            self.originator.answers(self.channel)

    def introduce(self, draft: Draft) -> None:
        draft.situation = "again"
        draft.set("Max-Forwards", str(self.invitation.max_forwards))
        self._add_identity(draft)

    def acknowledgement(self) -> Draft:
        return self.dress(super().acknowledgement())

    def _acknowledge(self, *, is_settled: bool) -> None:
        """An answer without a codec of ours is acknowledged, and the call hung up."""
        self.leg.acknowledge(self.dress(self.leg.draft("ACK")))
        if not is_settled:
            self.channel.hang_up(Cause.INCOMPATIBLE_DESTINATION)

    def refused(self, outcome: Outcome) -> None:
        if isinstance(outcome, Response) and outcome.status in (301, 302, 305) and self._follows(outcome):
            return
        status = outcome.status if isinstance(outcome, Response) else _status_of(outcome)
        self.channel.variables[OWN_END] = f"sip:{status}"
        if self.channel.is_up:
            self.enters("terminated", status)
            cause = Cause.RECOVERY_ON_TIMER_EXPIRE if status == 408 else of_status(status)
            self.originator.fails(self.channel, cause)

    def _follows(self, response: Response) -> bool:
        """A 302 leads the same channel to another target."""
        contact = response.contact
        if contact is None or self._redirections == MOST_REDIRECTIONS or not self.channel.is_up:
            return False
        self._redirections += 1
        offer = self.media.offer_elsewhere()
        self.ground.later(latency.REDIRECT, lambda: self._invite(contact.uri, offer))
        return True

    def cancelled(self, _cancel: Request, _transaction: ServerTransaction) -> None:
        raise AssertionError("nobody can cancel a call that we make")

    def dress(self, draft: Draft) -> Draft:
        return _dressed(self.ground, self.element.endpoint.at, self.leg.transport, draft)


def _dressed(ground: Ground, at: Address, transport: Transport, draft: Draft) -> Draft:
    """Contact, with the transport unless it is UDP; BYE and CANCEL have none."""
    if draft.method not in ("BYE", "CANCEL"):
        by = "" if transport is Transport.UDP else f";transport={transport.value.lower()}"
        draft.add("Contact", f"<sip:{ground.setting('contact-user').value}@{at}{by}>")
    return draft


def _status_of(silence: Silence) -> int:
    return 408 if silence is Silence.TIMEOUT else 503
