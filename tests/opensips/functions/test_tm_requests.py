"""t_new_request(): what a script sends of its own accord."""

import pytest

from tests.opensips.bench import ALICE, BOB, CAROL, Bench, Seen, answer, invite
from voiplab.text.place import NotSimulated

GREETING = 't_new_request("MESSAGE", "sip:bob@127.0.0.12:5060", "Office sip:office@lab", "sip:bob@lab"%s)'


def sent(call: str, routes: str = "") -> list[Seen]:
    return Bench(f"route {{ {call}; exit; }}\n{routes}").send(ALICE, *invite())


def without_chance(seen: Seen) -> list[str]:
    return [line for line in seen.lines if not line.startswith(("Via", "Call-ID"))]


def test_a_request_of_the_scripts_own_is_in_no_dialog_and_says_what_it_was_told() -> None:
    (seen,) = sent(GREETING % ', "text/plain Good morning!"')
    assert seen.target == BOB
    start, to, from_, *rest = without_chance(seen)
    assert (start, to) == ("MESSAGE sip:bob@127.0.0.12:5060 SIP/2.0", "To: <sip:bob@lab>")
    assert from_.startswith("From: Office <sip:office@lab>;tag=")
    assert rest == [
        "CSeq: 10 MESSAGE",
        "Max-Forwards: 70",
        "Content-Length: 13",
        "User-Agent: OpenSIPS (3.2.10 (x86_64/linux))",
        "Content-Type: text/plain",
    ]
    assert seen.text.endswith("\r\n\r\nGood morning!")


def test_without_a_body_there_is_no_type_of_one() -> None:
    (seen,) = sent(GREETING % "")
    assert "Content-Length: 0" in seen.lines
    assert not any(line.startswith("Content-Type") for line in seen.lines)


def test_it_is_repeated_until_it_is_answered() -> None:
    running = Bench(f"route {{ {GREETING % ''}; exit; }}")
    (first,) = running.send(ALICE, *invite())
    (again,) = running.wait(0.7)
    assert again.raw == first.raw
    running.send(BOB, *answer(first, "200 OK"))
    assert running.wait(5) == []


def test_two_of_them_have_different_calls() -> None:
    one, other = sent(f"{GREETING % ''}; {GREETING % ''}")
    assert one.message.get("Call-ID") != other.message.get("Call-ID")


def test_a_local_route_sees_it_with_the_text_that_was_given_with_it() -> None:
    call = GREETING % ', "text/plain Hello", "reminder"'
    routes = 'local_route { xlog("why: $avp(uac_ctx)"); $du = "sip:127.0.0.13:5060"; }'
    running = Bench(f"route {{ {call}; exit; }}\n{routes}")
    (seen,) = running.send(ALICE, *invite())
    assert seen.target == CAROL
    assert "why: reminder" in running.log


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (GREETING % ', "Hello"', "Content Type not found in the beginning of body <Hello>"),
        (GREETING.replace("127.0.0.12:5060", "nowhere.lab") % "", "failed to send the request out"),
        (GREETING.replace("MESSAGE", "MES SAGE") % "", "failed to send the request out"),
    ],
)
def test_what_cannot_be_sent_is_said_and_false(call: str, says: str) -> None:
    running = Bench(f'route {{ {call}; xlog("rc=$rc"); }}')
    assert running.send(ALICE, *invite()) == []
    assert list(running.log[-2:]) == [f"ERROR:tm:w_t_new_request: {says}", "rc=-1"]


def test_a_local_route_that_would_begin_itself_again_is_refused_by_name() -> None:
    with pytest.raises(NotSimulated, match="t_new_request\\(\\) in a local_route"):
        sent(GREETING % "", f"local_route {{ {GREETING % ''}; }}")
