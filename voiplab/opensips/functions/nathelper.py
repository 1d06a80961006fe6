"""nathelper: the signs of a NAT, corrections and pings, as a script asks for them."""

from typing import TYPE_CHECKING, Final

from voiplab.net.address import Address
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.usrloc import Tables
from voiplab.opensips.nathelper.pinging import Pings, Settings
from voiplab.opensips.nathelper.session import fix_session
from voiplab.opensips.nathelper.signs import shows_nat
from voiplab.opensips.nathelper.source import add_received, fix_contacts, source_uri
from voiplab.opensips.script.assigning import assign
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.variables import parse_variable
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


def nat_uac_test(context: Context, arguments: Arguments) -> int:
    return 1 if shows_nat(context.received, arguments.number(0)) else -1


def fix_nated_contact(context: Context, arguments: Arguments) -> int:
    return 1 if fix_contacts(context.received, arguments.text(0)) else -1


def fix_nated_register(context: Context, _arguments: Arguments) -> int:
    configuration = context.server.configuration
    name = str(configuration.parameter("nathelper", "received_avp"))
    if not name:
        return -1
    uri = source_uri(context.received)
    return 1 if assign(context, parse_variable(name, configuration.module_names), uri) else -1


def fix_nated_sdp(context: Context, arguments: Arguments) -> int:
    mark = str(context.server.configuration.parameter("nathelper", "nortpproxy_str"))
    fixed = fix_session(context.received, arguments.number(0), mark, arguments.text(1), arguments.text(2))
    return 1 if fixed else -1


def add_rcv_param(context: Context, arguments: Arguments) -> int:
    return 1 if add_received(context.received, into_uri=bool(arguments.number(0))) else -1


BEHAVIOUR: Final = Behaviour(
    functions={
        "nat_uac_test": nat_uac_test,
        "fix_nated_contact": fix_nated_contact,
        "fix_nated_register": fix_nated_register,
        "fix_nated_sdp": fix_nated_sdp,
        "add_rcv_param": add_rcv_param,
    }
)
