"""Requests in the named pipe of mi_fifo: `:pipe for the answer:{JSON}`, as recorded, in whatever pieces they are read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from voiplab.opensips.console.fifo import Asked, Noise, Requests
from voiplab.opensips.console.json_rpc import LONGEST

PS = Asked("me", '{"method":"ps"}')


def taken(*pieces: bytes) -> list[Asked | Noise]:
    requests = Requests()
    return [request for piece in pieces for request in requests.take(piece)]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (b':me:{"method":"ps"}', [PS]),
        (b':me:{"method":"ps"}\n', [PS]),
        (b'\n\0 :me:{"method":"ps"}\r\n', [PS]),
        (b'::{"method":"ps"}', [Asked("", PS.text)]),
        (b':me:{"method":"ps"}:you:{"params":{"a":{}}}', [PS, Asked("you", '{"params":{"a":{}}}')]),
        (b':me:{"a":"}\\"}\xff"}:me:{"method":"ps"}', [Asked("me", '{"a":"}\\"}�"}'), PS]),
        (b":me:ps\n", [Asked("me", "ps")]),
        (b':me:{"a\n:me:{"method":"ps"}', [Asked("me", '{"a'), PS]),
        (b":me:}}", [Asked("me", "}"), Noise("")]),
        (b"ps\n", [Noise("")]),
        (b":me\n", [Noise("")]),
        (b'{"method":"ps"}', [Noise("")]),
    ],
)
def test_a_request_ends_with_its_object_or_with_its_line(written: bytes, asked: list[Asked | Noise]) -> None:
    found = taken(written)
    assert [Noise("") if isinstance(one, Noise) else one for one in found] == asked
    assert taken(*(written[at : at + 1] for at in range(len(written)))) == found


def test_what_has_not_ended_is_given_back_when_nothing_follows() -> None:
    requests = Requests()
    assert list(requests.take(b":me:ps")) == []
    assert requests.is_inside
    assert requests.rest() == Asked("me", "ps")
    assert list(requests.take(b':me:{"method":"ps"}')) == [PS]


def test_what_never_ends_is_passed_over_and_what_follows_is_heard() -> None:
    found = taken(b':me:{"' + b"x" * LONGEST, b':me:{"method":"ps"}')
    assert found == [Noise("a request of more than 65,535 bytes is passed over"), PS]


@settings(max_examples=200, deadline=None)
@given(some.lists(some.binary(max_size=40).map(lambda noise: noise.replace(b"x", b':me:{"')), max_size=8))
def test_any_bytes_are_requests_or_noise_and_a_silence_ends_them(pieces: list[bytes]) -> None:
    requests = Requests()
    for piece in pieces:
        list(requests.take(piece))
    if requests.is_inside:
        requests.rest()
    assert list(requests.take(b':me:{"method":"ps"}')) == [PS]
