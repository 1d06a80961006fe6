"""A registrar with digest, and an answering machine: as much of a server as a telephone alone can be tested against."""

from collections.abc import Callable
from dataclasses import replace

from tests.phone.lan import Lan
from voiplab.net.address import Address
from voiplab.net.host import Host
from voiplab.phone.profile_reader import load_profile
from voiplab.phone.provisioning.settings import Settings
from voiplab.phone.setup import Setup
from voiplab.sim.calendar import Calendar
from voiplab.sip.digest import verify
from voiplab.sip.message import Request
from voiplab.sip.uri import Uri
from voiplab.ua.element import Element
from voiplab.ua.server_transaction import ServerTransaction


class Registrar:
    """At 10.0.0.20. `expires` is what it grants, `least` what it insists on; `refusals` are statuses that it gives first."""

    def __init__(self, lan: Lan, password: str = "1234", expires: int | None = None, least: int = 0) -> None:
        host = Host(lan.network, "server", Calendar())
        setup = Setup.of(load_profile("plain-rfc"), Settings(port=5060), host)
        self.element = Element(host, Address("10.0.0.20", 5060), replace(setup.manner, layout=setup.layout), self)
        self.password = password
        self.expires = expires
        self.least = least
        self.spells: Callable[[Uri], str] = str
        """How it writes an address that it was given."""
        self.params = ""
        """What it says of a Contact besides."""
        self.refusals: list[int] = []
        self.nonces = 0
        self.bindings: list[str] = []
        self.asked: list[int] = []

    def arrived(self, request: Request, transaction: ServerTransaction) -> None:
        if self.refusals:
            transaction.respond(transaction.reply(self.refusals.pop(0), to_tag="r"))
        elif not request.authorization or not verify(request.authorization[0], request.method, self.password):
            self.nonces += 1
            draft = transaction.reply(401, to_tag="r")
            draft.add("WWW-Authenticate", f'Digest realm="lab", nonce="n{self.nonces}", algorithm=MD5, qop="auth"')
            transaction.respond(draft)
        else:
            self._register(request, transaction)

    def _register(self, request: Request, transaction: ServerTransaction) -> None:
        assert request.contact is not None
        said = request.contact.param("expires")
        asked = int(said) if said is not None else request.expires or 0
        self.asked.append(asked)
        if 0 < asked < self.least:
            draft = transaction.reply(423, to_tag="r")
            draft.add("Min-Expires", str(self.least))
            transaction.respond(draft)
            return
        granted = asked if self.expires is None or not asked else self.expires
        self.bindings = [str(request.contact.uri)] if granted else []
        draft = transaction.reply(200, to_tag="r")
        if granted:
            draft.add("Contact", f"<{self.spells(request.contact.uri)}>;expires={granted}{self.params}")
        transaction.respond(draft)
