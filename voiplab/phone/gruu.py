"""The globally routable addresses of one telephone (RFC 5627), as its registrar hands them out."""

from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.reader import unquote


class Gruu:
    """Empty until a 200 to REGISTER has some, and again when the phone is not registered any more."""

    def __init__(self) -> None:
        self.public = ""
        self.temporary = ""

    def take(self, contact: NameAddr | None) -> None:
        """What the Contact of this phone in the 200 says; None: it is not there, or the phone has left."""
        self.public = "" if contact is None else unquote(contact.param("pub-gruu") or "")
        self.temporary = "" if contact is None else unquote(contact.param("temp-gruu") or "")
