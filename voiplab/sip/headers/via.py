"""Via: RFC 3261 section 20.42, with rport from RFC 3581."""

import re
from dataclasses import replace
from typing import Final

from voiplab.sip.host import COMMON_PORT, HIGHEST_PORT, NAME, read_host, read_port, write_host
from voiplab.sip.lists import END_OF_VALUE, read_list
from voiplab.sip.params import PLAIN, Params, has, read_params, split_plain, value_of, with_param, write_params
from voiplab.sip.reader import DIGITS, TOKEN, Reader
from voiplab.sip.value import value

FORM: Final = rf"(SIP/2\.0)/({TOKEN.pattern}) ({NAME.pattern})(?::({COMMON_PORT}))?({PLAIN})"
"""What nearly all look like, without optional white space; whatever does not is left to the grammar."""
WHOLE: Final = re.compile(FORM)
NEXT: Final = re.compile(FORM + END_OF_VALUE)


@value(frozen=True, slots=True)
class Via:
    transport: str
    host: str
    port: int | None = None
    params: Params = ()
    protocol: str = "SIP/2.0"

    @classmethod
    def parse(cls, text: str) -> "Via":
        """The only element of a Via field."""
        found = WHOLE.fullmatch(text)
        return cls.read_only(text) if found is None else cls._of(found)

    @classmethod
    def parse_list(cls, text: str) -> "tuple[Via, ...]":
        return (cls.parse(text),) if "," not in text else read_list(text, cls._next)

    @classmethod
    def _next(cls, reader: Reader) -> "Via":
        found = reader.found(NEXT)
        return cls.read(reader) if found is None else cls._of(found)

    @classmethod
    def _of(cls, found: re.Match[str]) -> "Via":
        protocol, transport, host, port, params = found.groups()
        return cls(transport, host, None if port is None else int(port), split_plain(params), protocol)

    @classmethod
    def read_only(cls, text: str) -> "Via":
        reader = Reader(text)
        via = cls.read(reader)
        reader.end("a parameter, or nothing more")
        return via

    @classmethod
    def read(cls, reader: Reader) -> "Via":
        #  via-parm       =  sent-protocol LWS sent-by *( SEMI via-params )
        #  sent-protocol  =  protocol-name SLASH protocol-version SLASH transport
        #  sent-by        =  host [ COLON port ]
        name = reader.token("a protocol")
        if not reader.separator("/"):
            reader.fail("a slash")
        version = reader.token("a version")
        if not reader.separator("/"):
            reader.fail("a slash")
        transport = reader.token("a transport")
        if not reader.lws():
            reader.fail("a space")
        host = read_host(reader)
        port = read_port(reader) if reader.separator(":") else None
        return cls(transport, host, port, read_params(reader), f"{name}/{version}")

    def __str__(self) -> str:
        return f"{self.protocol}/{self.transport} {write_host(self.host, self.port)}{write_params(self.params)}"

    @property
    def branch(self) -> str | None:
        return value_of(self.params, "branch")

    @property
    def received(self) -> str | None:
        """Where the request really came from, without brackets (RFC 5118 section 4.5: some write them)."""
        value = value_of(self.params, "received")
        return value and value.strip("[]")

    @property
    def wants_rport(self) -> bool:
        return has(self.params, "rport")

    @property
    def rport(self) -> int | None:
        """The port that the request really came from; a value that is no port counts as none."""
        value = value_of(self.params, "rport") or ""
        port = int(value) if DIGITS.fullmatch(value) and len(value) <= 5 else HIGHEST_PORT + 1
        return port if port <= HIGHEST_PORT else None

    def with_param(self, name: str, value: str | None) -> "Via":
        return replace(self, params=with_param(self.params, name, value))
