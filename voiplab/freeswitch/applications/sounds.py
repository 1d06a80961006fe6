"""playback, sleep, echo, park: mod_dptools, what is heard while nobody is called."""

from voiplab.freeswitch.applications.steps import Echo, Park, Play, Sleep, Steps
from voiplab.freeswitch.settings import number


def playback(data: str) -> Steps:
    """playback <file>: when there is no such file the dialplan goes on all the same."""
    yield Play(data)


def sleep(data: str) -> Steps:
    """sleep <milliseconds>"""
    yield Sleep(max(number(data), 0))


def echo(_data: str) -> Steps:
    yield Echo()


def park(_data: str) -> Steps:
    yield Park()
