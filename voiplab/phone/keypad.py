"""Keys pressed in a call: RFC 4733 events, INFO, or the tones themselves, one key after the other."""

from functools import partial
from typing import Final

from voiplab.phone.profile import SayDigits
from voiplab.phone.session import CallMedia
from voiplab.phone.setup import Setup
from voiplab.sim.moment import ms
from voiplab.sip.message import Request
from voiplab.ua.client_transaction import Outcome
from voiplab.ua.leg import Leg, LegState

PAUSE: Final = 40
"""Milliseconds between two keys."""


class Keypad:
    def __init__(self, setup: Setup, leg: Leg, media: CallMedia) -> None:
        self._setup = setup
        self._leg = leg
        self._media = media
        self._duration = setup.profile.digits.duration

    def press(self, digits: str) -> None:
        for place, digit in enumerate(digits):
            self._setup.host.after(ms(place * (self._duration + PAUSE)), partial(self._press, digit))

    def _press(self, digit: str) -> None:
        if self._leg.state is not LegState.UP:
            return
        if self._setup.digits is SayDigits.INFO:
            self._send_info(digit)
        elif self._setup.digits is SayDigits.TONES or not self._media.press(digit):
            # Where no events were agreed upon, the tone itself is sent.
            said = self._media.said
            self._media.say(f"tone:{digit}")
            self._setup.host.after(ms(self._duration), partial(self._media.say, said))

    def _send_info(self, digit: str) -> None:
        how = self._setup.profile.digits
        draft = self._leg.draft("INFO")
        draft.add("Content-Type", how.info_type, self._setup.origins.get("digits"))
        draft.body = how.info_body.format(key=digit, duration=self._duration).encode()
        self._leg.send(draft, _whatever)


def digits_in(info: Request, info_type: str) -> str:
    """The key that an INFO of the other side tells of; empty when it tells of none."""
    kind = info.content_type
    if kind is None or kind.essence != info_type:
        return ""
    for line in info.body.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        if name.strip().lower() == "signal":
            return value.strip()[:1]
    return ""


def _whatever(_outcome: Outcome) -> None:
    """The digit was said; what the other side makes of it changes nothing."""
