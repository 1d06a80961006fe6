"""Digest challenges and the answers to them, field by field: RFC 3261 section 22, RFC 7616."""

from collections.abc import Mapping
from typing import Final

from voiplab.explain.meaning.here import Header, Here, Said, Says, said_of
from voiplab.explain.messages import SipMessage, Unreadable
from voiplab.sip.digest import Challenge, Credentials
from voiplab.sip.errors import Malformed

CHALLENGE_HEADERS: Final = ("WWW-Authenticate", "Proxy-Authenticate")

FIELDS_OF_CHALLENGE: Final[Mapping[str, str]] = {
    "realm": "which user name and password are wanted: those for this realm",
    "nonce": "to be mixed into the answer, so that an answer cannot be used again later",
    "opaque": "to be sent back as it is",
    "domain": "for which addresses the answer counts as well",
    "qop": "what the answer protects: with auth method and URI, with auth-int the body, too",
    "algorithm": "the hash",
    "stale": "true: user and password were right, only the nonce is too old; no person need be asked",
    "charset": "of user name and password",
    "userhash": "whether the user name may be sent as a hash",
}

FIELDS_OF_ANSWER: Final[Mapping[str, str]] = {
    "username": "the account; need not be the user in From",
    "realm": "from the challenge; with the user name it finds the password",
    "uri": "goes into the hash: the Request-URI as the one who answers saw it",
    "qop": "what the answer protects; nc and cnonce are in the hash",
    "nc": "how often this nonce was used, in hexadecimal: each request counts up",
    "cnonce": "what the client mixes in, against a server that prepared its nonce",
    "algorithm": "the hash",
    "opaque": "from the challenge, as it was",
    "response": "hash of user:realm:password, nonce, nc, cnonce, qop, method and uri; the password is never sent",
}


def challenge(header: Header) -> Said:
    found = Challenge.parse(header.value)
    here = header.here
    if found.scheme.lower() != "digest":
        yield Says(f"a challenge of the scheme {found.scheme}, which is none of SIP's")
        return
    request = here.request
    if request is not None and request.request is not None and _has_credentials(request):
        yield Says(
            f"the answer in {said_of(request)} was not accepted" + (", its nonce is stale" if found.is_stale else ""),
            request.n,
        )
    yield Says("repeat the request with an answer to this, a new branch, and CSeq one higher")
    for name, _ in found.params:
        yield Says(f"{name} {found.param(name.lower())}: {FIELDS_OF_CHALLENGE.get(name.lower(), 'an extension')}")
    answer = next((other for other in here.after() if _answers(other, found.nonce)), None)
    if answer is not None:
        yield Says(f"answered in {said_of(answer)}", answer.n)


def credentials(header: Header) -> Said:
    found = Credentials.parse(header.value)
    here = header.here
    if found.scheme.lower() != "digest":
        yield Says(f"credentials of the scheme {found.scheme}, which is none of SIP's")
        return
    challenged = next((other for other in here.before() if _challenged(other, found.nonce)), None)
    if challenged is None:
        yield Says("the nonce is from no challenge in this recording")
    else:
        yield Says(f"answers the challenge in {said_of(challenged)} of {challenged.source}", challenged.n)
    for name, _ in found.params:
        value = found.param(name.lower())
        if name.lower() == "nonce":
            yield Says(f"nonce {value}: from the challenge, as it was")
        else:
            yield Says(f"{name} {value}: {FIELDS_OF_ANSWER.get(name.lower(), 'an extension')}")
    yield from _counted(found, here)


def _counted(found: Credentials, here: Here) -> Said:
    if found.uri and here.content.start.split(" ")[1:2] != [found.uri] and here.is_request:
        yield Says(
            "uri is not the Request-URI of this message: it was changed on the way, or the telephone wrote another"
        )


def _has_credentials(message: SipMessage) -> bool:
    if isinstance(message.content, Unreadable):
        return False
    return any(message.content.get(name) is not None for name in ("Authorization", "Proxy-Authorization"))


def _challenged(message: SipMessage, nonce: str) -> bool:
    if message.response is None or message.response.status not in (401, 407):
        return False
    try:
        found = [*message.response.www_authenticate, *message.response.proxy_authenticate]
    except Malformed:
        return False
    return any(challenge.nonce == nonce for challenge in found)


def _answers(message: SipMessage, nonce: str) -> bool:
    if message.request is None or message.is_copy or not _has_credentials(message):
        return False
    try:
        found = [*message.request.authorization, *message.request.proxy_authorization]
    except Malformed:
        return False
    return any(credentials.nonce == nonce for credentials in found)


def info(header: Header) -> Said:
    yield Says(
        f"after a right answer: the server's part of the digest, or the nonce for the next request: {header.value}"
    )
