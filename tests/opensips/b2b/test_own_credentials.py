"""Credentials of the server itself: the answer to a challenge as recorded in d-b2bua/16, and what may stand in a `modparam`."""

from typing import Final

import pytest

from tests.opensips.bench import ALICE, Bench, configuration, head
from tests.opensips.scripts import HEAD, cfg
from tests.opensips.scripts import configuration as configuration_of
from voiplab.opensips.auth.own_credentials import OwnCredential, read_credential
from voiplab.opensips.b2b.calls import Calls
from voiplab.opensips.console.opensips_cli import execute
from voiplab.opensips.refusal import Refused
from voiplab.sip.digest import Credentials, ha1, verify

TRIGGER: Final = "b2b_trigger_scenario originate client1,sip:alice@127.0.0.11 client2,sip:bob@127.0.0.12"
NONCE: Final = "r8yWD+QzL+BAbR4IuuppS21agbfN32yY/uYI46JDVB0A"
CHALLENGE: Final = f'Digest realm="127.0.0.10", nonce="{NONCE}", qop="auth"'
URI: Final = "sip:alice@127.0.0.11"


def office(*credentials: str) -> Bench:
    given = (f'"uac_auth", "credential", "{one}"' for one in credentials)
    text = configuration("route { exit; }", '"b2b_logic", "server_address", "sip:b2b@127.0.0.10"', *given)
    loads = "".join(f'loadmodule "{name}.so"\n' for name in ("uac_auth", "b2b_entities", "b2b_logic"))
    return Bench.of(text.replace("modparam(", loads + "modparam(", 1))


def invited(running: Bench) -> bytes:
    before = len(running.sent)
    assert execute(running.server, TRIGGER) == '"OK"'
    (invite,) = [seen.raw for seen in running.sent[before:]]
    return invite


def refused(
    running: Bench, invite: bytes, *lines: str, status: str = "407 Proxy Authentication Required"
) -> list[bytes]:
    """What the server sends when the phone answers so, without the ACK that it begins with."""
    kept = [line for line in head(invite) if line.partition(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
    (to,) = [line for line in head(invite) if line.startswith("To:")]
    reply = "\r\n".join([f"SIP/2.0 {status}", *kept, f"{to};tag=t1", *lines, "Content-Length: 0", "", ""])
    return [one for one in running.tell(reply.encode(), ALICE) if not one.startswith(b"ACK ")]


def challenged(challenge: str, *credentials: str) -> list[str]:
    """Headers of the INVITE that follows; without one none."""
    running = office(*credentials)
    again = refused(running, invited(running), f"Proxy-Authenticate: {challenge}")
    return head(again[0]) if again else []


def own(lines: list[str]) -> Credentials:
    (text,) = [line.partition(": ")[2] for line in lines if line.startswith("Proxy-Authorization:")]
    return Credentials.parse(text)


def test_the_invite_comes_again_with_the_next_cseq_and_the_recorded_answer() -> None:
    running = office("alice:127.0.0.10:alicepw", "bob:127.0.0.10:bobpw")
    first = invited(running)
    (again,) = refused(running, first, f"Proxy-Authenticate: {CHALLENGE}")
    *same, line = head(again)
    changed = [(one, other) for one, other in zip(head(first), same, strict=True) if one != other]
    assert [one.partition(":")[0] for one, _ in changed] == ["Via", "CSeq"]
    assert ("CSeq: 2 INVITE", "CSeq: 3 INVITE") in changed
    assert line.startswith(
        f'Proxy-Authorization: Digest username="bob", realm="127.0.0.10", nonce="{NONCE}", uri="{URI}", '
        'qop=auth, nc=00000001, cnonce="2901996826", response="'
    )
    assert line.endswith('", algorithm=MD5')
    assert verify(own([line]), "INVITE", "bobpw")


def test_the_recorded_response_is_that_of_the_recorded_password() -> None:
    recorded = (
        f'Digest username="bob", realm="127.0.0.10", nonce="{NONCE}", uri="sip:alice@127.0.0.10", qop=auth, '
        'nc=00000001, cnonce="2901996826", response="f1344891104b2af36cef418256b2e59d", algorithm=MD5'
    )
    assert verify(Credentials.parse(recorded), "INVITE", "bobpw")


def test_a_401_is_answered_in_authorization() -> None:
    running = office("bob:127.0.0.10:bobpw")
    (again,) = refused(running, invited(running), f"WWW-Authenticate: {CHALLENGE}", status="401 Unauthorized")
    assert head(again)[-1].startswith('Authorization: Digest username="bob"')


def test_the_challenge_has_to_stand_in_the_header_of_its_status() -> None:
    running = office("bob:127.0.0.10:bobpw")
    assert refused(running, invited(running), f"WWW-Authenticate: {CHALLENGE}") == []


def test_without_qop_there_is_neither_a_count_nor_a_cnonce() -> None:
    said = own(challenged('Digest realm="lab", nonce="n", opaque="o"', "bob:lab:bobpw"))
    assert [name for name, _ in said.params] == ["username", "realm", "nonce", "uri", "opaque", "response", "algorithm"]
    assert verify(said, "INVITE", "bobpw")


@pytest.mark.parametrize("algorithm", ["SHA-256", "SHA-512-256", "MD5-sess"])
def test_the_algorithm_is_that_of_the_challenge(algorithm: str) -> None:
    said = own(challenged(f'Digest realm="lab", nonce="n", algorithm={algorithm}, qop="auth"', "bob:lab:bobpw"))
    assert said.algorithm == algorithm
    assert verify(said, "INVITE", "bobpw")


def test_with_auth_int_the_body_counts() -> None:
    said = own(challenged('Digest realm="lab", nonce="n", qop="auth-int"', "bob:lab:bobpw"))
    assert said.qop == "auth-int"
    assert verify(said, "INVITE", "bobpw", b"")


def test_the_password_may_be_a_hash() -> None:
    secret = ha1("MD5", "bob", "lab", "bobpw")
    assert verify(own(challenged('Digest realm="lab", nonce="n"', f"bob:lab:0x{secret}")), "INVITE", "bobpw")


def test_a_hash_of_another_length_is_a_password() -> None:
    assert verify(own(challenged('Digest realm="lab", nonce="n"', "bob:lab:0xabcd")), "INVITE", "0xabcd")


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="elsewhere", nonce="n"',
        'Digest realm="LAB", nonce="n"',
        'Digest realm="lab", nonce="n", algorithm=unheard-of',
        'Bearer realm="lab"',
        "Digest",
        'Digest realm="lab',
    ],
)
def test_a_challenge_that_cannot_be_answered_ends_the_call(challenge: str) -> None:
    running = office("bob:lab:bobpw")
    assert refused(running, invited(running), f"Proxy-Authenticate: {challenge}") == []
    assert execute(running.server, "b2b_list") == '{\n    "Tuples": []\n}'


def test_the_first_challenge_that_can_be_answered_is() -> None:
    running = office("bob:lab:bobpw")
    first = invited(running)
    lines = ("Proxy-Authenticate: Digest", 'Proxy-Authenticate: Digest realm="lab", nonce="n", algorithm=SHA-256')
    (again,) = refused(running, first, *lines)
    assert own(head(again)).algorithm == "SHA-256"


def test_a_second_challenge_is_not_answered() -> None:
    running = office("bob:127.0.0.10:wrong")
    (again,) = refused(running, invited(running), f"Proxy-Authenticate: {CHALLENGE}")
    assert refused(running, again, f"Proxy-Authenticate: {CHALLENGE}") == []


def test_who_rings_already_is_not_answered() -> None:
    running = office("bob:127.0.0.10:bobpw")
    first = invited(running)
    assert refused(running, first, status="180 Ringing") == []
    assert refused(running, first, f"Proxy-Authenticate: {CHALLENGE}") == []


def test_a_100_changes_nothing() -> None:
    running = office("bob:127.0.0.10:bobpw")
    first = invited(running)
    assert refused(running, first, status="100 Trying") == []
    assert len(refused(running, first, f"Proxy-Authenticate: {CHALLENGE}")) == 1


def test_a_call_that_is_over_is_not_tried_again() -> None:
    running = office("bob:127.0.0.10:bobpw")
    first = invited(running)
    refused(running, first, status="100 Trying")
    (key,) = running.server.part(Calls).calls
    assert execute(running.server, f"b2b_terminate_call {key}") == '"OK"'
    running.run(0)
    assert refused(running, first, f"Proxy-Authenticate: {CHALLENGE}") == []


def test_without_credentials_a_challenge_is_a_refusal() -> None:
    running = office()
    assert refused(running, invited(running), f"Proxy-Authenticate: {CHALLENGE}") == []


# What may stand in a modparam


@pytest.mark.parametrize("written", ["bob:lab:pw", " bob : lab : pw ", "bob\t:lab:\tpw"])
def test_spaces_do_not_count(written: str) -> None:
    assert read_credential(written) == OwnCredential("bob", "lab", "pw")


def test_a_password_may_have_colons() -> None:
    assert read_credential("bob:lab:p:w") == OwnCredential("bob", "lab", "p:w")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("", 0),
        (":", 0),
        ("bob", 3),
        ("bob lab", 4),
        ("bob:", 4),
        ("bob::pw", 4),
        ("bob:lab", 7),
        ("bob:lab:", 8),
        ("a:b:c d", 6),
    ],
)
def test_anything_else_is_refused_with_its_place(written: str, at: int) -> None:
    assert read_credential(written) == at


def test_the_start_is_refused_in_the_words_of_the_module() -> None:
    line = 'loadmodule "uac_auth.so"\nmodparam("uac_auth", "credential", "bob:lab")\n'
    with pytest.raises(Refused) as raised:
        configuration_of(cfg(f"{HEAD}{line}route {{ exit; }}\n"))
    cannot = "Parameter <credential> not found in module <uac_auth> - can't set"
    assert [problem.says for problem in raised.value.problems] == ["parse error in <bob:lab> around 7", cannot]
    assert "ERROR:uac_auth:add_credential: parse error in <bob:lab> around 7" in [
        str(line) for line in raised.value.log
    ]
