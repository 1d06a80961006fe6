"""The media ports of the server: even ones at random, between rtp-start-port and rtp-end-port."""

from collections.abc import Callable

from voiplab.freeswitch.sofia.ground import Ground
from voiplab.net.address import Address
from voiplab.rtp.flow import Flow
from voiplab.ua.media import Audio, free_port


def open_audio(ground: Ground, ip: str, hears: Callable[[Flow, Address], None]) -> Audio:
    host, switch = ground.host, ground.configuration.switch_setting
    first, last = switch("rtp-start-port").number, switch("rtp-end-port").number
    first += first % 2
    choice = host.chance("rtp port").below((last - first) // 2 + 1)
    return Audio(host, Address(ip, free_port(host, ip, first, last - last % 2, choice)), hears)
