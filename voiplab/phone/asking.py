"""How a call asks to be answered by itself: all the ways that servers use, read from the INVITE.

`Call-Info: <uri>;answer-after=0` is what most send; RFC 7462 leaves the texts of Alert-Info to vendors; Answer-Mode is that of
RFC 5373. None of them obliges a telephone to anything: what a model makes of each stands in its profile.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from voiplab.sip.message import Request


class Ask(Enum):
    """The values are the names of the fields in a profile's section `asked_by`."""

    X_AUTOANSWER = "x_autoanswer"
    CALL_INFO_TEXT = "call_info_text"
    CALL_INFO = "call_info"
    CALL_INFO_OTHER = "call_info_other"
    ALERT_AUTOANSWER = "alert_autoanswer"
    ALERT_AUTO_ANSWER = "alert_auto_answer"
    ALERT_RING_ANSWER = "alert_ring_answer"
    ALERT_ANSWER_AFTER = "alert_answer_after"
    ALERT_INTERCOM = "alert_intercom"
    ALERT_OTHER = "alert_other"
    URI_INTERCOM = "uri_intercom"
    ANSWER_MODE = "answer_mode"
    PRIV_ANSWER_MODE = "priv_answer_mode"
    P_AUTO_ANSWER = "p_auto_answer"
    NOTIFY_TALK = "notify_talk"

    __hash__ = object.__hash__


class Asked(NamedTuple):
    """`text` is what stands in the header, `after` the seconds that it names; who `insists` must not be rung instead."""

    how: Ask
    text: str
    after: int | None = None
    insists: bool = False


MOST_SECONDS: Final = 3_600
_AFTER = re.compile(r"\banswer-after\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_DELAY = re.compile(r";\s*delay\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_ALERTS: Final = (
    (Ask.ALERT_AUTOANSWER, re.compile(r"\binfo\s*=\s*\"?alert-autoanswer", re.IGNORECASE)),
    (Ask.ALERT_ANSWER_AFTER, _AFTER),
    (Ask.ALERT_RING_ANSWER, re.compile(r"\bring[ -]answer", re.IGNORECASE)),
    (Ask.ALERT_AUTO_ANSWER, re.compile(r"\bauto ?answer", re.IGNORECASE)),
    (Ask.ALERT_INTERCOM, re.compile(r"\bintercom\b", re.IGNORECASE)),
)
"""Tried in this order: `info=alert-autoanswer` has the words of others in it."""


def asked(invite: Request) -> tuple[Asked, ...]:
    """Everything in the INVITE that asks for it, in the order in which MicroSIP and baresip look."""
    return (*_by_extension(invite), *_by_call_info(invite), *_by_alert_info(invite), *_by_rest(invite))


def _by_extension(invite: Request) -> Iterator[Asked]:
    for text in invite.values("X-AUTOANSWER"):
        if text.strip().lower() in ("true", "1"):
            yield Asked(Ask.X_AUTOANSWER, text)


def _by_call_info(invite: Request) -> Iterator[Asked]:
    for text in invite.values("Call-Info"):
        words, after = "auto answer" in text.lower(), _AFTER.search(text)
        if words:
            yield Asked(Ask.CALL_INFO_TEXT, text)
        if after is not None:
            yield Asked(Ask.CALL_INFO, text, _seconds(after))
        if not words and after is None:
            yield Asked(Ask.CALL_INFO_OTHER, text)


def _by_alert_info(invite: Request) -> Iterator[Asked]:
    for text in invite.values("Alert-Info"):
        how = next((ask for ask, pattern in _ALERTS if pattern.search(text)), Ask.ALERT_OTHER)
        after = _AFTER.search(text) or _DELAY.search(text)
        yield Asked(how, text, None if after is None else _seconds(after))


def _by_rest(invite: Request) -> Iterator[Asked]:
    if (invite.target.param("intercom") or "").lower() == "true":
        yield Asked(Ask.URI_INTERCOM, "intercom=true")
    for header, ask in (("Answer-Mode", Ask.ANSWER_MODE), ("Priv-Answer-Mode", Ask.PRIV_ANSWER_MODE)):
        for text in invite.values(header):
            mode, *params = [part.strip().lower() for part in text.split(";")]
            if mode == "auto":
                yield Asked(ask, text, insists="require" in params)
    for text in invite.values("P-Auto-Answer"):
        if text.strip():
            yield Asked(Ask.P_AUTO_ANSWER, text)


def _seconds(found: re.Match[str]) -> int:
    return min(int(found[1]), MOST_SECONDS)
