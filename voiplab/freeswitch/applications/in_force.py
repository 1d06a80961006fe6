"""The applications that are executed here, by the names that the dialplan uses; all others are in `table`."""

from collections.abc import Callable, Mapping
from typing import Final

from voiplab.freeswitch.applications.answering import answer, hangup, pre_answer, redirect, respond, ring_ready
from voiplab.freeswitch.applications.calling import bridge, execute_extension, transfer
from voiplab.freeswitch.applications.digits import flush_dtmf, play_and_get_digits, read
from voiplab.freeswitch.applications.meta import bind_meta_app
from voiplab.freeswitch.applications.parking import valet_park
from voiplab.freeswitch.applications.sounds import echo, park, playback, sleep
from voiplab.freeswitch.applications.steps import Steps
from voiplab.freeswitch.applications.telling import info, log
from voiplab.freeswitch.applications.variables import export, multiset, set_, unset

IN_FORCE: Final[Mapping[str, Callable[[str], Steps]]] = {
    "answer": answer,
    "bind_meta_app": bind_meta_app,
    "bridge": bridge,
    "echo": echo,
    "execute_extension": execute_extension,
    "export": export,
    "flush_dtmf": flush_dtmf,
    "hangup": hangup,
    "info": info,
    "log": log,
    "multiset": multiset,
    "park": park,
    "play_and_get_digits": play_and_get_digits,
    "playback": playback,
    "pre_answer": pre_answer,
    "read": read,
    "redirect": redirect,
    "respond": respond,
    "ring_ready": ring_ready,
    "set": set_,
    "sleep": sleep,
    "transfer": transfer,
    "unset": unset,
    "valet_park": valet_park,
}
