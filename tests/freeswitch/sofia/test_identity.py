"""Who calls: what of an INVITE the server believes, and what it tells the callee."""

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office, rule
from voiplab.freeswitch.sofia import identity
from voiplab.freeswitch.sofia.identity import Identity, Told
from voiplab.sip.message import Request, parse

PLAIN = Identity("1000", "1000")


def invite(*headers: str) -> Request:
    lines = ("INVITE sip:1001@127.0.0.20 SIP/2.0", 'From: "1000" <sip:1000@127.0.0.20>;tag=a', *headers, "", "")
    message = parse("\r\n".join(lines).encode())
    assert isinstance(message, Request)
    return message


@pytest.mark.parametrize(
    ("headers", "who"),
    [
        ([], PLAIN),
        (["Remote-Party-ID: <sip:2000@x>"], PLAIN._replace(number="2000", told=Told.REMOTE_PARTY)),
        (['Remote-Party-ID: "Ann" <sip:x>'], PLAIN._replace(name="Ann", told=Told.REMOTE_PARTY)),
        (
            ["Remote-Party-ID: <sip:2000@x>;privacy=full;screen=no"],
            Identity("1000", "2000", Told.REMOTE_PARTY, hides_name=True, hides_number=True, is_screened=False),
        ),
        (
            ["Remote-Party-ID: <sip:2000@x>;privacy=name"],
            Identity("1000", "2000", Told.REMOTE_PARTY, hides_name=True),
        ),
        (["P-Asserted-Identity: <sip:777@lab>"], PLAIN._replace(number="777", told=Told.ASSERTED)),
        (["P-Preferred-Identity: <sip:777@lab>"], PLAIN._replace(number="777", told=Told.ASSERTED)),
        (
            ["Remote-Party-ID: <sip:1@x>", "P-Asserted-Identity: <sip:2@x>", 'P-Preferred-Identity: "C" <sip:3@x>'],
            Identity("C", "3", Told.ASSERTED),
        ),
        (["Privacy: header; id"], PLAIN._replace(hides_name=True, hides_number=True)),
        (["Privacy: none"], PLAIN),
        (["Remote-Party-ID: <<<"], PLAIN),
    ],
)
def test_the_identity_is_read_from_what_overrules_from(headers: list[str], who: Identity) -> None:
    assert identity.of(invite(*headers)) == who


def test_a_caller_without_a_user_is_unknown() -> None:
    request = parse(b"INVITE sip:1001@127.0.0.20 SIP/2.0\r\nFrom: <sip:127.0.0.21>;tag=a\r\n\r\n")
    assert isinstance(request, Request)
    assert identity.of(request) == Identity("unknown", "")


NAMELESS = changed(
    changed(FILES, "directory/default.xml", '<variable name="effective_caller_id_name" value="Extension 1000"/>', ""),
    "directory/default.xml", '<variable name="effective_caller_id_number" value="1000"/>', "",
)  # fmt: skip
"""1000 has no name and number of its own."""


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (("Remote-Party-ID", '"Ann" <sip:2000@x>;privacy=full;screen=no'),
         {"Remote-Party-ID": '"Ann" <sip:2000@127.0.0.20>;party=calling;screen=no;privacy=full'}),
        (("P-Asserted-Identity", "<sip:777@lab>"),
         {"P-Asserted-Identity": '"1000" <sip:777@127.0.0.20>', "Privacy": "none", "Remote-Party-ID": None}),
        (("Privacy", "id"),
         {"Remote-Party-ID": '"1000" <sip:1000@127.0.0.20>;party=calling;screen=yes;privacy=full'}),
    ],
)  # fmt: skip
def test_the_callee_is_told_in_the_header_that_the_caller_used(
    field: tuple[str, str], shown: dict[str, str | None]
) -> None:
    office = Office(files=NAMELESS).register("1001")
    office["1001"].answers_with((0.1, 486))
    office["1000"].dial("1001", fields=(field,))
    office.run()
    told = office.last("1001", "INVITE")
    assert {name: told.get(name) for name in shown} == shown


def test_an_invite_without_contact_is_refused() -> None:
    office = Office(phones=1)
    office["1000"].request("INVITE", {"To": "<sip:1001@127.0.0.20>"})
    office.run()
    assert office.last("1000", "400 INVITE").start == "SIP/2.0 400 Missing Contact Header"
    assert "[ERR] NO CONTACT!" in office.log
    assert office.switch.leftovers() == []


def test_when_there_are_as_many_sessions_as_there_may_be_a_call_is_refused_for_five_minutes() -> None:
    limit = '<param name="max-sessions" value='
    files = changed(rule("answer", "park"), "autoload_configs/all.xml", f'{limit}"1000"', f'{limit}"1"')
    office = Office(files=files, phones=2)
    office["1000"].dial("7")
    office.later(2, lambda: office["1001"].dial("7"))
    office.later(4, office["1000"].hang_up)
    office.run()
    refusal = office.last("1001", "503 INVITE")
    assert (refusal.start, refusal.get("Retry-After")) == ("SIP/2.0 503 Maximum Calls In Progress", "300")
    assert "[CRIT] Over Session Limit! 1" in office.log


def test_the_context_may_be_called_like_the_callers_domain() -> None:
    profile = "sip_profiles/internal.xml"
    files = changed(
        FILES, profile, '<param name="context" value="public"/>', '<param name="context" value="_domain_"/>'
    )
    files = changed(
        files, profile, '<param name="auth-calls" value="true"/>', '<param name="auth-calls" value="false"/>'
    )
    office = Office(files=files, phones=1)
    office["1000"].dial("1001", domain="127.0.0.20")
    office.run()
    assert "[INFO] Processing 1000 <1000>->1001 in context 127.0.0.20" in office.log
