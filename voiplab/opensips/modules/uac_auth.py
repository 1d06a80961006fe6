"""uac_auth: credentials of the server itself. Module documentation of OpenSIPS 3.2, "uac_auth"."""

from typing import Final

from voiplab.opensips.modules.shape import module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "uac_auth",
    "credentials of the server itself",
    parameters=(
        text("credential", "", Standing.IN_FORCE),
        text("auth_realm_avp", "", Standing.NOT_SIMULATED),
        text("auth_username_avp", "", Standing.NOT_SIMULATED),
        text("auth_password_avp", "", Standing.NOT_SIMULATED),
    ),
)
