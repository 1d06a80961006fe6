"""What a person does with a telephone, as values, and as the text that scripts and journals use: `dial 1001`, `reject 486`."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from voiplab.phone.addressing import is_address
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri
from voiplab.sip.value import value


class NotAnAction(ValueError):
    """The text names nothing that one can do with a telephone; the message says what there is."""


@value(frozen=True, slots=True)
class Register:
    """Register now, as if the account had just been switched on."""

    def __str__(self) -> str:
        return "register"


@value(frozen=True, slots=True)
class Unregister:
    def __str__(self) -> str:
        return "unregister"


@value(frozen=True, slots=True)
class Restart:
    """Switched off and on again, between two calls. Nobody is told that it goes; it registers anew, with another Call-ID."""

    def __str__(self) -> str:
        return "restart"


@value(frozen=True, slots=True)
class Dial:
    """`number` is what is typed: an extension, or a whole `sip:` address."""

    number: str

    def __str__(self) -> str:
        return f"dial {self.number}"


@value(frozen=True, slots=True)
class Answer:
    """Pick up the call that has been ringing longest."""

    def __str__(self) -> str:
        return "answer"


@value(frozen=True, slots=True)
class Reject:
    """Refuse the ringing call. Without a status it is the one that the phone's own key sends."""

    status: int | None = None

    def __str__(self) -> str:
        return "reject" if self.status is None else f"reject {self.status}"


@value(frozen=True, slots=True)
class HangUp:
    """End the call in the foreground, whatever it has come to: a CANCEL, a BYE, or a refusal."""

    def __str__(self) -> str:
        return "hang up"


@value(frozen=True, slots=True)
class Hold:
    def __str__(self) -> str:
        return "hold"


@value(frozen=True, slots=True)
class Resume:
    def __str__(self) -> str:
        return "resume"


@value(frozen=True, slots=True)
class Digits:
    """Keys pressed during a call."""

    text: str

    def __str__(self) -> str:
        return f"dtmf {self.text}"


@value(frozen=True, slots=True)
class DoNotDisturb:
    """Press the key: incoming calls are refused while it is on."""

    on: bool

    def __str__(self) -> str:
        return f"dnd {'on' if self.on else 'off'}"


@value(frozen=True, slots=True)
class Mute:
    """The microphone, in the call at the ear."""

    on: bool

    def __str__(self) -> str:
        return f"mute {'on' if self.on else 'off'}"


@value(frozen=True, slots=True)
class SendTo:
    """Blind transfer: the other side is sent to a number, or to a whole `sip:` address."""

    number: str

    def __str__(self) -> str:
        return f"transfer {self.number}"


@value(frozen=True, slots=True)
class Connect:
    """Attended transfer: the other call of this phone is connected to that with `party`, a number or a name."""

    party: str

    def __str__(self) -> str:
        return f"transfer to {self.party}'s call"


PhoneAction = (
    Register
    | Unregister
    | Restart
    | Dial
    | Answer
    | Reject
    | HangUp
    | Hold
    | Resume
    | Digits
    | DoNotDisturb
    | Mute
    | SendTo
    | Connect
)

_NUMBER = re.compile(r"[^\s<>\"\x00-\x1f\x7f]{1,256}")
_KEYS = re.compile(r"[0-9A-Da-d*#]{1,64}")
_CALL = re.compile(r"([^\x00-\x1f\x7f]{1,256})'s call")
_STATUS = re.compile(r"[3-6][0-9]{2}")


def _nothing(rest: str, action: PhoneAction) -> PhoneAction:
    if rest:
        raise NotAnAction(f"{action} takes nothing more, but {rest!r} follows")
    return action


def _dial(rest: str) -> PhoneAction:
    if not _NUMBER.fullmatch(rest) or not _is_dialable(rest):
        raise NotAnAction(f"dial needs one number or a whole sip: address, not {rest!r}: dial 1001")
    return Dial(rest)


def _is_dialable(number: str) -> bool:
    """Whether the INVITE gets an address that can be read."""
    try:
        Uri.parse(number if is_address(number) else f"sip:{number}@phone.invalid")
    except Malformed:
        return False
    return True


def _reject(rest: str) -> PhoneAction:
    if not rest:
        return Reject()
    if not _STATUS.fullmatch(rest):
        raise NotAnAction(f"reject needs a status from 300 to 699, not {rest!r}: reject 486")
    return Reject(int(rest))


def _digits(rest: str) -> PhoneAction:
    if not _KEYS.fullmatch(rest):
        raise NotAnAction(f"dtmf needs keys out of 0-9, *, #, A-D, not {rest!r}: dtmf 123#")
    return Digits(rest.upper())


def _do_not_disturb(rest: str) -> PhoneAction:
    if rest not in ("on", "off"):
        raise NotAnAction(f"dnd is on or off, not {rest!r}: dnd on")
    return DoNotDisturb(rest == "on")


def _mute(rest: str) -> PhoneAction:
    if rest not in ("on", "off"):
        raise NotAnAction(f"mute is on or off, not {rest!r}: mute on")
    return Mute(rest == "on")


def _send_to(rest: str) -> PhoneAction:
    if not _NUMBER.fullmatch(rest) or not _is_dialable(rest):
        raise NotAnAction(f"transfer needs one number or a whole sip: address, not {rest!r}: transfer 1002")
    return SendTo(rest)


def _connect(rest: str) -> PhoneAction:
    found = _CALL.fullmatch(rest)
    if found is None:
        raise NotAnAction(f"transfer to needs the name or the number of a call, not {rest!r}: transfer to bob's call")
    return Connect(found[1])


WORDS: Final[Mapping[str, Callable[[str], PhoneAction]]] = {
    "register": lambda rest: _nothing(rest, Register()),
    "unregister": lambda rest: _nothing(rest, Unregister()),
    "restart": lambda rest: _nothing(rest, Restart()),
    "dial": _dial,
    "answer": lambda rest: _nothing(rest, Answer()),
    "reject": _reject,
    "hang up": lambda rest: _nothing(rest, HangUp()),
    "hold": lambda rest: _nothing(rest, Hold()),
    "resume": lambda rest: _nothing(rest, Resume()),
    "dtmf": _digits,
    "dnd": _do_not_disturb,
    "mute": _mute,
    "transfer to": _connect,
    "transfer": _send_to,
}
"""The first words of each action, and what reads the rest."""


def parse_action(text: str) -> PhoneAction:
    """NotAnAction says what is wrong and shows a right one."""
    line = " ".join(text.split())
    for words, read in WORDS.items():
        if line == words or line.startswith(f"{words} "):
            return read(line.removeprefix(words).strip())
    raise NotAnAction(f"{line[:80]!r} is nothing that a phone can do; it can {', '.join(WORDS)}")


def completions(typed: str) -> Sequence[str]:
    """The words that the last, unfinished one of `typed` may become."""
    *before, begun = typed.split(" ")
    done = [word for word in before if word]
    known = (words.split() for words in WORDS)
    found = [words[len(done)] for words in known if words[: len(done)] == done and len(words) > len(done)]
    return sorted(word for word in dict.fromkeys(found) if word.startswith(begun))
