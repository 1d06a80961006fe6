"""Before a recording begins: the phones that are called in it register, as they had done there. None of this is counted."""

from collections.abc import Callable
from typing import Final

from tests.golden.credentials import answered, parameters
from tests.golden.trace import Binding
from tests.golden.wire_text import read
from voiplab.net.address import Address

_LASTS: Final = 3600


class NotBound(Exception):
    """The server did not take a registration that the recording starts from; what it said instead."""


class Registering:
    """One phone's REGISTER, its answer to the challenge, its 200."""

    def __init__(self, binding: Binding, send: Callable[[bytes, Address, Address], None]) -> None:
        self.binding = binding
        self.is_bound = False
        self._send = send
        self._attempts = 0

    def begin(self) -> None:
        self._register("")

    @property
    def call(self) -> str:
        return f"before-{self.binding.user}@{self.binding.phone.ip}"

    def heard(self, payload: bytes) -> None:
        text = read(payload)
        if text.status == 401 and self._attempts == 1:
            self._register(self._answer(parameters(text.first("WWW-Authenticate"))))
        elif text.status == 200:
            self.is_bound = True
        elif text.status >= 300:
            raise NotBound(f"{self.binding.user}@{self.binding.domain}: {text.start}")

    def _register(self, authorization: str) -> None:
        self._attempts += 1
        bound = self.binding
        whose = f"<sip:{bound.user}@{bound.domain}>"
        lines = (
            f"REGISTER sip:{bound.domain} SIP/2.0",
            f"Via: SIP/2.0/UDP {bound.phone};branch=z9hG4bK-before-{bound.user}-{self._attempts}",
            "Max-Forwards: 70",
            f"From: {whose};tag=before{bound.user}",
            f"To: {whose}",
            f"Call-ID: {self.call}",
            f"CSeq: {self._attempts} REGISTER",
            f"Contact: {bound.contact}",
            f"Expires: {_LASTS}",
            *([f"Authorization: {authorization}"] if authorization else []),
            "Content-Length: 0",
        )
        self._send(("\r\n".join(lines) + "\r\n\r\n").encode(), bound.phone, bound.registrar)

    def _answer(self, challenge: dict[str, str]) -> str:
        bound = self.binding
        value = (
            f'Digest username="{bound.user}", realm="{challenge["realm"]}", nonce="{challenge["nonce"]}", '
            f'uri="sip:{bound.domain}", response="", algorithm=MD5, cnonce="0a4f113b", qop=auth, nc=00000001'
        )
        return answered(value, "REGISTER", bound.password)
