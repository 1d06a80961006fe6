"""Headers that speak of another dialog than their own: Refer-To, Referred-By, Replaces, Join, Target-Dialog."""

from dataclasses import replace

from voiplab.explain.meaning.here import Header, Here, Said, Says, number_of
from voiplab.explain.meaning.identity import shown
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.named import Replaces
from voiplab.sip.uri import unescape


def replaces(header: Header) -> Said:
    yield from _taken_over(Replaces.parse(header.value), header.here)


def _taken_over(found: Replaces, here: Here) -> Said:
    dialog = here.first_of_call_id(found.call_id, lambda _: True)
    which = "a dialog that is not in this recording" if dialog is None else f"the dialog of leg {dialog.leg}"
    yield Says(f"this call takes the place of {which}: who accepts it ends that one with a BYE", number_of(dialog))
    yield Says(f"named as the receiver sees it: its own tag {found.to_tag}, the other side's {found.from_tag}")
    if found.is_early_only:
        yield Says("early-only: only while that dialog is not answered")


def refer_to(header: Header) -> Said:
    here = header.here
    address = NameAddr.parse(header.value)
    method = (address.uri.param("method") or "INVITE").upper()
    yield Says(f"{here.message.target} is to send {method} to {replace(address.uri, params=(), headers=())}")
    embedded = next((unescape(value) for name, value in address.uri.headers if name.lower() == "replaces"), None)
    if embedded is not None:
        yield Says("with Replaces in it: a transfer after consultation (attended)")
        yield from _taken_over(Replaces.parse(embedded), here)
    elif method == "INVITE":
        yield Says("without Replaces: a transfer without consultation (blind)")


def referred_by(header: Header) -> Said:
    address = NameAddr.parse(header.value)
    yield Says(f"who asked for it: {shown(address)}; nothing proves it, unless a signature stands in the body")


def target_dialog(header: Header) -> Said:
    found = Replaces.parse(header.value)
    dialog = header.here.first_of_call_id(found.call_id, lambda _: True)
    leg = "a dialog that is not in this recording" if dialog is None else f"leg {dialog.leg}"
    yield Says(f"{leg}: who knows its tags may ask for something that concerns it", number_of(dialog))


def join(header: Header) -> Said:
    found = Replaces.parse(header.value)
    dialog = header.here.first_of_call_id(found.call_id, lambda _: True)
    leg = "a dialog that is not in this recording" if dialog is None else f"leg {dialog.leg}"
    yield Says(f"this call wants to be put together with {leg}: a conference", number_of(dialog))
