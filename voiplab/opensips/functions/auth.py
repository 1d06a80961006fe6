"""auth: challenges, and whether credentials are right, as a script asks for it."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.auth.authority import Asker, Authority, Checked, Known, Settings
from voiplab.opensips.functions.behaviour import Behaviour, Function
from voiplab.opensips.functions.signaling import reply
from voiplab.opensips.received import Received
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.script.looking import look
from voiplab.opensips.variables import parse_variable

if TYPE_CHECKING:
    from voiplab.opensips.server import Server

_CHALLENGED: Final = 1
_FAILED: Final = -1


class Authentication:
    def __init__(self, server: "Server") -> None:
        secret = str(server.configuration.parameter("auth", "secret")) or server.host.chance("auth secret").hex(32)
        self.authority = Authority(Settings.of(server.configuration), secret, server.started)


def _checked(received: Received) -> Checked | None:
    """What became of its credentials, for a challenge that follows and for consume_credentials()."""
    kept = received.kept.get("auth")
    return kept if isinstance(kept, Checked) else None


def _authorize(asker: Asker) -> Function:
    def authorize(context: Context, arguments: Arguments) -> int:
        own = context.server.part(Authentication)
        known = Known(_text(context, "username_spec"), _text(context, "password_spec"))
        now = context.server.host.now
        checked = own.authority.check(context.received, asker, arguments.text(0), known, now)
        context.received.kept["auth"] = checked
        if checked.refusal is not None:
            reply(context, *checked.refusal)
        return int(checked.result)

    return authorize


def _challenge(asker: Asker) -> Function:
    def challenge(context: Context, arguments: Arguments) -> int:
        own = context.server.part(Authentication)
        realm = own.authority.realm(context.received, arguments.text(0))
        if realm is None:
            context.error("auth:challenge", "failed to extract URI")
            return 0 if reply(context, 400, "Bad Request") else _FAILED
        checked = _checked(context.received)
        lines = own.authority.challenge(
            asker,
            realm,
            arguments.text(1),
            arguments.text(2),
            context.server.host.now,
            stale=checked is not None and checked.is_stale,
        )
        if lines is None:
            context.error("auth:challenge", "failed to generate nonce")
            return _FAILED
        return _CHALLENGED if reply(context, asker.status, asker.reason, tuple(lines)) else _FAILED

    return challenge


def consume_credentials(context: Context, _arguments: Arguments) -> int:
    """Takes the header with the credentials that counted out of the message."""
    checked = _checked(context.received)
    if checked is None or checked.place is None:
        if context.received.method not in ("ACK", "CANCEL"):
            context.error("auth:consume_credentials", "no authorized credentials found (error in scripts)")
        return _FAILED
    context.received.lumps.remove(*context.received.span(checked.place))
    return 1


def _text(context: Context, parameter: str) -> str | None:
    """The text in the variable that a parameter names; a number is none, and an empty one neither."""
    configuration = context.server.configuration
    name = str(configuration.parameter("auth", parameter))
    value = look(context, parse_variable(name, configuration.module_names)) if name else None
    return value if isinstance(value, str) and value else None


BEHAVIOUR: Final = Behaviour(
    functions={
        "pv_www_authorize": _authorize(Asker.REGISTRAR),
        "pv_proxy_authorize": _authorize(Asker.PROXY),
        "www_challenge": _challenge(Asker.REGISTRAR),
        "proxy_challenge": _challenge(Asker.PROXY),
        "consume_credentials": consume_credentials,
    }
)
