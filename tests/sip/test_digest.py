"""Digest: published values, what is sent and what is believed."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from voiplab.sip.digest import Challenge, Credentials, answer, choose, ha1, response, verify, verify_hashed
from voiplab.sip.errors import Malformed
from voiplab.sip.reader import quote

VECTORS = Path(__file__).parent.parent / "vectors"


@dataclass(frozen=True)
class Published:
    """One case of the vectors; most come from RFCs and drafts."""

    source: str
    user: str
    realm: str
    password: str
    method: str
    uri: str
    nonce: str
    body: bytes
    response: str
    algorithm: str
    qop: str | None
    nc: str | None
    cnonce: str | None

    @property
    def credentials(self) -> Credentials:
        """As a client would send them, with a wrong response."""
        params: list[tuple[str, str | None]] = [
            *[("username", quote(self.user)), ("realm", quote(self.realm)), ("nonce", quote(self.nonce))],
            *[("uri", quote(self.uri)), ("response", '"0"'), ("algorithm", self.algorithm)],
        ]
        if self.qop is not None:
            params += [("qop", self.qop), ("nc", self.nc), ("cnonce", quote(self.cnonce or ""))]
        return Credentials("Digest", tuple(params))


def published() -> list[Published]:
    cases = json.loads((VECTORS / "digest.json").read_text(encoding="utf-8"))["cases"]
    return [
        Published(
            *(case["source"], case["user"], case["realm"], case["pw"], case["method"], case["uri"], case["nonce"]),
            *(case["body"].encode(), case["response"], case.get("alg", "MD5")),
            *(case.get("qop"), case.get("nc"), case.get("cnonce")),
        )
        for case in cases
    ]


PUBLISHED = published()


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.source)
def test_responses_are_those_that_are_published(case: Published) -> None:
    secret = ha1(case.algorithm, case.user, case.realm, case.password)
    assert response(case.credentials, case.method, secret, case.body) == case.response


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.source)
def test_a_client_answers_so_that_a_server_believes_it(case: Published) -> None:
    qop = "" if case.qop is None else f",qop={quote(case.qop)}"
    challenge = Challenge.parse(
        f"Digest realm={quote(case.realm)},nonce={quote(case.nonce)},algorithm={case.algorithm}{qop}"
    )
    nc = int(case.nc or "1", 16)
    sent = answer(challenge, case.method, case.uri, case.user, case.password, case.cnonce or "c", nc, case.body)
    assert sent.response == case.response
    heard = Credentials.parse(str(sent))
    assert heard == sent
    assert verify(heard, case.method, case.password, case.body)
    assert verify_hashed(heard, case.method, ha1(case.algorithm, case.user, case.realm, case.password), case.body)


def challenges() -> list[tuple[str, dict[str, object]]]:
    cases = json.loads((VECTORS / "digest_challenge.json").read_text(encoding="utf-8"))["cases"]
    return [(case.pop("value"), case) for case in cases]


@pytest.mark.parametrize(("text", "expected"), challenges())
def test_challenges_are_read_as_opensips_reads_them(text: str, expected: dict[str, object]) -> None:
    is_sound = expected.pop("ok")
    try:
        challenge = Challenge.parse(text)
    except Malformed:
        assert not is_sound
        return
    assert challenge.is_known is is_sound
    found = {
        "realm": challenge.realm,
        "algorithm": challenge.algorithm.upper(),
        "qop": list(challenge.qop),
        "stale": challenge.is_stale,
        "opaque": challenge.opaque,
    }
    assert {name: found[name] for name in expected} == expected


CHALLENGE = Challenge.parse('Digest realm="r", nonce="n", qop="auth"')


def sent(method: str = "REGISTER", password: str = "secret", nc: int = 1) -> Credentials:
    return answer(CHALLENGE, method, "sip:example.com", "alice", password, "c", nc)


def test_credentials_for_one_method_do_not_open_another() -> None:
    assert verify(sent("REGISTER"), "REGISTER", "secret")
    assert not verify(sent("REGISTER"), "INVITE", "secret")


def test_a_wrong_password_is_not_believed() -> None:
    assert not verify(sent(password="Secret"), "REGISTER", "secret")


@pytest.mark.parametrize("changed", ["username", "realm", "nonce", "uri", "response", "nc", "cnonce", "qop"])
def test_every_part_of_the_credentials_counts(changed: str) -> None:
    params = tuple((name, '"auth-int"' if name == changed else value) for name, value in sent().params)
    assert not verify(Credentials("Digest", params), "REGISTER", "secret")


def test_a_response_that_is_no_ascii_is_not_believed_and_does_no_harm() -> None:
    params = tuple((name, '"é\udcff"' if name == "response" else value) for name, value in sent().params)
    assert not verify(Credentials("Digest", params), "REGISTER", "secret")


def test_nc_is_eight_hexadecimal_digits() -> None:
    assert sent(nc=26).nc == "0000001a"


def test_the_topmost_challenge_that_is_known_is_answered_not_the_strongest() -> None:
    # RFC 8760 section 2.4
    texts = ['Basic realm="r"', 'Digest realm="r", nonce="1", algorithm=SHA3', 'Digest realm="r", nonce="2"']
    texts.append('Digest realm="r", nonce="3", algorithm=SHA-256')
    chosen = choose([Challenge.parse(text) for text in texts])
    assert chosen is not None
    assert chosen.nonce == "2"
    assert choose([Challenge.parse(texts[1])]) is None


def test_an_unknown_algorithm_is_not_believed() -> None:
    params = (*sent().params, ("algorithm", "SHA3"))
    assert not verify(Credentials("Digest", params), "REGISTER", "secret")


def test_a_server_that_offers_no_qop_gets_the_short_form_with_its_opaque() -> None:
    challenge = Challenge.parse('Digest realm="r", nonce="n", opaque="o", algorithm=MD5')
    found = answer(challenge, "REGISTER", "sip:example.com", "alice", "secret", "c")
    names = [name for name, _ in found.params]
    assert names == ["username", "realm", "nonce", "uri", "response", "algorithm", "opaque"]


def test_the_order_of_the_parameters_is_the_products_own() -> None:
    first = [name for name, _ in sent().in_order(["realm", "username"]).params]
    assert first == ["realm", "username", "nonce", "uri", "response", "cnonce", "qop", "nc"]


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("Digest", 7, "a space"),
        ('Digest realm="r', 14, "a quoted string"),
        ("Digest realm", 13, "="),
        ('Digest realm="r",', 18, "a parameter name"),
        ('Digest realm="r", Realm="s"', 19, "Realm only once"),
        ('Digest realm="r", realm="s"', 19, "realm only once"),
        ('Digest realm="r" nonce="n"', 18, "a comma, or nothing more"),
        ("Digest realm=,", 14, "a value"),
    ],
)
def test_says_where_a_challenge_stops_making_sense(text: str, column: int, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        Challenge.parse(text)
    assert (caught.value.column, caught.value.expected) == (column, expected)
