"""Who somebody is, as far as others vouch for it: P-Asserted-Identity, Remote-Party-ID, Privacy, Diversion, History-Info."""

from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.sip.headers.name_addr import NameAddr

PRIVACY: Final[Mapping[str, str]] = {
    "none": "do not hide anything, even where that is the custom",
    "id": "hide P-Asserted-Identity from whoever is not trusted (RFC 3325 section 9.3)",
    "header": "hide what Via and Contact tell of the sender",
    "session": "hide the media addresses",
    "user": "hide From and what else names the user",
    "critical": "refuse the request rather than to show it",
    "history": "hide History-Info (RFC 7044)",
}

PARTIES: Final[Mapping[str, str]] = {
    "calling": "the caller",
    "called": "the one who is called",
}


def shown(address: NameAddr) -> str:
    return f'"{address.display}", {address.uri}' if address.display else str(address.uri)


def asserted(header: Header) -> Said:
    for address in NameAddr.parse_list(header.value):
        yield Says(f"{shown(address)}: the user as the network knows him; telephones show it rather than From")
    yield Says("to be believed only from a server that is trusted")


def preferred(header: Header) -> Said:
    for address in NameAddr.parse_list(header.value):
        yield Says(f"{shown(address)}: which of his identities the user wants the network to assert")


def remote_party(header: Header) -> Said:
    here = header.here
    for address in NameAddr.parse_list(header.value):
        party = (address.param("party") or "").strip('"').lower()
        yield Says(
            f"{shown(address)}: {PARTIES.get(party, 'who the sender is')}, as the server knows him; shown on the display"
        )
        if address.param("screen") is not None:
            screened = (address.param("screen") or "").lower() == "yes"
            yield Says("screen=yes: the server checked it" if screened else "screen=no: nobody checked it")
        if address.param("privacy") is not None:
            value = (address.param("privacy") or "").strip('"').lower()
            yield Says("privacy=off: may be shown" if value == "off" else f"privacy={value}: not to be shown")
    if not here.is_request and here.method == "INVITE":
        yield Says("in a response it tells the caller with whom he talks")


def privacy(header: Header) -> Said:
    for word in header.value.replace(",", ";").split(";"):
        name = word.strip().lower()
        yield Says(f"{name}: {PRIVACY.get(name, 'not a value that voiplab knows')}")


def diversion(header: Header) -> Said:
    for address in NameAddr.parse_list(header.value):
        why = (address.param("reason") or "").strip('"')
        yield Says(f"{shown(address)} passed the call on" + (f", because: {why}" if why else ""))


def history(header: Header) -> Said:
    for address in NameAddr.parse_list(header.value):
        place = address.param("index")
        yield Says(f"{'' if place is None else place + ': '}the request was addressed to {shown(address)}")
