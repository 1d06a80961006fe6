"""CSeq (RFC 3261 section 20.16) and RAck (RFC 3262 section 7.2): which request of a dialog, which response of a request."""

import re
from typing import Final

from voiplab.sip.reader import TOKEN, U31, U32, Reader
from voiplab.sip.value import value

COMMON: Final = re.compile(rf"([0-9]{{1,9}}) ({TOKEN.pattern})")
"""Nine digits are below every limit; whatever does not match is left to the grammar."""


@value(frozen=True, slots=True)
class CSeq:
    number: int
    method: str

    @classmethod
    def parse(cls, text: str) -> "CSeq":
        found = COMMON.fullmatch(text)
        return cls.read_only(text) if found is None else cls(int(found[1]), found[2])

    @classmethod
    def read_only(cls, text: str) -> "CSeq":
        #  CSeq = 1*DIGIT LWS Method; below 2**31: RFC 3261 section 8.1.1.5
        reader = Reader(text)
        number = reader.number("a sequence number", U31)
        method = _read_method(reader)
        return cls(number, method)

    def __str__(self) -> str:
        return f"{self.number} {self.method}"


@value(frozen=True, slots=True)
class RAck:
    rseq: int
    cseq: int
    method: str

    @classmethod
    def parse(cls, text: str) -> "RAck":
        #  RAck = response-num LWS CSeq-num LWS Method
        reader = Reader(text)
        rseq = reader.number("a response number", U32)
        if not reader.lws():
            reader.fail("a space")
        cseq = reader.number("a sequence number", U31)
        method = _read_method(reader)
        return cls(rseq, cseq, method)

    def __str__(self) -> str:
        return f"{self.rseq} {self.cseq} {self.method}"


def _read_method(reader: Reader) -> str:
    if not reader.lws():
        reader.fail("a space")
    method = reader.token("a method")
    reader.end()
    return method
