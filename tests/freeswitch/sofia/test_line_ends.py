"""No line of a file and no text of another element begins a header that nobody meant."""

import pytest

from tests.freeswitch.office import FILES, Office, rule
from voiplab.recording.events import Sent
from voiplab.rtp.flow import Flow
from voiplab.sip.layout import Unwritable
from voiplab.sip.message import Message
from voiplab.text.place import Files, NotSimulated

ANONYMOUS = ("unset effective_caller_id_name", "unset effective_caller_id_number")
"""The callee is told of the caller what the INVITE said."""


def called(files: Files, fields: tuple[tuple[str, str], ...] = ()) -> Office:
    """1000 dials 7, with 1001 ready to answer."""
    office = Office(files=files).register("1000", "1001")
    office["1001"].answers_with((0.1, 180), (1, 200))
    office.later(0, lambda: office["1000"].dial("7", fields))
    office.later(4, lambda: office["1000"].hang_up())
    return office


def is_forged(office: Office) -> bool:
    sent = [event.what.packet.payload for event in office.recording if isinstance(event.what, Sent)]
    return any(b"\nX-Evil" in payload for payload in sent if not isinstance(payload, Flow))


@pytest.mark.parametrize(
    ("actions", "line", "variable"),
    [
        (["set sip_h_X-Foo=a\nX-Evil: 1", "bridge user/1001"], 3, "sip_h_X-Foo"),
        (["set note=a\r\nX-Evil: 1", "set sip_h_X-Foo=${note}", "bridge user/1001"], 4, "sip_h_X-Foo"),
        (["export nolocal:sip_h_X-Foo=a\nX-Evil: 1", "bridge user/1001"], 3, "sip_h_X-Foo"),
        (["set effective_caller_id_name=a\nX-Evil: 1", "bridge user/1001"], 3, "effective_caller_id_name"),
        (["set effective_caller_id_number=1\nX-Evil: 1", "bridge user/1001"], 3, "effective_caller_id_number"),
        (["bridge [sip_h_X-Foo='a\\nX-Evil: 1']user/1001"], 3, "sip_h_X-Foo"),
        (["export alert_info=<http://lab>;info=a\nX-Evil: 1", "bridge user/1001"], 3, "alert_info"),
        (["bridge {sip_invite_params='a\\nX-Evil: 1'}user/1001"], 3, "sip_invite_params"),
        (["set sip_invite_domain=lab\nX-Evil: 1", "bridge user/1001"], 3, "sip_invite_domain"),
    ],
)
def test_a_variable_that_becomes_a_header_may_have_no_line_end(actions: list[str], line: int, variable: str) -> None:
    office = called(rule(*actions))
    with pytest.raises(NotSimulated) as caught:
        office.run()
    assert str(caught.value) == f"dialplan/default.xml:{line}: a line end in the channel variable {variable}"
    assert not is_forged(office)


def test_a_variable_of_the_dialplan_alone_may_have_one() -> None:
    office = called(rule("set note=a\nX-Evil: 1", "hangup USER_BUSY")).run()
    assert office.told("1000", timed=False)[-1] == "486 INVITE"


@pytest.mark.parametrize(
    ("action", "header"),
    [
        ("respond 486 Busy\nX-Evil: 1", "the first line"),
        ("redirect sip:1001@127.0.0.22\nX-Evil: 1", "Contact"),
        ("export nolocal:sip_h_X-A\nX-Evil=1", "the name of a header"),
    ],
)
def test_what_else_an_action_writes_may_have_none_either(action: str, header: str) -> None:
    office = called(rule(action, "bridge user/1001"))
    with pytest.raises(Unwritable) as caught:
        office.run()
    assert caught.value.name == header
    assert not is_forged(office)


def test_a_variable_of_a_user_is_refused_at_its_line_when_the_user_calls() -> None:
    name = b'name="effective_caller_id_name" value="Extension 1000"'
    forged = name.replace(b"1000", b"1000&#10;X-Evil: 1")
    file = "directory/default.xml"
    office = called({**rule("bridge user/1001"), file: FILES[file].replace(name, forged)})
    with pytest.raises(NotSimulated) as caught:
        office.run()
    line = FILES[file].split(name)[0].count(b"\n") + 1
    assert str(caught.value) == f"{file}:{line}: a line end in the channel variable effective_caller_id_name"


def test_a_parameter_of_a_profile_is_refused_before_it_starts() -> None:
    file = "sip_profiles/internal.xml"
    agent = b'<settings>\n<param name="user-agent-string" value="Lab&#13;&#10;X-Evil: 1"/>'
    files = {**FILES, file: FILES[file].replace(b"<settings>", agent)}
    with pytest.raises(NotSimulated, match="user-agent-string"):
        Office(files=files)


@pytest.mark.parametrize(
    ("said", "name", "user"),
    [
        ('"e\\"v\\\\il <x>" <sip:1%0d%0aX-Evil%3a%201@h>', 'e"v\\il <x>', "1%0d%0aX-Evil%3A%201"),
        ("<sip:1%3ea%40%22%20b@h>", "1000", "1%3Ea%40%22%20b"),
        ('"a\\"" <sip:5%3e%3btag=forged@h>', 'a"', "5%3E;tag=forged"),
        ('"n\\\0ul" <sip:%00@h>', "n\0ul", "%00"),
    ],
)
def test_what_another_element_says_of_the_caller_stays_in_its_place(said: str, name: str, user: str) -> None:
    office = called(rule(*ANONYMOUS, "bridge user/1001"), (("Remote-Party-ID", said),)).run()
    invite: Message = office.last("1001", "INVITE")
    assert (invite.from_.display, invite.from_.uri.user) == (name, user)
    assert [(party.display, party.uri.user) for party in invite.remote_party_id] == [(name, user)]
    assert not is_forged(office)


def test_a_header_of_the_caller_ends_where_the_servers_text_ends() -> None:
    office = called(rule("bridge user/1001"), (("X-Foo", "a\0b"),)).run()
    assert office.last("1001", "INVITE").get("X-Foo") == "a"
