"""Noise in credentials, contacts, sessions and requests of the management interface: answered or passed over, never a crash."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opensips.auth.test_authority import KNOWN, authority
from tests.opensips.bench import Bench, configuration
from tests.opensips.registrar.registrations import SOCKET, received, register
from voiplab.opensips.auth.authority import Asker
from voiplab.opensips.auth.result import Result
from voiplab.opensips.console.completion import completions
from voiplab.opensips.console.json_rpc import answer
from voiplab.opensips.console.opensips_cli import execute
from voiplab.opensips.nathelper.session import fix_session
from voiplab.opensips.nathelper.signs import shows_nat
from voiplab.opensips.nathelper.source import add_received, fix_contacts

LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=60)
PIECES = (
    "username=a", 'realm="127.0.0.10"', 'nonce="x"', "uri=sip:a", "response=1", "qop=auth", "nc=1", "cnonce=", ",", '"',
    "algorithm=MD4",
)  # fmt: skip
CREDENTIALS = st.lists(st.sampled_from(PIECES), max_size=8).map(lambda words: "Digest " + ", ".join(words))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PROXY = Bench.of(configuration('route { save("location"); }'))
NAMES = st.sampled_from(
    ("ul_dump", "ul_add", "ul_rm", "ul_show_contact", "get_statistics", "log_level", "which", "ps", "t_hash", "")
)


@given(st.one_of(LINE, CREDENTIALS, LINE.map(lambda text: f"Digest {text}")))
@settings(max_examples=150, deadline=None)
def test_credentials_of_any_kind_are_no_right_ones(value: str) -> None:
    checked = authority().check(register(more=f"Authorization: {value}"), Asker.REGISTRAR, "", KNOWN, 0)
    assert checked.result in (Result.NO_CREDENTIALS, Result.ERROR, Result.STALE)


@given(LINE, LINE, st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_contacts_and_sessions_of_any_kind_are_tested_and_corrected(contact: str, session: str, flags: int) -> None:
    message = received(f"INVITE sip:a@b SIP/2.0\nContact: {contact}\nVia: {session}\n\nv=0\nc={session}\no={contact}\n")
    shows_nat(message, flags)
    fix_contacts(message, ";x")
    add_received(message, into_uri=bool(flags % 2))
    fix_session(message, flags, "a=mark\r\n")
    message.lumps.apply(message.buffer, SOCKET)


@given(NAMES, JSON, JSON)
@settings(max_examples=150, deadline=None)
def test_every_request_with_an_id_is_answered_in_json(method: str, params: object, id_: object) -> None:
    said = answer(PROXY.server, json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": id_}))
    assert said is not None
    assert {"result", "error"} & json.loads(said).keys()


@given(st.one_of(LINE, NAMES.flatmap(lambda name: LINE.map(lambda text: f"{name} {text}"))))
@settings(max_examples=150, deadline=None)
def test_every_line_that_is_typed_is_answered(typed: str) -> None:
    said = execute(PROXY.server, typed)
    assert said.startswith(("ERROR: ", "{", "[", '"'))
    completions(PROXY.server, typed)
