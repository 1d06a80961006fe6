"""answer, pre_answer, ring_ready, hangup, respond, redirect: mod_dptools, what a caller is told before it talks."""

from voiplab.freeswitch.applications.steps import Answer, HangUp, PreAnswer, Redirect, Respond, RingReady, Steps
from voiplab.freeswitch.causes import Cause, named
from voiplab.freeswitch.settings import number


def answer(_data: str) -> Steps:
    yield Answer()


def pre_answer(_data: str) -> Steps:
    yield PreAnswer()


def ring_ready(_data: str) -> Steps:
    yield RingReady()


def hangup(data: str) -> Steps:
    """hangup [<cause>]: a name that is none means NORMAL_CLEARING."""
    yield HangUp(named(data) if data else Cause.NORMAL_CLEARING)


def respond(data: str) -> Steps:
    """respond <code> [<phrase>]"""
    code, _, phrase = data.partition(" ")
    status = number(code)
    yield Respond(status if 100 < status < 700 else 488, phrase or None)


def redirect(data: str) -> Steps:
    """redirect <uri>: 302 before the answer."""
    yield Redirect(data)
