"""RFC 4475 and RFC 5118: which messages are SIP, what stands in them, and what an element does with them."""

import pytest

from tests.torture.corpus import Check, Torture, torture
from tests.torture.everything import read_everything
from tests.torture.values import holds
from voiplab.sip.errors import Malformed
from voiplab.sip.framing import Framer, Unframed
from voiplab.sip.message import Request, Response, parse
from voiplab.sip.salvage import is_answerable, salvage
from voiplab.sip.validation import (
    Abilities,
    Refusal,
    refuse_as_uas,
    why_unusable,
)

UAS = Abilities(
    ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "MESSAGE"),
    media_types=("application/sdp", "text/plain", "multipart/signed", "multipart/mixed"),
)

MESSAGES = torture()
BY_NAME = {message.name: message for message in MESSAGES}


def read(data: bytes) -> Request | Response | None:
    """The message with all its views read; None when any of it is malformed."""
    try:
        message = parse(data)
        read_everything(message)
    except Malformed:
        return None
    return message


def outcome(data: bytes) -> str:
    """`process`, `drop` or a status code: of who is called, and of who has called."""
    try:
        message = parse(data)
    except Malformed:
        # A response is never answered; what is left of a request may be.
        return "drop" if salvage(data) is None else "400"
    if isinstance(message, Response):
        return "process" if why_unusable(message) is None else "drop"
    refusal = refuse_as_uas(message, UAS)
    if refusal is None:
        return "process"
    return str(refusal.status) if is_answerable(message) else "drop"


def test_the_corpus_is_whole() -> None:
    assert len(MESSAGES) == 50 + 12  # RFC 4475 describes 49; its archive has one more


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_what_is_sip_is_accepted_and_what_is_not_is_refused(message: Torture) -> None:
    verdict = "reject" if read(message.data) is None else "accept"
    assert message.parse in {verdict, "either"}


@pytest.mark.parametrize(
    ("message", "check"),
    [
        pytest.param(message, check, id=f"{message.name}-{check.path}")
        for message in MESSAGES
        for check in message.checks
    ],
)
def test_what_stands_in_a_message_is_read_right(message: Torture, check: Check) -> None:
    assert holds(check, parse(message.data))


@pytest.mark.parametrize(
    "message", [message for message in MESSAGES if read(message.data)], ids=lambda message: message.name
)
def test_a_message_is_written_as_it_arrived(message: Torture) -> None:
    found = parse(message.data)
    assert message.data.lstrip(b"\r\n").startswith(found.write())
    assert parse(found.write()).write() == found.write()


@pytest.mark.parametrize(
    ("message", "outcomes"),
    [
        pytest.param(message, outcomes, id=f"{message.name}-{role}")
        for message in MESSAGES
        for role, outcomes in message.roles
        if role in ("uas", "uac")
    ],
)
def test_both_ends_do_what_the_rfc_says(message: Torture, outcomes: tuple[str, ...]) -> None:
    """Proxy and registrar are servers of their own: tests/opensips/test_torture.py."""
    assert outcome(message.data) in outcomes


@pytest.mark.parametrize("name", ["ltgtruri", "lwsruri", "lwsstart", "trws", "escruri"])
def test_a_broken_request_line_is_never_understood(name: str) -> None:
    assert outcome(BY_NAME[name].data) == "400"


def test_a_method_with_an_escape_is_another_method() -> None:
    message = parse(BY_NAME["esc02"].data)
    assert isinstance(message, Request)
    assert message.method != "REGISTER"


def test_an_unsupported_required_extension_is_named_in_the_420() -> None:
    request = parse(BY_NAME["bext01"].data)
    assert isinstance(request, Request)
    assert refuse_as_uas(request, UAS) == Refusal(
        420, "Bad Extension", (("Unsupported", "nothingSupportsThis, nothingSupportsThisEither"),)
    )


@pytest.mark.parametrize("message", [m for m in MESSAGES if m.printed], ids=lambda message: message.name)
def test_messages_of_rfc_5118_as_printed_are_read_or_refused(message: Torture) -> None:
    assert message.printed is not None
    found = read(message.printed)
    assert found is None or message.parse != "reject"


def test_two_messages_in_one_stream_are_two_messages() -> None:
    # The Content-Length of the second is three octets short of its body, which are then no message.
    first, second, rest = Framer().feed(BY_NAME["dblreq"].data)
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)
    assert (first.split()[0], second.split()[0]) == (b"REGISTER", b"INVITE")
    assert isinstance(rest, Unframed)


@pytest.mark.parametrize("name", ["ncl", "mcl01"])
def test_a_stream_whose_length_makes_no_sense_is_at_its_end(name: str) -> None:
    (broken,) = Framer().feed(BY_NAME[name].data)
    assert isinstance(broken, Unframed)
    assert salvage(broken.data) is not None


def test_a_stream_is_waited_on_for_as_long_as_a_message_says() -> None:
    assert Framer().feed(BY_NAME["clerr"].data) == []
