"""The parameters of a SIP address: those of RFCs, and the notes that servers write to themselves."""

from voiplab.explain.meaning.here import Said, Says
from voiplab.sip.uri import Uri, unescape


def uri_words(uri: Uri) -> Said:
    """Of an address: what its parameters ask for, or remind somebody of."""
    if (tag := uri.param("ftag")) is not None:
        yield Says(
            f"ftag={tag}: a note of OpenSIPS and Kamailio to itself, the tag of the caller: tells the direction later"
        )
    if (did := uri.param("did")) is not None:
        yield Says(f"did={did}: the dialog as the OpenSIPS module dialog knows it")
    for name in ("gr", "ob", "transport", "user", "maddr", "fs_path", "fs_nat"):
        yield from _parameter(uri, name)


def _parameter(uri: Uri, name: str) -> Said:
    if not any(known.lower() == name for known, _ in uri.params):
        return
    value = uri.param(name)
    shown = name if value is None else f"{name}={unescape(value)}"
    match name:
        case "gr":
            kind = "temporary" if value is None else "public"
            yield Says(f"{shown}: a {kind} GRUU, an address of this one device that works from anywhere (RFC 5627)")
        case "ob":
            yield Says("ob: requests to here are to go over the same flow, RFC 5626 section 4.3")
        case "transport":
            yield Says(f"{shown}: to be reached over {(value or '').upper()}")
        case "maddr":
            yield Says(f"{shown}: the address to send to, in place of the host; deprecated")
        case "fs_path":
            yield Says(f"{shown}: a note of FreeSWITCH to itself: the hop by which the device is reached")
        case "fs_nat":
            yield Says(f"{shown}: a note of FreeSWITCH to itself: the device is behind a NAT")
        case _:
            yield Says(f"{shown}: the user part is a telephone number" if value == "phone" else shown)
