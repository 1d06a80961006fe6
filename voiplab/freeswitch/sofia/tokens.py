"""The tokens that sofia-sip makes up."""

from dataclasses import replace
from typing import Final

from voiplab.net.address import Address
from voiplab.net.packet import Transport
from voiplab.sim.calendar import Calendar
from voiplab.sim.chance import Chance
from voiplab.sim.moment import Moment
from voiplab.sip.headers.via import Via

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRSTUVXYZabcdefghijklmnopqrstuvwxyz"
NTP_EPOCH: Final = 2_208_988_800
"""Seconds from 1900, where NTP counts from, to 1970."""
MAC: Final = "f6745102e187"
DEFAULT_PORT: Final = 5060


def tag(chance: Chance) -> str:
    return chance.text(ALPHABET, 13)


def branch(chance: Chance) -> str:
    return "z9hG4bK" + chance.text(ALPHABET, 13)


def via(transport: Transport, at: Address, branch: str) -> str:
    """The port is left out when it is the default one; rport stands before the branch."""
    sent_by = at.ip if at.port == DEFAULT_PORT else str(at)
    return f"SIP/2.0/{transport.value} {sent_by};rport;branch={branch}"


def answered_via(via: Via, source: Address) -> Via:
    """In responses by TCP there is an rport always, asked for or not (nta.c, agent_check_request_via)."""
    is_told = via.transport.upper() != Transport.TCP.value or "rport" in dict(via.params)
    return via if is_told else replace(via, params=(*via.params, ("rport", str(source.port))))


def call_id(chance: Chance) -> str:
    """In the form of a UUID of version 1, without a host; the last group comes from the network card."""
    digits = chance.hex(16)
    return f"{digits[:8]}-{digits[8:12]}-1240-{digits[12:16]}-{MAC}"


def first_cseq(calendar: Calendar, now: Moment) -> int:
    """Every dialog's own numbers start with half the NTP time, cut to 27 bits: it goes up by one every two seconds."""
    return (calendar.unix(now) + NTP_EPOCH) >> 1 & 0x7FF_FFFF


def session_id(calendar: Calendar, now: Moment, port: int) -> int:
    """Of an SDP origin: the time, less the media port."""
    return calendar.unix(now) - port


def first_rseq(chance: Chance) -> int:
    """31 random bits; never 0 (RFC 3262 section 3)."""
    return 1 + chance.below(0x7FFF_FFFE)
