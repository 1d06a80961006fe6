"""What leads a message to its transaction, to its dialog, and on: read in one go, without making values of its headers.

The patterns know how nearly all messages write these headers. Where one does not match, the typed views are asked.
What stands between angle brackets is not looked at.
"""

import re
from typing import Final, NamedTuple

from voiplab.sip.host import COMMON_PORT, NAME
from voiplab.sip.params import PLAIN
from voiplab.sip.reader import PLAIN_QUOTED, TOKEN, WORD
from voiplab.sip.views import Headers

#  One space after the colon, and none at the end of the line.
HOP: Final = re.compile(
    rf" SIP/2\.0/{TOKEN.pattern} ({NAME.pattern})(?::({COMMON_PORT}))?"
    rf"(?:;rport(?:=[0-9]+)?|;received=[0-9.]+|;alias)*;branch=({TOKEN.pattern}){PLAIN}"
)
#  From and To without a parameter before the tag.
END: Final = re.compile(rf' (?:{PLAIN_QUOTED} ?|{TOKEN.pattern} ?)?<[^\x00-\x20\x7f<>"]+>(?:;tag=({TOKEN.pattern}))?')
ORDER: Final = re.compile(rf" ([0-9]{{1,9}}) ({TOKEN.pattern})")
CALL_ID: Final = re.compile(rf" ({WORD.pattern}(?:@{WORD.pattern})?)")
HOPS: Final = re.compile(" ([0-9]{1,2})")


class Facts(NamedTuple):
    host: str
    """Of the topmost Via, like port and branch."""
    port: int | None
    branch: str | None
    from_tag: str | None
    to_tag: str | None
    call_id: str
    number: int
    """Of the CSeq, like the method."""
    method: str
    hops: int | None
    """Max-Forwards."""


def scan(message: Headers) -> Facts | None:
    """The facts, if all the headers that they stand in are there, once, and written as usual."""
    if message.shape.routing is None:
        return None
    texts = message.texts
    via, from_, to, cseq, call_id, max_forwards = message.shape.routing
    hop = HOP.fullmatch(texts[via])
    sender = END.fullmatch(texts[from_])
    target = END.fullmatch(texts[to])
    order = ORDER.fullmatch(texts[cseq])
    call = CALL_ID.fullmatch(texts[call_id])
    hops = None if max_forwards is None else HOPS.fullmatch(texts[max_forwards])
    if not (hop and sender and target and order and call and (hops or max_forwards is None)):
        return None
    host, port, branch = hop.groups()
    number, method = order.groups()
    entrance = None if port is None else int(port)
    left = int(hops[1]) if hops else None
    return Facts(host, entrance, branch, sender[1], target[1], call[1], int(number), method, left)
