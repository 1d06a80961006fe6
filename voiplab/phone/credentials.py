"""Answering 401 and 407: RFC 3261 section 22.3. Each request starts without credentials, as pjsip's do."""

from typing import Final

from voiplab.phone.setup import Setup
from voiplab.sip.digest import answer, choose
from voiplab.sip.draft import Draft
from voiplab.sip.message import Response
from voiplab.sip.value import value

UNAUTHORIZED: Final = 401
PROXY_UNAUTHORIZED: Final = 407


@value(frozen=True, slots=False)
class Keyring:
    """What one call, or one registration, answers challenges with: its cnonce stays the same."""

    setup: Setup
    cnonce: str

    @classmethod
    def of(cls, setup: Setup) -> "Keyring":
        return cls(setup, setup.profile.tokens.cnonce.draw(setup.host.chance("cnonce"), setup.facts))

    def sign(self, draft: Draft, response: Response) -> bool:
        """Put the answer to a challenge into the request. False when there is none to give, or it was given and is wrong."""
        from_proxy = response.status == PROXY_UNAUTHORIZED
        header = "Proxy-Authorization" if from_proxy else "Authorization"
        challenge = choose(response.proxy_authenticate if from_proxy else response.www_authenticate)
        if challenge is None or not self.setup.settings.password:
            return False
        if draft.has(header) and not challenge.is_stale:
            return False
        method, uri = draft.start.split(" ")[:2]
        user, password = self.setup.auth_user, self.setup.settings.password
        credentials = answer(challenge, method, uri, user, password, self.cnonce, body=draft.body)
        draft.set(header, str(credentials.in_order(self.setup.profile.registering.digest_order)))
        return True
