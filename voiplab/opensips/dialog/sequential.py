"""Requests inside of a dialog: which one they belong to, and what becomes of it. dlg_onroute() of OpenSIPS 3.2."""

from enum import Enum
from typing import TYPE_CHECKING, Final

from voiplab.opensips.dialog.belonging import Belonging, belonging
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialog_id import parse_dialog_id
from voiplab.opensips.dialog.dialogs import Dialogs
from voiplab.opensips.dialog.ending import Endings
from voiplab.opensips.dialog.lifetimes import Lifetimes
from voiplab.opensips.dialog.numbering import number_of, renumber
from voiplab.opensips.dialog.occasion import Occasion
from voiplab.opensips.dialog.pinging import Pinging
from voiplab.opensips.dialog.renegotiating import Holding, Renegotiating
from voiplab.opensips.dialog.script_route import run_armed
from voiplab.opensips.dialog.state import Event, State
from voiplab.opensips.log import warning
from voiplab.opensips.received import Received

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

UPSTREAM_BYE: Final = "Upstream BYE"
DOWNSTREAM_BYE: Final = "Downstream BYE"
RENEGOTIATE: Final = ("INVITE", "UPDATE")


class Matching(Enum):
    """The value is that of `dlg_match_mode`."""

    DID_ONLY = 0
    DID_FALLBACK = 1
    DID_NONE = 2

    __hash__ = object.__hash__


class Sequential:
    def __init__(self, server: "Server") -> None:
        self._server = server
        self._dialogs = server.part(Dialogs)

    @property
    def mode(self) -> Matching:
        number = self._server.number("dialog", "dlg_match_mode")
        return next((mode for mode in Matching if mode.value == number), Matching.DID_FALLBACK)

    # Which one

    def take(self, request: Received, mode: Matching) -> bool:
        """Whether it belongs to a dialog. This is asked once for each request: loose_route() may be called twice."""
        own = belonging(request)
        if own.dialog is not None:
            return True
        found = self._found(request, mode)
        if found is None:
            return False
        dialog, towards = found
        self._follow(request, own, dialog, towards)
        return True

    def _found(self, request: Received, mode: Matching) -> tuple[Dialog, int] | None:
        tags = _tags(request)
        if tags is None:
            return None
        if mode is not Matching.DID_NONE:
            did = self._did(request)
            if did is not None:
                id_ = parse_dialog_id(did)
                if id_ is None:
                    self._server.error("dialog:dlg_onroute", f"malformed route param [{did}]")
                    return None
                known = self._dialogs.living(id_)
                found = _matched(known, request, tags) if known is not None else None
                if known is not None and found is None:
                    self._warn(request, known, tags)
                if found is not None:
                    return found
            if mode is Matching.DID_ONLY:
                return None
        return self._by_tags(request, tags)

    def _by_tags(self, request: Received, tags: tuple[str, str]) -> tuple[Dialog, int] | None:
        for dialog in self._dialogs.of_call(request.call_id):
            found = _matched(dialog, request, tags)
            if found is not None and dialog.state is not State.ENDED:
                return found
        return None

    def _did(self, request: Received) -> str | None:
        """Out of our own Route."""
        params = dict(part.partition("=")[::2] for part in (request.route_params or "").split(";"))
        return params.get(str(self._server.configuration.parameter("dialog", "rr_param")))

    def _warn(self, request: Received, known: Dialog, tags: tuple[str, str]) -> None:
        (from_tag, to_tag), call = tags, request.call_id
        self._server.log_line(
            warning(
                "dialog:dlg_onroute",
                f"tight matching failed for {request.method} with callid='{call}'/{len(call)}, "
                f"ftag='{from_tag}'/{len(from_tag)}, ttag='{to_tag}'/{len(to_tag)} and direction=0",
            )
        )
        caller, callee = known.caller.tag, known.callee.tag
        self._server.log_line(
            warning(
                "dialog:dlg_onroute",
                f"dialog identification elements are callid='{known.call_id}'/{len(known.call_id)}, "
                f"caller tag='{caller}'/{len(caller)}, callee tag='{callee}'/{len(callee)}",
            )
        )

    # What becomes of it

    def _follow(self, request: Received, own: Belonging, dialog: Dialog, towards: int) -> None:
        event = _EVENTS.get(request.method, Event.REQUEST)
        was = self._dialogs.move(dialog, event, towards)
        own.dialog, own.towards = dialog, towards
        if request.method != "ACK":
            watcher = Renegotiating if request.method in RENEGOTIATE else Holding
            request.watchers.append(watcher(self._dialogs, dialog, towards))
        if event is Event.BYE and dialog.state is State.ENDED:
            self._hang_up(request, dialog, towards, was)
        elif dialog.state.is_up and event is not Event.BYE:
            self._go_on(request, own, dialog, towards)
        elif dialog.state is State.EARLY and event is not Event.ACK:
            _remember(request, dialog, towards)
        if was is State.ANSWERED and dialog.state is State.CONFIRMED:
            self._server.part(Pinging).begin(dialog)

    def _hang_up(self, request: Received, dialog: Dialog, towards: int, was: State) -> None:
        if was is State.ENDED:
            return
        run_armed(self._server, dialog, Occasion.HANGUP)
        dialog.reason(DOWNSTREAM_BYE if towards else UPSTREAM_BYE)
        leg = dialog.leg(towards)
        if leg.sent:
            leg.sent += 1
            renumber(request, leg.sent)
        self._server.part(Endings).clear_up(dialog)

    def _go_on(self, request: Received, own: Belonging, dialog: Dialog, towards: int) -> None:
        if own.lifetime:
            dialog.lifetime = own.lifetime
            self._server.part(Lifetimes).begin(dialog)
        leg = dialog.leg(towards)
        if request.method == "ACK":
            renumber(request, leg.sent_invite or leg.sent)
            return
        _remember(request, dialog, towards)
        number = number_of(request)
        if leg.sent:
            # Between the other side's requests there were pings: whatever follows has to count on from them.
            leg.sent += 1
            number = leg.sent
            renumber(request, number)
        if request.method == "INVITE":
            leg.sent_invite = number


_EVENTS: Final = {"ACK": Event.ACK, "BYE": Event.BYE}


def _tags(request: Received) -> tuple[str, str] | None:
    """None: it is in no dialog."""
    from_, to = request.address("From"), request.to_tag
    return (from_.tag or "", to) if from_ is not None and to else None


def _matched(dialog: Dialog, request: Received, tags: tuple[str, str]) -> tuple[Dialog, int] | None:
    towards = dialog.towards(*tags) if dialog.call_id == request.call_id else None
    return (dialog, towards) if towards is not None else None


def _remember(request: Received, dialog: Dialog, towards: int) -> None:
    """Its CSeq: for the side that it goes to, and if it is an INVITE, for that from which it comes."""
    leg, number = dialog.leg(towards), number_of(request)
    leg.heard_before, leg.heard = leg.heard, number
    if request.method in RENEGOTIATE and dialog.state.is_up:
        dialog.opposite(towards).invited = number
