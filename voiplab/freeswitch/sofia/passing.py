"""Media that a leg describes in the words of the other one: bypass_media and proxy_media (switch_core_media.c).

With bypass_media the telephones send to each other, and only o= is the server's. With proxy_media its own address and port
stand in c= and m=, and what comes in goes out as it is. The stack writes each description anew (sofia-sip's sdp_print.c): the
direction follows the codecs, and sendrecv is not said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, Protocol

from voiplab.freeswitch.settings import is_true
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.freeswitch.sofia.ports import open_audio
from voiplab.net.address import Address
from voiplab.rtp.flow import Flow
from voiplab.sdp.description import Description, describe
from voiplab.sdp.direction import Direction
from voiplab.sdp.media import Media
from voiplab.sdp.path import path
from voiplab.sdp.session import Session
from voiplab.ua.client_transaction import Heard
from voiplab.ua.media import Audio

HELD: Final = ("sendonly", "0.0.0.0")
"""What makes the server leave addresses and ports as they are, in a call that is up."""
DIRECTIONS: Final = frozenset(f"a={direction.value}" for direction in Direction)


class Passing(Enum):
    """By the name of the variable that asks for it."""

    BYPASS = "bypass_media"
    PROXY = "proxy_media"

    __hash__ = object.__hash__


def wanted(variables: Mapping[str, str]) -> Passing | None:
    return next((passing for passing in Passing if is_true(variables.get(passing.value, ""))), None)


class Reinviting(Protocol):
    """The leg, as far as a new description of the other one makes it send an INVITE."""

    def may_invite(self) -> bool:
        """No other INVITE is under way."""

    def reinvite(self, body: bytes, heard: Heard) -> None: ...


class PassedMedia:
    """Of one leg; `other` is the leg whose words it uses, as soon as that one has said anything."""

    def __init__(
        self, ground: Ground, passing: Passing, hears: Callable[[Flow, Address], None], leg: Reinviting
    ) -> None:
        self.passing = passing
        self.reinvite: Callable[[bytes, Heard], None] = leg.reinvite
        self.may_invite: Callable[[], bool] = leg.may_invite
        self.other: PassedMedia | None = None
        self.local: Description | None = None
        self.remote: Session | None = None
        self._ground = ground
        self._hears = hears
        self._audio: Audio | None = None
        self._said = ""
        self._origin = ""
        """The user and the number of the session in o=: those that were said first."""
        self._subject = ""
        self._version = 0
        self._body: tuple[str, ...] = ()

    def follows(self, other: "PassedMedia") -> None:
        """The words of that leg are used from now on."""
        self.other = other

    # What is written

    def offer(self, _only: str = "") -> bytes:
        return self._written()

    def answer(self, offer: Session) -> bytes:
        self.remote = offer
        return self._written()

    def again(self) -> bytes:
        """What was said already."""
        return self._text().encode("utf-8", "surrogateescape")

    offer_again = again

    def offer_elsewhere(self) -> bytes:
        """Another target is another session."""
        self._origin = ""
        return self._written()

    def settle(self, answered: Session) -> bool:
        """The answer to our offer: whoever has brought it is whom the other leg hears of."""
        self.remote = answered
        if self.other is not None:
            self.other.follows(self)
        self._follow()
        return True

    # What is said

    def say(self, content: str) -> None:
        self._said = content
        if self._audio is not None:
            self._audio.say(content)

    def press(self, digit: str) -> None:
        if self._audio is not None:
            self._audio.press(digit)

    def close(self) -> None:
        if self._audio is not None:
            self._audio.close()
            self._audio = None
        self.other, self._hears, self.reinvite, self.may_invite = None, _unheard, _uninvited, _never

    @property
    def codec(self) -> str:
        """None of the server's business."""
        return ""

    # The words of the other leg

    def _written(self) -> bytes:
        assert self.other is not None
        said = self.other.remote
        assert said is not None
        body = tuple(self._lines(said))
        if not self._origin:
            self._begin(said)
        elif body != self._body:
            self._version += 1
        self._body = body
        text = self.again()
        self.local = describe(Session.parse(text))
        self._follow()
        return text

    def _begin(self, said: Session) -> None:
        """The version begins at random when the stack describes the session, and with its number when mod_sofia does."""
        ground = self._ground
        match self.passing:
            case Passing.BYPASS:
                self._origin = f"{said.origin.user} {said.origin.session_id}"
                self._subject = said.name
                self._version = ground.host.chance("sdp version").below(1 << 63)
            case Passing.PROXY:
                user = ground.setting("username").value
                number = (ground.host.calendar.unix(ground.host.now) * 31_821 + 13_849) % (1 << 32)
                self._origin, self._subject, self._version = f"{user} {number:010}", user, number + 1

    def _text(self) -> str:
        origin = f"o={self._origin} {self._version} IN IP4 {self._ip}"
        lines = ("v=0", origin, f"s={self._subject}", *self._body)
        return "".join(f"{line}\r\n" for line in lines)

    def _lines(self, said: Session) -> Iterator[str]:
        """All but the first three."""
        patches = self.passing is Passing.PROXY and not (self._origin and _is_held(said))
        for line in said.lines:
            if not line.startswith(("v=", "o=", "s=")) and line not in DIRECTIONS:
                yield self._patched(line) if patches else line
        for media in said.media:
            for line in _printed(media):
                yield self._patched(line) if patches else line

    def _patched(self, line: str) -> str:
        if line.startswith("c=IN IP"):
            return f"c=IN IP4 {self._ip}"
        words = line.split(" ")
        if words[0] == "m=audio" and words[1] != "0":
            return " ".join([words[0], str(self._port), *words[2:]])
        return line

    # Packets

    @property
    def _ip(self) -> str:
        ground = self._ground
        return ground.setting("rtp-ip").value or ground.setting("sip-ip").value

    @property
    def _port(self) -> int:
        """Taken when it is named first."""
        if self._audio is None:
            self._audio = open_audio(self._ground, self._ip, self._hears)
        return self._audio.at.port

    def _follow(self) -> None:
        if self._audio is not None and self.local is not None and self.remote is not None:
            self._audio.follow(path(self.local, self.remote))
            self._audio.say(self._said)


def _unheard(_flow: Flow, _source: Address) -> None:
    """The call is over."""


def _uninvited(_body: bytes, _heard: Heard) -> None:
    """Likewise."""


def _never() -> bool:
    return False


def _is_held(said: Session) -> bool:
    return any(word in line for line in _all_lines(said) for word in HELD)


def _all_lines(said: Session) -> Sequence[str]:
    return [*said.lines, *(line for media in said.media for line in media.lines)]


def _printed(media: Media) -> Iterator[str]:
    """m=, i=, c=, b=, k=, the codecs in the order of m=, the direction, everything else."""
    heading, *lines = media.lines
    yield heading
    yield from (line for line in lines if not line.startswith("a="))
    attributes = [line for line in lines if line.startswith("a=") and line not in DIRECTIONS]
    codecs = [
        line
        for form in media.formats
        for line in attributes
        if line.startswith((f"a=rtpmap:{form} ", f"a=fmtp:{form} "))
    ]
    yield from codecs
    if media.port and media.direction is not Direction.SENDRECV:
        yield f"a={media.direction.value}"
    yield from (line for line in attributes if line not in codecs)
