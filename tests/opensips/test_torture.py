"""The torture messages of RFC 4475 and RFC 5118 before a careful proxy: its script asks what a script can ask."""

from collections.abc import Mapping
from typing import Final

import pytest

from tests.opensips.bench import ALICE, Bench, configuration
from tests.torture.corpus import Torture, torture
from voiplab.sip.errors import Malformed
from voiplab.sip.message import parse

SCRIPT: Final = """
route {
    if (!sipmsg_validate("hmr")) {
        if ($rc == -1) send_reply(505, "Version Not Supported");
        else send_reply(400, "Bad Request");
        exit;
    }
    if (!($(ru{uri.schema}) =~ "^sips?$")) { send_reply(416, "Unsupported URI Scheme"); exit; }
    if (!mf_process_maxfwd_header(10)) { send_reply(483, "Too Many Hops"); exit; }
    if (is_present_hf("Proxy-Require") && !is_method("ACK|CANCEL")) { send_reply(420, "Bad Extension"); exit; }
    REGISTRAR
    xlog("process\\n");
}
"""
ROLES: Final[Mapping[str, str]] = {
    "proxy": "",
    "registrar": 'if (is_method("REGISTER")) { save("location"); exit; }',
}
CASES: Final = [
    pytest.param(message, role, outcomes, id=f"{message.name}-{role}")
    for message in torture()
    for role, outcomes in message.roles
    if role in ROLES
]
OTHERWISE: Final[Mapping[str, str]] = {
    "badinv01": "drop",  # nobody can be answered whose Via cannot be read
    "inv2543": "400",  # sipmsg_validate() wants a Contact, for which RFC 2543 did not ask
}


def outcome(role: str, data: bytes) -> str:
    bench = Bench.of(configuration(SCRIPT.replace("REGISTRAR", ROLES[role])))
    replies = bench.tell(data, ALICE)
    if "process" in bench.log or (replies and replies[0].startswith(b"SIP/2.0 200 ")):
        return "process"
    return replies[0][8:11].decode() if replies else "drop"


def is_readable(data: bytes) -> bool:
    try:
        parse(data)
    except Malformed:
        return False
    return True


@pytest.mark.parametrize(("message", "role", "outcomes"), CASES)
def test_it_does_what_the_rfc_says_or_drops_what_cannot_be_read(
    message: Torture, role: str, outcomes: tuple[str, ...]
) -> None:
    found = outcome(role, message.data)
    if not is_readable(message.data):
        assert found == "drop"
    elif message.name in OTHERWISE:
        assert found == OTHERWISE[message.name]
    else:
        assert found in outcomes
