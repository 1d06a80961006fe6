"""Whether a request inside of a dialog is what the dialog lets expect, and how it is made to be so.

validate_dialog() and fix_route_dialog(): module documentation of OpenSIPS 3.2, "dialog".
"""

from typing import Final

from voiplab.opensips.dialog.belonging import Belonging
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.numbering import number_of
from voiplab.opensips.dialog.route_set import uri_of
from voiplab.opensips.dialog.state import State
from voiplab.opensips.received import Received
from voiplab.sip.equivalence import equivalent
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri

VALID: Final = 1
BAD_CSEQ: Final = -1
BAD_TARGET: Final = -2
BAD_ROUTES: Final = -3
NO_DIALOG: Final = -4


def validate(request: Received, own: Belonging) -> int:
    dialog, towards = own.dialog, own.towards
    if dialog is None or towards is None:
        return NO_DIALOG
    if not _counts_on(request, dialog, towards):
        return BAD_CSEQ
    if dialog.state in (State.UNCONFIRMED, State.EARLY):
        return VALID
    leg = dialog.leg(towards)
    if leg.contact and not _same(request.remote_target or request.uri, leg.contact):
        return BAD_TARGET
    expected = tuple(uri_of(route) for route in leg.routes)
    if len(request.routes_left) == len(expected) and all(map(_same, request.routes_left, expected)):
        return VALID
    return BAD_ROUTES


def _counts_on(request: Received, dialog: Dialog, towards: int) -> bool:
    """An ACK has the number of its INVITE, all else a higher one than what came before."""
    leg, number = dialog.leg(towards), number_of(request)
    if request.method == "ACK":
        return number == dialog.opposite(towards).invited
    before = leg.heard if leg.heard_before is None else leg.heard_before
    return before is not None and number > before


def _same(one: str, other: str) -> bool:
    try:
        return equivalent(Uri.parse(one), Uri.parse(other))
    except Malformed:
        return one == other


def is_strict(route: str) -> bool:
    try:
        return not Uri.parse(uri_of(route)).is_loose
    except Malformed:
        return False


def fix_routes(request: Received, dialog: Dialog, towards: int) -> None:
    """R-URI, Routes and next hop become those that the dialog knows."""
    leg = dialog.leg(towards)
    request.next_hop = None
    if leg.contact:
        request.uri = leg.contact
    request.remove_lines("Route")
    if leg.routes:
        request.lumps.insert(request.first_header, f"Route: {','.join(leg.routes)}\r\n")
        request.next_hop = uri_of(leg.routes[0])
