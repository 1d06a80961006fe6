"""401 and 407: RFC 3261 sections 22.2 and 22.3, RFC 8760 section 2.4."""

from itertools import product

import pytest

from voiplab.sip.challenged import TRANSITIONS, Answer, Challenged, GiveUp, Input, State
from voiplab.sip.message import Response, parse


def challenge(status: int, *values: str) -> Response:
    name = "Proxy-Authenticate" if status == 407 else "WWW-Authenticate"
    lines = "".join(f"{name}: {value}\r\n" for value in values)
    message = parse(
        f"SIP/2.0 {status} Whatever\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@x.example>;tag=1\r\n"
        f"To: <sip:a@x.example>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n{lines}Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Response)
    return message


def digest(realm: str = "office", nonce: str = "n1", rest: str = "") -> str:
    return f'Digest realm="{realm}", nonce="{nonce}"{rest}'


def nonces(request: Challenged, response: Response) -> list[tuple[int, str]] | None:
    """Whom the request answers next, with which nonce; None when it gives up."""
    match request.receive(response):
        case [Answer(demands)]:
            return [(demand.status, demand.challenge.nonce) for demand in demands]
        case [GiveUp()]:
            return None
        case other:
            raise AssertionError(other)


def test_the_first_challenge_is_answered() -> None:
    assert nonces(Challenged(), challenge(401, digest())) == [(401, "n1")]


def test_the_second_challenge_of_the_same_realm_means_a_wrong_password() -> None:
    request = Challenged()
    request.receive(challenge(401, digest()))
    assert nonces(request, challenge(401, digest(nonce="n2"))) is None


def test_a_stale_nonce_is_renewed_once() -> None:
    request = Challenged()
    request.receive(challenge(401, digest()))
    assert nonces(request, challenge(401, digest(nonce="n2", rest=", stale=true"))) == [(401, "n2")]
    assert nonces(request, challenge(401, digest(nonce="n3", rest=", stale=TRUE"))) is None


def test_a_proxy_and_the_registrar_behind_it_are_both_answered() -> None:
    request = Challenged()
    assert nonces(request, challenge(407, digest("proxy", "p1"))) == [(407, "p1")]
    assert nonces(request, challenge(401, digest("office", "n1"))) == [(407, "p1"), (401, "n1")]


def test_a_proxy_may_have_the_realm_of_the_registrar() -> None:
    request = Challenged()
    request.receive(challenge(407, digest("office", "p1")))
    assert nonces(request, challenge(401, digest("office", "n1"))) == [(407, "p1"), (401, "n1")]


def test_a_server_with_ever_new_realms_is_not_followed_for_ever() -> None:
    request = Challenged()
    answers = [nonces(request, challenge(401, digest(realm))) is not None for realm in ("a", "b", "c")]
    assert answers == [True, True, False]


def test_of_several_challenges_of_a_realm_the_topmost_that_we_can_answer_is_taken() -> None:
    response = challenge(
        401,
        'Bearer realm="office"',
        digest(nonce="n1", rest=", algorithm=SHA-999"),
        digest(nonce="n2", rest=", algorithm=SHA-256"),
        digest(nonce="n3", rest=", algorithm=MD5"),
    )
    assert nonces(Challenged(), response) == [(401, "n2")]


@pytest.mark.parametrize(
    "response",
    [
        challenge(401),
        challenge(401, 'Bearer realm="office"'),
        challenge(401, 'Digest realm="unfinished'),
        challenge(407, digest(rest=", algorithm=SHA-999")),
    ],
)
def test_nothing_that_can_be_answered_ends_the_request(response: Response) -> None:
    assert nonces(Challenged(), response) is None


POSSIBLE: dict[State, set[Input]] = {
    State.UNCHALLENGED: {Input.NEW, Input.NOTHING},
    State.ANSWERED: set(Input),
    State.ANSWERED_TWICE: set(Input),
    State.REJECTED: set(),
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, Input)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input) -> None:
    assert (trigger in TRANSITIONS[state]) == (trigger in POSSIBLE[state])
