"""A call that the telephone makes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voiplab.net.address import Address
from voiplab.phone.addressing import is_address
from voiplab.phone.call import Call, Desk
from voiplab.phone.call_state import UNANSWERED, CallState
from voiplab.phone.credentials import PROXY_UNAUTHORIZED, UNAUTHORIZED
from voiplab.phone.referred import Referral
from voiplab.phone.session import SDP, read_session
from voiplab.phone.setup import Setup
from voiplab.recording.events import Logged
from voiplab.sdp.offer_answer import NotAcceptable
from voiplab.sip.draft import Draft
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Response
from voiplab.sip.uri import Uri
from voiplab.ua.client_transaction import Outcome, Silence
from voiplab.ua.leg import LegState
from voiplab.ua.next_hop import address_of
from voiplab.ua.outgoing import OutgoingLeg

RINGING: Final = 180


class CallMade(Call):
    leg: OutgoingLeg

    def __init__(
        self, desk: Desk, number: str, fields: Sequence[tuple[str, str]] = (), referral: Referral | None = None
    ) -> None:
        """`fields` are what a REFER wants the INVITE to bear; `referral` is told how it goes."""
        super().__init__(desk, number, CallState.DIALLING)
        setup = self.setup
        call_id = setup.profile.tokens.call_id.draw(setup.host.chance("call-id"), setup.facts)
        endpoint = desk.element.endpoint
        self.leg = OutgoingLeg(endpoint, desk.element.calls, self, call_id, endpoint.tag(), _as_it_is)
        self.attach(self.leg)
        self._referral = referral
        self._to = target_of(setup, number) if referral is None else proxy_for(setup, number)
        self._draft = self._invite(number)
        for name, value in fields:
            self._draft.add(name, value)

    def _invite(self, number: str) -> Draft:
        setup = self.setup
        first = setup.profile.tokens.first_cseq.draw(setup.host.chance("cseq"))
        draft = Draft(f"INVITE {setup.addresses.target(number)} SIP/2.0")
        draft.add("Max-Forwards", "70")
        draft.add("From", f"{setup.addresses.local};tag={self.leg.local_tag}", setup.origins.get("display"))
        draft.add("To", setup.addresses.remote(number))
        draft.add("Call-ID", self.leg.call_id)
        draft.add("CSeq", f"{first} INVITE")
        draft.add("Contact", setup.addresses.contact)
        self.timer.add_to_invite(draft)
        if setup.required:
            origin = setup.origins.get("requires", setup.origins.get("offers_100rel"))
            draft.add("Require", ", ".join(setup.required), origin)
        if remote_party := setup.addresses.remote_party:
            draft.add("Remote-Party-ID", remote_party)
        if identity := setup.addresses.preferred_identity:
            draft.add("P-Preferred-Identity", identity)
        if setup.settings.call_info:
            draft.add("Call-Info", setup.settings.call_info, setup.origins.get("call_info"))
        if not setup.settings.late_offer:
            self._describe(draft, self.media.offer())
        return draft

    def _describe(self, draft: Draft, body: bytes) -> None:
        draft.add("Content-Type", SDP, self.setup.origins.get("codecs"))
        draft.body = body

    def start(self) -> None:
        self.leg.invite(self._draft, self._to, self.setup.settings.transport)
        self.desk.update()

    def hang_up(self) -> None:
        if self.state in UNANSWERED:
            self.leg.cancel([])
            self.move(CallState.GIVING_UP)
        else:
            super().hang_up()

    # What comes back

    def progressed(self, response: Response) -> None:
        if self._referral is not None:
            self._referral.progressed(response)
        if response.body and self._draft.body and self.media.take_answer(response.body) is None:
            self.move(CallState.EARLY_MEDIA)
        elif response.status == RINGING and self.state is CallState.DIALLING:
            self.move(CallState.HEARS_RINGING)

    def answered(self, response: Response) -> None:
        if self._referral is not None:
            self._referral.ends(response)
        ack = self.leg.draft("ACK")
        problem = self._agree(response, ack)
        self.timer.agree(response)
        self.leg.acknowledge(ack)
        if problem is not None or self.media.remote is None:
            self.setup.host.note(Logged("warning", "the answer has no session that this phone could take part in"))
            self.state = CallState.TALKING
            self.hang_up()
        else:
            self.up()

    def _agree(self, response: Response, ack: Draft) -> NotAcceptable | Malformed | None:
        """Who has offered nothing gets the offer in the 2xx, and answers in the ACK (RFC 3261 section 13.2.1)."""
        if not response.body:
            return None
        if self._draft.body:
            return self.media.take_answer(response.body)
        offer = read_session(response.body)
        answer = offer if isinstance(offer, Malformed) else self.media.answer(offer)
        if isinstance(answer, NotAcceptable | Malformed):
            return answer
        self._describe(ack, answer)
        return None

    def refused(self, outcome: Outcome) -> None:
        if isinstance(outcome, Response) and self._try_again(outcome):
            return
        if self._referral is not None:
            self._referral.ends(outcome)
        gave_up = self.state is CallState.GIVING_UP or isinstance(outcome, Silence)
        if isinstance(outcome, Response):
            self.party = f"{self.party}: {outcome.status} {outcome.phrase}"
        self.over(CallState.OVER if gave_up else CallState.REFUSED)

    def _try_again(self, response: Response) -> bool:
        """With credentials. Whoever has given the call up does not."""
        if response.status not in (UNAUTHORIZED, PROXY_UNAUTHORIZED) or self.leg.state is LegState.CANCELLED:
            return False
        number = int(self._draft.value("CSeq").split()[0]) + 1
        draft = replace(self._draft, fields=[pair for pair in self._draft.fields if pair[0] != "Via"])
        draft.set("CSeq", f"{number} INVITE")
        if not self.keyring.sign(draft, response):
            return False
        self._draft = draft
        self.leg.invite(draft, self._to, self.setup.settings.transport)
        return True


def target_of(setup: Setup, number: str) -> Address:
    """Where the INVITE is sent: to the proxy if there is one, else to where its address points."""
    if setup.settings.proxy and not is_address(number):
        return address_of(Uri.parse(f"sip:{setup.settings.proxy}"))
    return address_of(Uri.parse(setup.addresses.target(number)))


def proxy_for(setup: Setup, target: str) -> Address:
    """Where a call goes that somebody else has asked for: a phone with a proxy sends it there, whatever the address is."""
    return address_of(Uri.parse(f"sip:{setup.settings.proxy}" if setup.settings.proxy else target))


def _as_it_is(draft: Draft) -> Draft:
    """A PRACK needs no Contact: RFC 3262 table 1."""
    return draft
