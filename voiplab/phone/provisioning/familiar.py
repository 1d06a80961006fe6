"""Keys that nearly every vendor has under a name of its own, and what they do here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from voiplab.phone.intercom import AnswerSettings
from voiplab.phone.profile import Offers100rel, SayDigits, SecondCall
from voiplab.phone.provisioning.settings import Ignored, Key, Settings, Undone
from voiplab.phone.provisioning.values import choice, port, whole
from voiplab.sip.reliability import Habit

USER: Final = Key("the user of its address", lambda settings, value: replace(settings, user=value))
DOMAIN: Final = Key(
    "where it registers, where calls go, and the host of its address",
    lambda settings, value: replace(settings, domain=value),
)
PROXY_PORT: Final = Key("the port of the server", lambda settings, value: replace(settings, proxy_port=port(value)))
PASSWORD: Final = Key("its password", lambda settings, value: replace(settings, password=value))
AUTH_USER: Final = Key("the user name in credentials", lambda settings, value: replace(settings, auth_user=value))
DISPLAY: Final = Key("the name shown to others", lambda settings, value: replace(settings, display=value))
EXPIRES: Final = Key("how long a registration lasts", lambda settings, value: replace(settings, expires=whole(value)))
PORT: Final = Key("its own SIP port", lambda settings, value: replace(settings, port=port(value)))
MEDIA_PORT: Final = Key(
    "the first port of its media", lambda settings, value: replace(settings, media_port=port(value))
)
EVENTS: Final = Key(
    "the payload number of telephone-event", lambda settings, value: replace(settings, events=events(value))
)
LABEL: Final = Key("what the phone's own display calls the line")

FIRST_DYNAMIC: Final = 96
LAST_DYNAMIC: Final = 127


def events(value: str) -> int:
    number = whole(value)
    if not FIRST_DYNAMIC <= number <= LAST_DYNAMIC:
        raise Ignored(f"a payload number from {FIRST_DYNAMIC} to {LAST_DYNAMIC} is expected")
    return number


def switch(value: str, words: Mapping[str, bool]) -> bool:
    return choice(value, words)


def reliable(on: bool) -> Callable[[Settings], Settings]:
    """One switch for both: what its INVITE offers, and how it rings."""
    offers = Offers100rel.SUPPORTED if on else Offers100rel.OFF
    habit = Habit.ON_OFFER if on else Habit.OFF
    return lambda settings: replace(settings, offers_100rel=offers, answers_100rel=habit)


def waiting(settings: Settings, on: bool) -> Settings:
    return replace(settings, second_call=SecondCall.RINGS if on else SecondCall.BUSY)


def answering(change: Callable[[AnswerSettings, str], AnswerSettings]) -> Callable[[Settings, str], Settings]:
    """A key about answering by itself."""
    return lambda settings, value: replace(settings, answering=change(settings.answering, value))


def digits(methods: Mapping[str, SayDigits | None]) -> Callable[[Settings, str], Settings]:
    """How pressed keys travel; None stands for a way that is not simulated."""

    def read(settings: Settings, value: str) -> Settings:
        method = choice(value, methods)
        if method is None:
            raise Undone("this way of sending keys")
        return replace(settings, digits=method)

    return read


def completed(settings: Settings) -> Settings:
    """One server for everything: registrar, proxy, and the host of the address. A user for both its names."""
    address = f"{settings.domain}:{settings.proxy_port}" if settings.proxy_port else settings.domain
    return replace(
        settings,
        user=settings.user or settings.auth_user,
        server=settings.server or address,
        proxy=settings.proxy or (address if address != settings.domain else ""),
    )


def through_its_server(settings: Settings) -> Settings:
    """As desk telephones do: whatever the address of a call is, it goes to the server of the line."""
    done = completed(settings)
    return replace(done, proxy=done.proxy or done.domain)
