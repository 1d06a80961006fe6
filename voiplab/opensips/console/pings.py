"""Commands of nathelper: its pings, switched off and on. Module documentation of OpenSIPS 3.2, "nathelper"."""

from typing import TYPE_CHECKING

from voiplab.opensips.console.command import OK, Json, MiError, Parameters
from voiplab.opensips.functions.nathelper import Pinger

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


def nh_enable_ping(server: "Server", parameters: Parameters) -> Json:
    pinger = server.part(Pinger)
    if not pinger.pings.settings.interval:
        raise MiError(500, "not simulated in voiplab: nh_enable_ping without natping_interval")
    if not parameters.has("status"):
        return {"Status": int(pinger.is_on)}
    pinger.is_on = parameters.number("status") > 0
    return OK
