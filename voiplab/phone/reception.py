"""What a telephone answers before, and outside of, every call: what it cannot do, and what an INVITE must bring."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from voiplab.phone.describing import can_answer
from voiplab.phone.refusal import Refusal
from voiplab.phone.session import SDP, read_session
from voiplab.phone.setup import Setup
from voiplab.phone.transferring import SIPFRAG
from voiplab.recording.events import Logged
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request
from voiplab.sip.phrases import phrase_of
from voiplab.sip.reliability import Caller, Way, way
from voiplab.sip.reliable import OPTION_TAG
from voiplab.sip.validation import Abilities, refuse_as_uas
from voiplab.ua.endpoint import Endpoint
from voiplab.ua.server_transaction import ServerTransaction

NOT_SIMULATED: Final = ("SUBSCRIBE", "MESSAGE", "REGISTER", "PUBLISH")
"""A phone may list them in Allow; here they are refused, and the log says so."""
OF_A_CALL: Final = ("BYE", "CANCEL", "PRACK", "UPDATE", "INFO")
"""What only means something in a call."""


class Reply(NamedTuple):
    """A response that is all the same whoever asks."""

    refusal: Refusal
    fields: Sequence[tuple[str, str]] = ()


class Reception:
    def __init__(self, setup: Setup, endpoint: Endpoint) -> None:
        self._setup = setup
        self._endpoint = endpoint
        allowed = [method.strip() for method in setup.layout.constants["Allow"].split(",")]
        self._abilities = Abilities(
            tuple(method for method in allowed if method not in NOT_SIMULATED),
            setup.extensions,
            media_types=(SDP, setup.profile.digits.info_type, SIPFRAG),
        )

    def refuse(self, request: Request, transaction: ServerTransaction) -> bool:
        """Answer what the phone does not understand, or cannot do; whether it did."""
        if request.method in NOT_SIMULATED:
            self._not_simulated(request.method, transaction)
            return True
        found = refuse_as_uas(request, self._abilities)
        if found is None:
            return False
        self.respond(transaction, Reply(Refusal(found.status, found.phrase), found.fields))
        return True

    def _not_simulated(self, what: str, transaction: ServerTransaction) -> None:
        self._setup.host.note(Logged("error", f"{what} is not simulated: refused"))
        self.respond(transaction, plain(501))

    def answer(self, request: Request, transaction: ServerTransaction) -> None:
        """Anything but an INVITE, outside of every call."""
        if request.to_tag is not None or request.method in OF_A_CALL:
            self.respond(transaction, plain(481))
        elif request.method == "REFER":
            self._not_simulated("REFER outside of a call", transaction)
        elif request.method == "NOTIFY":
            self.respond(transaction, Reply(self._setup.profile.calls.unasked_notify))
        else:
            draft = transaction.reply(200, to_tag=self._endpoint.tag())
            draft.add("Contact", self._setup.addresses.contact)
            transaction.respond(draft)

    def unfit(self, invite: Request) -> Reply | None:
        """What an INVITE has to bring: the right word about 100rel, a Contact, a codec in common."""
        match way(self._setup.habit, Caller.of(invite), has_session=False):
            case Way.UNSUPPORTED:
                return Reply(Refusal(420, phrase_of(420)), (("Unsupported", OPTION_TAG),))
            case Way.EXTENSION_REQUIRED:
                return Reply(Refusal(421, phrase_of(421)), (("Require", OPTION_TAG),))
            case _:
                return self._unfit_to_talk(invite)

    def _unfit_to_talk(self, invite: Request) -> Reply | None:
        if invite.contact is None:
            return Reply(Refusal(400, f"{phrase_of(400)}: no Contact"))
        if invite.body:
            offer = read_session(invite.body)
            if isinstance(offer, Malformed) or not can_answer(self._setup, offer):
                return Reply(self._setup.profile.calls.no_common_codec)
        return None

    def respond(self, transaction: ServerTransaction, reply: Reply) -> None:
        refusal = reply.refusal
        draft = transaction.reply(refusal.status, refusal.reason, self._endpoint.tag())
        draft.fields.extend(reply.fields)
        transaction.respond(draft)


def plain(status: int) -> Reply:
    return Reply(Refusal(status, phrase_of(status)))
