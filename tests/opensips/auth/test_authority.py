"""Challenges and answers as OpenSIPS 3.2.10 was recorded; who answers is the digest of the telephones."""

import re

import pytest

from tests.opensips.registrar.registrations import received, register
from voiplab.opensips.auth.authority import Asker, Authority, Checked, Known, Settings
from voiplab.opensips.auth.result import Result
from voiplab.opensips.received import Received
from voiplab.sim.moment import Moment, ms, seconds
from voiplab.sip.digest import Challenge, answer, ha1

KNOWN = Known("alice", "alicepw")
PLAIN = Settings(is_password_plain=True)


def authority(settings: Settings = PLAIN) -> Authority:
    return Authority(settings, "secret", 0)


def challenge(
    server: Authority, now: Moment = 0, qop: str = "auth", algorithms: str = "", *, stale: bool = False
) -> Challenge:
    lines = server.challenge(Asker.REGISTRAR, "127.0.0.10", qop, algorithms, now, stale=stale)
    assert lines is not None
    return Challenge.parse(lines[0].removeprefix("WWW-Authenticate: "))


def answered(asked: Challenge, password: str = "alicepw", user: str = "alice", nc: int = 1) -> Received:
    credentials = answer(asked, "REGISTER", "sip:127.0.0.10:5060", user, password, "6b8b4567", nc)
    return register(cseq=2, more=f"Authorization: {credentials}")


def check(server: Authority, message: Received, now: Moment = 0, known: Known = KNOWN) -> Result:
    return server.check(message, Asker.REGISTRAR, "", known, now).result


def test_a_challenge_has_realm_nonce_and_qop_and_no_algorithm() -> None:
    lines = authority().challenge(Asker.REGISTRAR, "127.0.0.10", "auth", "", 0, stale=False)
    assert lines is not None
    (line,) = lines
    assert re.fullmatch(r'WWW-Authenticate: Digest realm="127\.0\.0\.10", nonce="[A-Za-z0-9+/]{43}A", qop="auth"', line)


def test_without_qop_there_is_none_and_stale_stands_last() -> None:
    lines = authority().challenge(Asker.PROXY, "lab", "", "", 0, stale=True)
    assert lines is not None
    assert re.sub(r'nonce="[^"]*"', "N", lines[0]) == 'Proxy-Authenticate: Digest realm="lab", N, stale=true'


def test_several_algorithms_are_several_headers_the_strongest_first() -> None:
    lines = authority().challenge(Asker.REGISTRAR, "lab", "auth", "MD5,SHA-256,SHA-512-256", 0, stale=False)
    assert lines is not None
    assert [re.sub(r".*nonce=\"[^\"]*\"", "", line) for line in lines] == [
        ', qop="auth", algorithm=SHA-512-256',
        ', qop="auth", algorithm=SHA-256',
        ', qop="auth", algorithm=MD5',
    ]


def test_an_unknown_algorithm_is_no_challenge() -> None:
    assert authority().challenge(Asker.REGISTRAR, "lab", "auth", "MD4", 0, stale=False) is None


@pytest.mark.parametrize("qop", ["auth", "", "auth-int", "auth,auth-int"])
@pytest.mark.parametrize("algorithm", ["", "MD5", "SHA-256", "SHA-512-256", "MD5-sess"])
def test_the_right_answer_is_right(qop: str, algorithm: str) -> None:
    server = authority()
    assert check(server, answered(challenge(server, qop=qop, algorithms=algorithm))) is Result.AUTHORIZED


def test_no_credentials_or_those_of_another_realm_are_minus_4() -> None:
    server = authority()
    assert check(server, register()) is Result.NO_CREDENTIALS
    message = answered(challenge(server))
    assert server.check(message, Asker.REGISTRAR, "another", KNOWN, 0) == Checked(Result.NO_CREDENTIALS)
    assert server.check(message, Asker.PROXY, "", KNOWN, 0) == Checked(Result.NO_CREDENTIALS)


def test_a_wrong_password_is_minus_2_and_another_user_minus_1() -> None:
    server = authority()
    assert check(server, answered(challenge(server), "wrong")) is Result.WRONG_PASSWORD
    assert check(server, answered(challenge(server), user="mallory")) is Result.ANOTHER_USER
    assert check(server, answered(challenge(server)), known=Known("alice", None)) is Result.ANOTHER_USER


def test_an_answer_after_nonce_expire_is_stale() -> None:
    server = authority(Settings(nonce_expire=2, is_password_plain=True))
    message = answered(challenge(server))
    assert check(server, message, seconds(4)) is Result.STALE
    assert check(server, answered(challenge(server, seconds(4))), seconds(4)) is Result.AUTHORIZED


def test_a_foreign_nonce_is_stale_and_so_is_one_for_another_algorithm_or_qop() -> None:
    server = authority()
    assert check(server, answered(Challenge.parse('Digest realm="127.0.0.10", nonce="x", qop="auth"'))) is Result.STALE
    asked = challenge(server, algorithms="SHA-256")
    weaker = Challenge.parse(str(asked).replace("SHA-256", "MD5"))
    assert check(server, answered(weaker)) is Result.STALE
    other = Challenge.parse(str(challenge(server)).replace('qop="auth"', 'qop="auth-int"'))
    assert check(server, answered(other)) is Result.STALE


def test_a_nonce_is_used_twice_on_a_quiet_server_and_once_on_a_busy_one() -> None:
    server = authority()
    asked = challenge(server)
    assert check(server, answered(asked)) is Result.AUTHORIZED
    assert check(server, answered(asked, nc=2), ms(500)) is Result.AUTHORIZED
    server = authority(Settings(nonce_expire=2, is_password_plain=True))
    for second in range(5):
        challenge(server, seconds(second))
    asked = challenge(server, seconds(5))
    assert check(server, answered(asked), seconds(5)) is Result.AUTHORIZED
    assert check(server, answered(asked, nc=2), seconds(5)) is Result.STALE


def test_with_disable_nonce_check_a_nonce_lives_until_it_expires() -> None:
    server = authority(Settings(nonce_expire=2, is_password_plain=True, checks_reuse=False))
    for second in range(5):
        challenge(server, seconds(second))
    asked = challenge(server, seconds(5))
    assert [check(server, answered(asked, nc=nc), seconds(5)) for nc in (1, 2)] == [Result.AUTHORIZED] * 2


def test_without_calculate_ha1_the_variable_holds_the_hash() -> None:
    server = authority(Settings())
    right, wrong = (Known("alice", ha1("MD5", "alice", "127.0.0.10", word)) for word in ("alicepw", "other"))
    assert check(server, answered(challenge(server)), known=right) is Result.AUTHORIZED
    assert check(server, answered(challenge(server)), known=wrong) is Result.WRONG_PASSWORD
    assert check(server, answered(challenge(server)), known=KNOWN) is Result.ERROR


@pytest.mark.parametrize(
    "header",
    [
        'Authorization: Digest username="alice", realm="127.0.0.10", nonce="x"',
        'Authorization: Digest username="alice", realm="127.0.0.10", nonce="x", uri="sip:a", response="y", qop=auth',
        "Authorization: Digest ???",
    ],
)
def test_broken_credentials_are_minus_5_and_answered_with_400(header: str) -> None:
    checked = authority().check(register(more=header), Asker.REGISTRAR, "", KNOWN, 0)
    assert checked == Checked(Result.ERROR, refusal=(400, "Bad Request"))


def test_ack_and_cancel_pass() -> None:
    message = received("ACK sip:bob@127.0.0.10 SIP/2.0\nFrom: <sip:a@b>;tag=1\nCSeq: 1 ACK\n\n")
    assert check(authority(), message) is Result.AUTHORIZED


def test_an_empty_realm_is_the_domain_of_to_in_a_register_and_of_from_otherwise() -> None:
    server = authority(Settings(realm_prefix="sip."))
    lines = "From: <sip:alice@sip.atlanta.com>;tag=1\nTo: <sip:bob@biloxi.com>\n\n"
    assert server.realm(received(f"INVITE sip:bob@biloxi.com SIP/2.0\n{lines}"), "") == "atlanta.com"
    assert server.realm(received(f"REGISTER sip:biloxi.com SIP/2.0\n{lines}"), "") == "biloxi.com"
    assert server.realm(received(f"REGISTER sip:biloxi.com SIP/2.0\n{lines}"), "lab") == "lab"


def test_a_nonce_lives_to_the_end_of_its_time() -> None:
    server = authority(Settings(nonce_expire=2, is_password_plain=True))
    asked = challenge(server)
    assert check(server, answered(asked), seconds(2)) is Result.AUTHORIZED
    assert check(server, answered(asked), seconds(2) + 1) is Result.STALE


def test_users_are_compared_in_any_case_and_without_a_domain_behind_them() -> None:
    server = authority()
    for user in ("ALICE", "alice@127.0.0.10"):
        assert check(server, answered(challenge(server), user=user)) is Result.AUTHORIZED
    assert check(server, answered(challenge(server)), known=Known("Alice", "alicepw")) is Result.AUTHORIZED
