"""Challenges and answers as a script asks for them, in a server that runs. The script is that of the recordings."""

from tests.opensips.bench import Bench, configuration, head
from tests.opensips.registrar.registrations import register
from voiplab.net.address import Address
from voiplab.sim.moment import ms, seconds
from voiplab.sip.digest import Challenge, answer

ALICE = Address("127.0.0.11", 5060)
SCRIPT = """
route {
    if ($tU == "alice") { $var(user) = "alice"; $var(pass) = "alicepw"; }
    else { $var(user) = $tU; $var(pass) = "nobody"; }
    if (!pv_www_authorize("")) {
        xlog("rc=$rc\\n");
        www_challenge("", "auth");
        exit;
    }
    %s
}
"""
PARAMETERS = (
    '"auth", "username_spec", "$var(user)"',
    '"auth", "password_spec", "$var(pass)"',
    '"auth", "calculate_ha1", 1',
    '"auth", "nonce_expire", 2',
)


def running(then: str = 'save("location");') -> Bench:
    return Bench.of(configuration(SCRIPT % then, *PARAMETERS))


def ask(server: Bench, cseq: int = 1) -> Challenge:
    (reply,) = server.tell(register(cseq=cseq).buffer, ALICE)
    return challenge_in(reply)


def challenge_in(reply: bytes) -> Challenge:
    (line,) = [line for line in head(reply) if line.startswith("WWW-Authenticate: ")]
    return Challenge.parse(line.partition(": ")[2])


def answered(asked: Challenge, password: str = "alicepw", cseq: int = 2, nc: int = 1) -> bytes:
    credentials = answer(asked, "REGISTER", "sip:127.0.0.10:5060", "alice", password, "6b8b4567", nc)
    return register(cseq=cseq, more=f"Authorization: {credentials}").buffer


def returned(server: Bench) -> list[str]:
    return [line for line in server.log if line.startswith("rc=")]


def test_a_challenge_and_the_right_answer() -> None:
    server = running()
    asked = ask(server)
    assert (asked.realm, asked.qop, asked.is_stale) == ("127.0.0.10", ("auth",), False)
    (reply,) = server.tell(answered(asked), ALICE)
    assert head(reply)[0] == "SIP/2.0 200 OK"
    assert returned(server) == ["rc=-4"]


def test_a_wrong_password_is_challenged_again_with_another_nonce_that_is_not_stale() -> None:
    server = running()
    first = ask(server)
    (reply,) = server.tell(answered(first, "wrong"), ALICE)
    second = challenge_in(reply)
    assert (second.is_stale, second.nonce == first.nonce) == (False, False)
    assert returned(server) == ["rc=-4", "rc=-2"]


def test_a_late_answer_is_told_that_its_nonce_is_stale() -> None:
    server = running()
    asked = ask(server)
    server.run(seconds(4))
    (reply,) = server.tell(answered(asked), ALICE)
    assert head(reply)[-3].endswith(', qop="auth", stale=true')
    assert returned(server) == ["rc=-4", "rc=-3"]


def test_after_challenges_in_five_seconds_a_nonce_counts_once() -> None:
    # As it was recorded: the sixth challenge is answered twice.
    server = running()
    for cseq in range(1, 6):
        ask(server, cseq)
        server.run(seconds(1) + ms(51))
    asked = ask(server, 6)
    (first,) = server.tell(answered(asked, cseq=7), ALICE)
    (second,) = server.tell(answered(asked, cseq=8, nc=2), ALICE)
    assert (head(first)[0], head(second)[0]) == ("SIP/2.0 200 OK", "SIP/2.0 401 Unauthorized")
    (third,) = server.tell(answered(challenge_in(second), cseq=9), ALICE)
    assert head(third)[0] == "SIP/2.0 200 OK"


def test_credentials_are_taken_out_of_what_is_sent_on() -> None:
    server = running('consume_credentials(); $du = "sip:127.0.0.12"; t_relay();')
    sent = server.tell(answered(ask(server)), ALICE)
    assert [line for line in head(sent[-1]) if "Authorization" in line] == []
