"""The q of a contact (qvalue.c): whole thousandths."""

import re
from typing import Final

NO_Q: Final = -1
"""Of a contact that said none; it stands behind all others."""

#  qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ); the server takes a point without a zero before it
_Q: Final = re.compile(r"[ \t]*(?:(?:0?\.([0-9]{0,3})|0)|(1)(?:\.0{0,3})?)[ \t]*")


def parse_q(text: str) -> int | None:
    """None when it is no q."""
    found = _Q.fullmatch(text)
    if found is None:
        return None
    return 1000 if found[2] else int((found[1] or "").ljust(3, "0"))


def write_q(q: int) -> str:
    if q == NO_Q:
        return ""
    return "1" if q >= 1000 else f"0.{q:03d}".rstrip("0").rstrip(".")
