"""nathelper: the signs of a NAT and corrections, as a script asks for them, and the pings of a running server."""

from typing import TYPE_CHECKING, Final

from voiplab.net.address import Address
from voiplab.opensips.configuration import PORT
from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.functions.usrloc import Tables
from voiplab.opensips.nathelper.pinging import Ping, Pings, Settings
from voiplab.opensips.nathelper.session import fix_session
from voiplab.opensips.nathelper.signs import shows_nat
from voiplab.opensips.nathelper.source import add_received, fix_contacts, source_uri
from voiplab.opensips.received import Received
from voiplab.opensips.script.assigning import assign
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.sockets import Parcel, Way
from voiplab.opensips.variables import parse_variable
from voiplab.sim.kernel import Pace
from voiplab.sim.moment import seconds
from voiplab.sip.host import is_ipv4, is_ipv6
from voiplab.sip.uri import Uri

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class Pinger:
    """Wakes up every `natping_interval` seconds."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self.is_on = True
        """Somebody may have switched it off meanwhile."""
        self.pings = Pings(Settings.of(server.configuration), server.host.chance("nat pings"))

    def sleep(self) -> None:
        interval = self.pings.settings.interval
        if interval > 0:
            self._server.host.after(seconds(interval), self._wake, Pace.BACKGROUND)

    def _wake(self) -> None:
        if self.is_on:
            self._ping()
        self.sleep()

    def _ping(self) -> None:
        tables, host = self._server.part(Tables), self._server.host
        age = (host.now - self._server.started) // seconds(1)
        for table in tables.tables.values():
            for ping in self.pings.pings(table.contacts(), tables.now, age):
                self._send(ping)

    def _send(self, ping: Ping) -> None:
        uri = Uri.parse(ping.to)
        if is_ipv4(uri.host) or is_ipv6(uri.host):
            way = Way(ping.socket, Address(uri.host, uri.port or PORT))
            self._server.sockets.send(way, Parcel(ping.payload, {}, False))


def _start(server: "Server") -> None:
    server.part(Pinger).sleep()


def _absorbs(server: "Server", reply: Received) -> bool:
    return server.part(Pinger).pings.is_answer(reply.message)


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
    },
    start=_start,
    absorbs=_absorbs,
)
