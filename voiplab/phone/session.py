"""The media of one call: what both sides have said of it, the port, and what flows in.

Offer and answer are those of `sdp`; here they are kept in step with the port, and with who holds whom.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from voiplab.net.address import Address
from voiplab.phone.describing import description
from voiplab.phone.setup import Setup
from voiplab.rtp.flow import Flow
from voiplab.sdp.description import Description, Hold, Stream
from voiplab.sdp.offer_answer import NotAcceptable, answer, reoffer, settle
from voiplab.sdp.path import is_hold, path
from voiplab.sdp.session import Session
from voiplab.sip.errors import Malformed
from voiplab.ua.media import STOPPED, Audio, free_port

SDP: Final = "application/sdp"
LAST_PORT: Final = 65_534


class CallMedia:
    """`local` and `remote` are what is in force."""

    def __init__(
        self, setup: Setup, voice: str, changed: Callable[[], None], digit_came: Callable[[str], None]
    ) -> None:
        """`voice` is what its owner says; `changed` is called when something else comes in."""
        self.setup = setup
        self.local: Description | None = None
        self.remote: Session | None = None
        self.incoming: Flow | None = None
        self.source = ""
        self.said = voice
        self._changed = changed
        self._digit_came = digit_came
        first = setup.settings.media_port or setup.profile.sdp.first_port
        ip = setup.at.ip
        self._audio = Audio(setup.host, Address(ip, free_port(setup.host, ip, first, LAST_PORT, 0)), self._hears)
        self._audio.say(voice)
        self._all = description(setup, self._audio.at.port)
        self._wanted = self._all
        """All that the phone can do, less what it withholds while it holds the other side."""
        self._offered: Description | None = None
        self._wanted_before = self._all

    def close(self) -> None:
        self._audio.close()

    # Our offers

    def offer(self, hold: Hold | None = None) -> bytes:
        """All that the phone can do; in a running session as the next version."""
        self._wanted_before = self._wanted
        self._wanted = self._all if hold is None else self._all.held(hold)
        self._offered = self._wanted if self.local is None else reoffer(self.local, self._wanted)
        return self.setup.profile.sdp.layout.write_offer(self._offered)

    def take_answer(self, body: bytes) -> NotAcceptable | Malformed | None:
        """None when the session goes on by it. An answer may come twice, in an 18x and in the 2xx."""
        session = read_session(body)
        if isinstance(session, Malformed) or self._offered is None:
            return session if isinstance(session, Malformed) else None
        settled = settle(self._offered, session)
        if isinstance(settled, NotAcceptable):
            return settled
        self._settle(settled, session)
        return None

    def withdraw(self) -> None:
        """The offer was refused: the session stays as it was."""
        self._offered = None
        self._wanted = self._wanted_before

    # Their offers

    def answer(self, offer: Session) -> bytes | NotAcceptable:
        sdp = self.setup.profile.sdp
        said = answer(offer, self._wanted, sdp.policy, self.local)
        if isinstance(said, NotAcceptable):
            return said
        if self.local is None and sdp.answer_raises_version:
            said = replace(said, version=said.version + 1)
        self._offered = None
        self._settle(said, offer)
        return sdp.layout.write_answer(said)

    @property
    def is_held(self) -> bool:
        """The other side wants to hear nothing."""
        return self.local is not None and self.remote is not None and is_hold(self.remote, in_use(self.local))

    def press(self, digit: str) -> bool:
        """As an event of RFC 4733; False when the other side takes none."""
        return self._audio.press(digit)

    def say(self, content: str) -> None:
        """From now on this is said."""
        self.said = content
        self._audio.say(content)

    def _settle(self, local: Description, remote: Session) -> None:
        self.local, self.remote = local, remote
        self._audio.follow(path(local, remote, in_use(local)))

    def _hears(self, flow: Flow, source: Address) -> None:
        if flow.digit is not None:
            self._digit_came(flow.digit)
            return
        self.incoming = None if flow.content == STOPPED else flow
        self.source = str(source)
        self._changed()


def in_use(local: Description) -> int:
    """The stream that a phone with one port takes: who is offered SRTP first, and RTP behind it, is in the second."""
    return next((place for place, slot in enumerate(local.streams) if isinstance(slot, Stream)), 0)


@lru_cache(maxsize=64)
def read_session(body: bytes) -> Session | Malformed:
    """What an INVITE offers is asked for twice: when it comes, and when it is answered."""
    try:
        return Session.parse(body)
    except Malformed as fault:
        return fault.with_traceback(None)
