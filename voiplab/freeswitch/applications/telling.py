"""log, info: mod_dptools, what is written into the log."""

from voiplab.freeswitch.applications.steps import ShowInfo, Steps, WriteLog

LEVELS = ("console", "alert", "crit", "err", "warning", "notice", "info", "debug")


def log(data: str) -> Steps:
    """log [<level>] <text>: a first word that is no level belongs to the text."""
    word, _, text = data.partition(" ")
    if word.lower() in LEVELS and text:
        yield WriteLog(word.lower(), text)
    else:
        yield WriteLog("debug", data)


def info(_data: str) -> Steps:
    yield ShowInfo()
