"""uuid_dump of both legs of a call, beside the dump of a real server: what is said of a channel is said in the same words."""

from functools import cache

import pytest

from tests.freeswitch.console.asked import answers
from tests.freeswitch.console.recording import normal, recorded

OF_THE_DAY = ("-Time", "Timestamp", "Date")
OF_THE_MACHINE = ("FreeSWITCH-Hostname", "FreeSWITCH-IPv4")
LEGS = pytest.mark.parametrize("leg", [0, 1], ids=["caller", "called"])
VARIABLE = "variable_"
OF_THE_RUN = (
    "session_id",
    "rtp_local_sdp_str",
    "sip_call_id",
    "sip_cseq",
    "sip_full_via",
    "sip_from_tag",
    "sip_full_from",
)
"""Numbers and tokens that the server makes up; of the caller they are its phone's, and the same."""
WANTED = (
    "uuid", "call_uuid", "channel_name", "direction", "sip_from_user", "sip_from_host", "sip_to_user", "sip_req_user",
    "sip_call_id", "sip_user_agent", "sip_network_ip", "sip_contact_uri", "sip_auth_username", "sip_auth_realm", "user_name",
    "domain_name", "user_context", "accountcode", "effective_caller_id_name", "effective_caller_id_number", "callgroup",
    "toll_allow", "sofia_profile_name", "presence_id", "switch_r_sdp", "read_codec", "write_codec", "dialed_user",
    "dialed_domain", "current_application", "originate_disposition", "DIALSTATUS", "bridge_channel", "bridge_uuid",
    "signal_bond", "last_bridge_to", "endpoint_disposition",
)  # fmt: skip
"""What a dialplan may want to know of the caller's leg while it talks."""


@cache
def dumps(leg: int) -> tuple[dict[str, str], dict[str, str]]:
    """Theirs and ours."""
    command, there = recorded("dump")[leg]
    return facts(normal(there)), facts(normal(answers(command)[0]))


def facts(text: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in text.split("\n") if line)
    return {name: value for name, _, value in pairs if not any(word in name for word in (*OF_THE_DAY, *OF_THE_MACHINE))}


@LEGS
def test_what_is_known_of_a_channel_is_told_as_recorded(leg: int) -> None:
    theirs, ours = dumps(leg)
    shared = [name for name in ours if name in theirs and not name.startswith(VARIABLE)]
    assert len(shared) > 60
    assert [name for name in theirs if name in shared] == shared
    differing = {name: (theirs[name], ours[name]) for name in shared if theirs[name] != ours[name]}
    assert differing == {}


@LEGS
def test_nothing_is_told_that_the_server_does_not_tell(leg: int) -> None:
    theirs, ours = dumps(leg)
    assert [name for name in ours if name not in theirs] == []


@LEGS
def test_a_variable_has_the_value_that_was_recorded(leg: int) -> None:
    theirs, ours = dumps(leg)
    made_up = OF_THE_RUN[:2] if leg == 0 else OF_THE_RUN
    shared = [
        name
        for name in ours
        if name.startswith(VARIABLE) and name.removeprefix(VARIABLE) not in made_up and name in theirs
    ]
    assert len(shared) > 25
    assert {name: (theirs[name], ours[name]) for name in shared if theirs[name] != ours[name]} == {}


def test_what_a_dialplan_may_want_to_know_of_the_caller_is_there() -> None:
    _, ours = dumps(0)
    assert [name for name in WANTED if VARIABLE + name not in ours] == []


def test_a_leg_knows_of_the_other_what_it_knew_when_they_met() -> None:
    """Who called had no times yet; who was called had not been connected."""
    texts = [(there, answers(command)[0]) for command, there in recorded("dump")]
    for theirs, ours in texts:
        for time in ("Created", "Answered", "Bridged"):
            assert is_zero(theirs, time) == is_zero(ours, time)


def is_zero(text: str, time: str) -> bool:
    return f"Other-Leg-Channel-{time}-Time: 0\n" in text
