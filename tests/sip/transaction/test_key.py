"""Which transaction a message belongs to: RFC 3261 sections 17.1.3, 17.2.3, 9.2 and 8.2.2.2."""

import pytest

from voiplab.sip.message import Request, Response, parse
from voiplab.sip.transaction.key import (
    LegacyKey,
    cancelled_key,
    client_key,
    is_merged,
    merge_key,
    server_key,
)

VIA = "SIP/2.0/UDP pc33.atlanta.example;branch=z9hG4bK776asdhds"


def request(
    method: str = "INVITE", via: str = VIA, to_tag: str = "", from_tag: str = "88sja8x", number: int = 987
) -> Request:
    message = parse(
        f"{method} sip:bob@192.0.2.4 SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:alice@atlanta.example>;tag={from_tag}\r\n"
        f"To: <sip:bob@biloxi.example>{to_tag and f';tag={to_tag}'}\r\n"
        f"Call-ID: 987asjd97y7atg\r\nCSeq: {number} {method}\r\nContent-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Request)
    return message


def response(method: str, via: str = VIA) -> Response:
    message = parse(
        f"SIP/2.0 200 OK\r\nVia: {via}\r\nFrom: <sip:alice@atlanta.example>;tag=88sja8x\r\n"
        f"To: <sip:bob@biloxi.example>;tag=a6c85cf\r\nCall-ID: 987asjd97y7atg\r\nCSeq: 987 {method}\r\n"
        "Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Response)
    return message


def test_a_response_belongs_to_the_request_with_its_branch_and_method() -> None:
    assert client_key(response("INVITE", f"{VIA};received=192.0.2.1")) == client_key(request("INVITE"))


def test_the_200_to_a_cancel_does_not_belong_to_the_invite_of_the_same_branch() -> None:
    assert client_key(response("CANCEL")) != client_key(request("INVITE"))


def test_a_branch_is_compared_without_case() -> None:
    assert client_key(response("BYE", VIA.replace("776asdhds", "776ASDHDS"))) == client_key(request("BYE"))


def test_the_ack_to_a_refusal_belongs_to_its_invite() -> None:
    assert server_key(request("ACK", to_tag="a6c85cf")) == server_key(request("INVITE"))


def test_the_ack_to_a_200_belongs_to_no_transaction() -> None:
    ack = request("ACK", via=VIA.replace("776asdhds", "nashds9"), to_tag="a6c85cf")
    assert server_key(ack) != server_key(request("INVITE"))


def test_a_cancel_is_a_transaction_of_its_own_and_names_its_invite() -> None:
    assert server_key(request("CANCEL")) != server_key(request("INVITE"))
    assert cancelled_key(request("CANCEL")) == server_key(request("INVITE"))


def test_the_same_branch_from_two_hosts_is_two_transactions() -> None:
    other = VIA.replace("pc33", "pc34")
    assert server_key(request(via=other)) != server_key(request())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SIP/2.0/UDP PC33.atlanta.example;branch=z9hG4bKx", "SIP/2.0/UDP pc33.atlanta.example:5060;branch=z9hG4bKx"),
        ("SIP/2.0/TLS pc33.atlanta.example;branch=z9hG4bKx", "SIP/2.0/TLS pc33.atlanta.example:5061;branch=z9hG4bKx"),
    ],
)
def test_the_default_port_may_be_written_or_not(one: str, other: str) -> None:
    assert server_key(request(via=one)) == server_key(request(via=other))


OLD = "SIP/2.0/UDP pc33.atlanta.example"


@pytest.mark.parametrize("via", [OLD, f"{OLD};branch=1", f"{OLD};branch=z9hG4bK"])
def test_without_a_branch_of_rfc_3261_the_older_rules_hold(via: str) -> None:
    assert isinstance(server_key(request(via=via)), LegacyKey)
    assert server_key(request(via=via)) == server_key(request(via=via))
    assert server_key(request(via=via, number=988)) != server_key(request(via=via))
    assert server_key(request(via=via, from_tag="other")) != server_key(request(via=via))


def test_an_old_ack_has_the_to_tag_that_its_invite_had_not() -> None:
    assert server_key(request("ACK", via=OLD, to_tag="a6c85cf")) == server_key(request("INVITE", via=OLD))


def test_old_requests_of_two_dialogs_are_two_transactions() -> None:
    assert server_key(request("BYE", via=OLD, to_tag="a")) != server_key(request("BYE", via=OLD, to_tag="b"))


def test_a_request_that_a_fork_brings_a_second_time_is_merged() -> None:
    first, second = request(), request(via=VIA.replace("776asdhds", "other"))
    merged = merge_key(first)
    assert merged is not None
    assert is_merged(second, {merged: server_key(first)})
    assert not is_merged(first, {merged: server_key(first)})


def test_the_next_attempt_with_credentials_is_not_merged() -> None:
    first, again = request(), request(number=988, via=VIA.replace("776asdhds", "other"))
    merged = merge_key(first)
    assert merged is not None
    assert not is_merged(again, {merged: server_key(first)})


@pytest.mark.parametrize("inside", [request("BYE", to_tag="a6c85cf"), request("ACK"), request("CANCEL")])
def test_only_requests_that_begin_something_can_be_merged(inside: Request) -> None:
    assert merge_key(inside) is None
    assert not is_merged(inside, {})
