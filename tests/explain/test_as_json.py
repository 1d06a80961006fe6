import json

from tests.explain.calls import CALLER, lost_180_call, prack_call
from tests.explain.exchange import Exchange
from voiplab.explain.as_json import About, Checked, NodeShown, cause_object, run_object
from voiplab.explain.messages import Messages
from voiplab.recording.events import Logged
from voiplab.sim.moment import ms

NODES = {"alice": NodeShown("phone", ("10.0.0.11",), "1000"), "freeswitch": NodeShown("freeswitch", ())}
ABOUT = About("prack-enable", "call", 7, NODES)


def shown(*checks: Checked, lost: bool = False) -> dict[str, object]:
    recording = lost_180_call() if lost else prack_call()
    recording.append(ms(9000), "freeswitch", None, None, Logged("NOTICE", "Hangup"))
    loaded: dict[str, object] = json.loads(json.dumps(run_object(Messages(recording), ABOUT, checks)))
    return loaded


def messages_of(loaded: dict[str, object]) -> list[dict[str, object]]:
    messages = loaded["messages"]
    assert isinstance(messages, list)
    return messages


def test_the_object_has_the_keys_of_its_schema() -> None:
    loaded = shown()
    assert list(loaded) == ["schema", "lab", "run", "seed", "duration", "messages", "logs", "checks", "nodes"]
    assert (loaded["schema"], loaded["duration"]) == ("voiplab/run/1", 9.0)
    assert loaded["logs"] == [{"t": 9.0, "node": "freeswitch", "level": "NOTICE", "text": "Hangup"}]


def test_a_message_has_its_bytes_its_way_and_its_cause() -> None:
    first, *_ = messages = messages_of(shown())
    assert (first["n"], first["t"], first["from"], first["to"]) == (1, 0.0, "alice", "freeswitch")
    assert (first["transport"], first["src"], first["dst"]) == ("UDP", "10.0.0.11:5060", "10.0.0.2:5060")
    assert str(first["raw"]).startswith("INVITE sip:1001@10.0.0.2 SIP/2.0\r\n")
    assert first["cause"] == {"kind": "key", "node": "alice", "name": "dial 1001"}
    assert messages[9]["cause"] == {"kind": "packet", "message": 7, "node": "freeswitch"}
    assert messages[5]["in_force"] == {
        "kind": "line",
        "node": "freeswitch",
        "file": "dialplan/default.xml",
        "line": 14,
        "name": "bridge(user/1001@10.0.0.2)",
    }


def test_losses_copies_and_timers_are_told() -> None:
    messages = messages_of(shown(lost=True))
    assert (messages[3]["lost"], messages[3]["arrived"]) == ("lost by the script of this run (180 from bob)", None)
    assert (messages[5]["copy_of"], messages[5]["arrived"]) == (4, 1.531)
    assert messages[5]["cause"] == {
        "kind": "timer",
        "node": "bob",
        "name": "reliable 180",
        "machine": "bob transaction",
    }


def test_evidence_is_told_by_message_numbers() -> None:
    recording = prack_call()
    third = Messages(recording)[2].event.id
    loaded = shown(Checked("acknowledged", True, 2, "an ACK", "message 3", (third,)))
    checks = loaded["checks"]
    assert isinstance(checks, list)
    assert (checks[0]["id"], checks[0]["passed"], checks[0]["evidence"]) == ("acknowledged", True, [3])


def test_what_is_done_at_a_server_is_an_action_and_no_key() -> None:
    go = Exchange()
    go.press(0, "freeswitch", "originate user/1000 &park")
    go.send(0, "freeswitch > alice", CALLER.invite())
    messages = Messages(go.recording)
    cause = cause_object(messages[0].event, messages.recording.__getitem__, lambda _event: None, NODES)
    assert cause == {"kind": "action", "node": "freeswitch", "name": "originate user/1000 &park"}
