"""The q of a contact (qvalue.c): whole thousandths, and None for a contact without one, which stands behind all others."""

import re
from typing import Final

#  qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ); a zero before the point may be missing
_Q: Final = re.compile(r"[ \t]*(?:(?:0?\.([0-9]{0,3})|0)|(1)(?:\.0{0,3})?)[ \t]*")


def parse_q(text: str) -> int | None:
    """None when it is no q."""
    found = _Q.fullmatch(text)
    if found is None:
        return None
    return 1000 if found[2] else int((found[1] or "").ljust(3, "0"))


def write_q(q: int | None) -> str:
    if q is None:
        return ""
    if q >= 1000:
        return "1"
    return f"0.{q:03d}".rstrip("0").rstrip(".")


def rank(q: int | None) -> int:
    """For comparing."""
    return -1 if q is None else q
