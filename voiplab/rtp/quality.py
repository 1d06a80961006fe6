"""How good a call sounds: the E-model of ITU-T G.107 (06/2015), with all its default values, and G.113 Appendix I for codecs.

Every parameter of the model can be set; what a lab changes is delay, loss and codec. Results are rounded, because they are
recorded and compared. Not here: the wideband model (G.107.1).
"""

import math
from dataclasses import dataclass
from enum import Enum
from math import exp, log10, sqrt
from typing import NamedTuple


class Impairment(NamedTuple):
    """What a codec costs: `ie` without loss, and `bpl`, its robustness against loss (G.113 Appendix I)."""

    ie: float
    bpl: float


class CodecQuality(Enum):
    G711 = Impairment(0, 4.3)
    G711_CONCEALED = Impairment(0, 25.1)  # with the loss concealment of G.711 Appendix I
    G729A_VAD = Impairment(11, 19.0)
    G7231_VAD = Impairment(15, 16.1)  # 6.3 kbit/s
    GSM_EFR = Impairment(5, 10.0)


@dataclass(frozen=True, slots=True)
class Connection:
    """The parameters of G.107 Table 2 under their own names, in dB, dBm and ms; the defaults are the table's."""

    codec: Impairment = CodecQuality.G711.value
    ppl: float = 0  # packets lost at random, in per cent
    burst: float = 1  # BurstR: 1 when losses are random
    t: float = 0  # mean one-way delay of the echo path
    ta: float = 0  # absolute one-way delay
    tr: float = 0  # round-trip delay in the 4-wire loop
    slr: float = 8
    rlr: float = 2
    stmr: float = 15
    lstr: float = 18
    ds: float = 3
    telr: float = 65
    wepl: float = 110
    qdu: float = 1
    nc: float = -70
    nfor: float = -64
    ps: float = 35
    pr: float = 35
    advantage: float = 0

    @classmethod
    def over(cls, delay: float, loss: float, codec: CodecQuality) -> "Connection":
        """A call over a network with that one-way delay in ms and that loss in per cent."""
        return cls(codec=codec.value, ppl=loss, t=delay, ta=delay, tr=2 * delay)


DIGITS = 4


def rating(connection: Connection) -> float:
    """R = Ro - Is - Id - Ie,eff + A (section 7.1); 93.2 when everything is at its default."""
    noise = _noise(connection)
    ro = 15 - 1.5 * (connection.slr + noise)
    together = _simultaneous(connection, ro, noise)
    late = _delay(connection, ro, noise)
    return round(ro - together - late - effective_impairment(connection) + connection.advantage, DIGITS)


def mos(r: float) -> float:
    """The mean opinion score that goes with a rating (Annex B)."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return round(1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6, DIGITS)


def effective_impairment(c: Connection) -> float:
    """Ie,eff (section 7.5): what the codec costs at this loss."""
    ie, bpl = c.codec
    return ie + (95 - ie) * c.ppl / (c.ppl / c.burst + bpl)


def _noise(c: Connection) -> float:
    """No (section 7.2): circuit noise and the noise of both rooms, at the 0 dBr point."""
    olr = c.slr + c.rlr
    at_sender = c.ps - c.slr - c.ds - 100 + 0.004 * (c.ps - olr - c.ds - 14) ** 2
    effective = c.pr + 10 * log10(1 + _power(10 - c.lstr))
    at_receiver = c.rlr - 121 + effective + 0.008 * (effective - 35) ** 2
    floor = c.nfor + c.rlr
    return 10 * log10(sum(map(_power, (c.nc, at_sender, at_receiver, floor))))


def _simultaneous(c: Connection, ro: float, noise: float) -> float:
    """Is (section 7.3): too loud a connection, sidetone, and quantising noise."""
    x = c.slr + c.rlr + 0.2 * (64 + noise - c.rlr)
    loudness = 20 * (_softened(x / 8, 8) - x / 8)
    q = 37 - 15 * log10(c.qdu)
    g = 1.07 + 0.258 * q + 0.0602 * q * q
    y = (ro - 100) / 15 + 46 / 8.4 - g / 9
    z = 46 / 30 - g / 40
    return loudness + _sidetone(c) + 15 * log10(1 + math.pow(10, y) + math.pow(10, z))


def _sidetone(c: Connection) -> float:
    """Ist (section 7.3.2)."""
    heard = -10 * log10(_power(-c.stmr) + exp(-c.t / 4) * _power(-c.telr))
    return (
        12 * _softened((heard - 13) / 6, 8)
        - 28 * _softened((heard + 1) / 19.4, 35)
        - 13 * _softened((heard - 3) / 33, 13)
        + 29
    )


def _delay(c: Connection, ro: float, noise: float) -> float:
    """Id (section 7.4): talker echo, listener echo, and delay alone."""
    return _talker_echo(c, noise) + _listener_echo(c, ro) + _too_late(c)


def _talker_echo(c: Connection, noise: float) -> float:
    """Idte (section 7.4.1), with its two corrections for a sidetone that is very loud or very faint."""
    if c.t < 1:
        return 0.0
    loss = c.telr - 40 * log10((1 + c.t / 10) / (1 + c.t / 150)) + 6 * exp(-0.3 * c.t**2)
    if c.stmr < 9:
        loss += _sidetone(c) / 2
    gap = -1.5 * (noise - c.rlr) - (80 + 2.5 * (loss - 14))
    echo = (gap / 2 + sqrt(gap**2 / 4 + 100) - 1) * (1 - exp(-c.t))
    return sqrt(echo**2 + _sidetone(c) ** 2) if c.stmr > 20 else echo


def _listener_echo(c: Connection, ro: float) -> float:
    """Idle (section 7.4.2)."""
    gap = ro - 10.5 * (c.wepl + 7) * math.pow(c.tr + 1, -0.25)
    return gap / 2 + sqrt(gap**2 / 4 + 169)


def _too_late(c: Connection) -> float:
    """Idd (section 7.4.3): nothing up to 100 ms."""
    if c.ta <= 100:
        return 0.0
    x = log10(c.ta / 100) / log10(2)
    return 25 * (_softened(x, 6) - 3 * _softened(x / 3, 6) + 2)


def _power(decibels: float) -> float:
    return math.pow(10, decibels / 10)


def _softened(x: float, order: int) -> float:
    """The larger of 1 and x with the corner rounded off: the curve that the model bends everything with."""
    return math.pow(1 + math.pow(x, order), 1 / order)
