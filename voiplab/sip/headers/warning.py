"""Warning: RFC 3261 section 20.43."""

import re
from typing import Final

from voiplab.sip.lists import read_list
from voiplab.sip.reader import Reader, quote, unquote
from voiplab.sip.value import value

CODE: Final = re.compile(r"[0-9]{3}(?![0-9])")
#  warn-agent = hostport / pseudonym
AGENT: Final = re.compile(r"[A-Za-z0-9\-.!%*_+`'~:\[\]]+")


@value(frozen=True, slots=True)
class WarningValue:
    code: int
    agent: str
    text: str

    @classmethod
    def parse_list(cls, text: str) -> "tuple[WarningValue, ...]":
        #  Warning = warning-value *( COMMA warning-value )
        return read_list(text, cls.read)

    @classmethod
    def read(cls, reader: Reader) -> "WarningValue":
        #  warning-value = warn-code SP warn-agent SP warn-text
        code = int(reader.take(CODE, "a code of three digits"))
        if not reader.lws():
            reader.fail("a space")
        agent = reader.take(AGENT, "a host or pseudonym")
        if not reader.lws():
            reader.fail("a space")
        return cls(code, agent, unquote(reader.quoted()))

    def __str__(self) -> str:
        return f"{self.code} {self.agent} {quote(self.text)}"
