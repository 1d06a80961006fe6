"""Readers of SIP. Beside the promise of all targets, the fast way has to find what the strict one finds."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.target import Target
from tests.torture.corpus import torture
from tests.torture.everything import names_of_views
from voiplab.sip.digest import Challenge, Credentials, answer, verify
from voiplab.sip.equivalence import equivalent
from voiplab.sip.errors import Malformed
from voiplab.sip.framing import Framer
from voiplab.sip.headers.date import parse_date
from voiplab.sip.headers.expiry import RetryAfter, SessionExpires, parse_expiry, parse_number
from voiplab.sip.headers.name_addr import NameAddr
from voiplab.sip.headers.named import MediaType, Named, Reason, Replaces
from voiplab.sip.headers.sequence import CSeq, RAck
from voiplab.sip.headers.tokens import parse_call_id, parse_tokens
from voiplab.sip.headers.via import Via
from voiplab.sip.headers.warning import WarningValue
from voiplab.sip.message import LARGEST, Message, Request, Response, parse, parse_strictly
from voiplab.sip.reply import reply
from voiplab.sip.salvage import is_answerable, salvage
from voiplab.sip.uri import Uri
from voiplab.sip.validation import Abilities, refuse_as_uas, why_unusable

VECTORS = Path(__file__).parent.parent / "vectors"
ABILITIES = Abilities(("INVITE", "REGISTER", "OPTIONS", "PRACK"), ("100rel",))


def read_message(data: bytes) -> None:
    """All that is ever done with a message that arrives."""
    message = _taken(parse, data)
    if not isinstance(message, Malformed):
        _values(message)
        _judge(message)


def read_twice(data: bytes) -> None:
    """The fast way and the strict one."""
    fast, strict = _taken(parse, data), _taken(parse_strictly, data)
    if isinstance(fast, Malformed) or isinstance(strict, Malformed):
        assert str(fast) == str(strict), "the fast way and the strict one differ"
        return
    assert (fast.fields, fast.body) == (strict.fields, strict.body), "the fast way and the strict one differ"
    assert _values(fast) == _values(strict), "the fast way and the strict one differ"
    _write(fast)


def _taken(read: Callable[[bytes], Request | Response], data: bytes) -> Request | Response | Malformed:
    try:
        return read(data)
    except Malformed as fault:
        return fault


def _values(message: Message) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in names_of_views(message):
        try:
            found[name] = getattr(message, name)
        except Malformed as fault:
            found[name] = str(fault)
    return found


def _write(message: Request | Response) -> None:
    written = message.write()
    if len(written) > LARGEST:
        return  # only the empty line was missing, and now it is one too many
    again = parse(written)
    assert again.write() == written, "writing changes what was written"
    assert (again.fields, again.body) == (message.fields, message.body), "what is written is read differently"


def _judge(message: Request | Response) -> None:
    if isinstance(message, Response):
        why_unusable(message)
        return
    refuse_as_uas(message, ABILITIES)
    if is_answerable(message):
        reply(message, 400, to_tag="x")


def read_broken(data: bytes) -> None:
    saved = salvage(data)
    if saved is not None:
        reply(saved, 400, to_tag="x")


def read_stream(data: bytes) -> None:
    """However it is cut, a stream holds the same messages."""
    size = 1 + len(data) % 97
    pieces = Framer()
    found = [message for begin in range(0, len(data), size) for message in pieces.feed(data[begin : begin + size])]
    whole = Framer().feed(data)
    assert [type(one) for one in found] == [type(one) for one in whole], "the messages depend on the cuts"
    assert [one for one in found if isinstance(one, bytes)] == [one for one in whole if isinstance(one, bytes)]


def as_text(read: Callable[[str], object]) -> Callable[[bytes], None]:
    """A reader of header values; what it reads can be written, and is then read as the same."""

    def run(data: bytes) -> None:
        value = read(data.decode("utf-8", "surrogateescape"))
        if isinstance(value, Uri | NameAddr | Via | CSeq | RAck | Challenge | Credentials):
            assert read(str(value)) == value, "what is written is read differently"

    return run


def compare_uris(data: bytes) -> None:
    one, _, other = data.decode("utf-8", "surrogateescape").partition("\n")
    assert equivalent(Uri.parse(one), Uri.parse(other)) == equivalent(Uri.parse(other), Uri.parse(one))


def answer_challenge(data: bytes) -> None:
    challenge = Challenge.parse(data.decode("utf-8", "surrogateescape"))
    if challenge.is_known:
        sent = answer(challenge, "INVITE", "sip:b@example.com", "alice", "secret", "c")
        assert verify(Credentials.parse(str(sent)), "INVITE", "secret")


def check_credentials(data: bytes) -> None:
    verify(Credentials.parse(data.decode("utf-8", "surrogateescape")), "INVITE", "secret")


def _messages() -> tuple[bytes, ...]:
    cases = json.loads((VECTORS / "rfc_messages.json").read_text(encoding="utf-8"))["cases"]
    return (*(case["text"].encode() for case in cases[:120]), *(message.data for message in torture()))


MESSAGES = _messages()


def _values_of(*names: str) -> tuple[bytes, ...]:
    """Header values of those names, out of the messages."""
    found: dict[str, None] = {}
    for data in MESSAGES:
        message = _taken(parse, data)
        if isinstance(message, Message):
            found.update(dict.fromkeys(value for name in names for value in message.values(name)))
    return tuple(value.encode("utf-8", "surrogateescape") for value in found)


def _uris() -> tuple[bytes, ...]:
    cases = json.loads((VECTORS / "uri.json").read_text(encoding="utf-8"))["cases"]
    return tuple(case["a"].encode() for case in cases)


def _text(name: str, read: Callable[[str], object], *headers: str, seeds: tuple[bytes, ...] = ()) -> Target:
    return Target(name, as_text(read), (*seeds, *_values_of(*headers)), (Malformed,))


ADDRESSES = _values_of("From", "To", "Contact", "Route", "Record-Route", "Refer-To")
CHALLENGES = tuple(
    case["value"].encode()
    for case in json.loads((VECTORS / "digest_challenge.json").read_text(encoding="utf-8"))["cases"]
)

TARGETS: tuple[Target, ...] = (
    Target("sip-message", read_message, MESSAGES, ()),
    Target("sip-twice", read_twice, MESSAGES, (), readings=4),
    Target("sip-broken", read_broken, MESSAGES, ()),
    Target("sip-stream", read_stream, MESSAGES, ()),
    Target(
        "uri-equal",
        compare_uris,
        tuple(b"\n".join(pair) for pair in zip(_uris(), _uris()[1:], strict=False)),
        (Malformed,),
    ),
    Target("digest-answer", answer_challenge, CHALLENGES, (Malformed,)),
    Target("digest-check", check_credentials, _values_of("Authorization", "Proxy-Authorization"), (Malformed,)),
    _text("uri", Uri.parse, seeds=_uris()),
    _text("via", Via.parse, "Via"),
    _text("via-list", Via.parse_list, "Via"),
    _text("address", NameAddr.parse, seeds=ADDRESSES),
    _text("address-list", NameAddr.parse_list, seeds=ADDRESSES),
    _text("cseq", CSeq.parse, "CSeq"),
    _text("rack", RAck.parse, seeds=(b"776656 1 INVITE",)),
    _text("call-id", parse_call_id, "Call-ID"),
    _text("tokens", parse_tokens, "Allow", "Supported", "Require"),
    _text("number", parse_number, "Expires", "Max-Forwards"),
    _text("expiry", parse_expiry, "Expires", seeds=(b"Thu, 01 Dec 1994 16:00:00 GMT",)),
    _text("challenge", Challenge.parse, seeds=CHALLENGES),
    _text("credentials", Credentials.parse, "Authorization", "Proxy-Authorization"),
    _text("media-type", MediaType.parse, "Content-Type"),
    _text("named", Named.parse, "Event", "Subscription-State", "Content-Disposition"),
    _text("reason", Reason.parse_list, seeds=(b'Q.850;cause=16;text="NORMAL_CLEARING", SIP;cause=200',)),
    _text("replaces", Replaces.parse, seeds=(b"12345@192.0.2.1;to-tag=7743;from-tag=6472;early-only",)),
    _text("warning", WarningValue.parse_list, seeds=(b'307 isi.edu "Session parameter \\"foo\\"", 399 h:5060 "x"',)),
    _text("date", parse_date, seeds=(b"Sat, 13 Nov 2010 23:29:00 GMT",)),
    _text("session-expires", SessionExpires.parse, seeds=(b"1800;refresher=uac",)),
    _text("retry-after", RetryAfter.parse, seeds=(b"120 (I'm (in) a meeting);duration=3600",)),
)
