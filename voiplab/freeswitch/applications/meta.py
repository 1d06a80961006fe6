"""bind_meta_app: mod_dptools, what `*` and a key do while two are connected."""

from typing import Final

from voiplab.freeswitch.applications.steps import BindKey, Steps, WriteLog
from voiplab.freeswitch.separate import separate

USAGE: Final = WriteLog("err", "Usage: <key> [a|b|ab] [a|b|o|s|i|1] <app>")
ARGUMENTS: Final = "::"


def bind_meta_app(data: str) -> Steps:
    """bind_meta_app <key> a|b|ab <flags> <application>[::<arguments>]

    The flags say where the application runs (a, b, s: where it was pressed, o: on the other side), and 1: only once.
    """
    words = separate(data, " ", 4)
    if len(words) < 4:
        yield USAGE
        return
    key, sides, flags, text = words
    application, found, arguments = text.partition(ARGUMENTS)
    if not found:
        application, arguments = "playback", text
    yield BindKey(key[:1], sides, flags, text, application, arguments)
