"""b2b_entities: requests within a dialog of a back-to-back user agent do not reach the script's main route."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.b2b.calls import Calls
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.received import Received

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


def _takes(server: "Server", request: Received) -> bool:
    return server.configuration.is_loaded("b2b_logic") and server.part(Calls).take(request)


BEHAVIOUR: Final = Behaviour(takes=_takes)
