"""The guard of a profile: who has to prove itself, how that is asked for, and what the log says of it (sofia_reg.c).

Whoever is unknown is challenged like everybody else, and refused only when credentials come.
"""

from typing import Final

from voiplab.freeswitch.sofia.authentication import Authenticated, Nonces, Refusal, authenticate, challenge
from voiplab.freeswitch.sofia.ground import Ground
from voiplab.net.address import Address
from voiplab.sip.digest import Credentials
from voiplab.sip.message import Request
from voiplab.sip.uri import Uri

HINT: Final = (
    "You must define a domain called '{domain}' in your directory and add a user with the id=\"{user}\" attribute\n"
    "and you must configure your device to use the proper domain in its authentication credentials."
)


class Guard:
    """Of one profile."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.nonces = Nonces(ground.host, lambda: ground.setting("nonce-ttl").number)

    def trusts(self, acl: str, source: Address) -> bool:
        """Whether an address may do without a password: apply-inbound-acl, apply-register-acl."""
        lists = self._ground.profile.lists(acl)
        return any(self._ground.configuration.acl.allows(entry.value, source.ip) for entry in lists)

    def examine(
        self, request: Request, credentials: Credentials | None, claimed: Uri, source: Address
    ) -> Authenticated | Refusal:
        """`claimed` is the address that the request speaks for."""
        ground = self._ground
        domain = ground.domain_of(claimed)
        blindly = ground.flag("accept-blind-auth")
        verdict = authenticate(request, credentials, self.nonces, ground.directory, domain, blindly=blindly)
        if verdict is Refusal.FORBIDDEN:
            self._log_unknown(claimed.username, domain, source)
        return verdict

    def challenge(self, request: Request, source: Address, *, stale: bool) -> str:
        """The value of WWW-Authenticate or Proxy-Authenticate, with a new nonce."""
        self._log("challenge", request, source)
        return challenge(self._ground.realm(request), self.nonces.new(), stale=stale)

    def log_failure(self, request: Request, source: Address) -> None:
        self._log("failure", request, source)

    def _log_unknown(self, user: str, domain: str, source: Address) -> None:
        ground = self._ground
        if ground.directory.user(user, domain) is None:
            hint = HINT.format(domain=domain, user=user)
            ground.log("warning", f"Can't find user [{user}@{domain}] from {source.ip}\n{hint}")

    def _log(self, what: str, request: Request, source: Address) -> None:
        """Whatever is no REGISTER is called an INVITE."""
        ground, target = self._ground, request.to.uri
        if ground.flag("log-auth-failures"):
            kind = "REGISTER" if request.method == "REGISTER" else "INVITE"
            ground.log(
                "warning",
                f"SIP auth {what} ({kind}) on sofia profile '{ground.name}' "
                f"for [{target.username}@{target.host}] from ip {source.ip}",
            )
