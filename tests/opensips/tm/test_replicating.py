"""t_replicate(), of which the sender hears nothing, and t_add_hdrs(), which is in all that a transaction sends."""

from tests.opensips.bench import ALICE, BOB, CAROL, Bench, answer, invite, request

REGISTER = request("REGISTER", "sip:127.0.0.10")
COPIES = """route { t_replicate("sip:127.0.0.12:5060"); xlog("rc=$rc"); }"""


def test_a_copy_goes_to_another_server_with_the_uri_as_it_was() -> None:
    running = Bench(COPIES)
    (copy,) = running.send(ALICE, *REGISTER)
    assert (copy.target, copy.start) == (BOB, "REGISTER sip:127.0.0.10 SIP/2.0")
    assert running.log[-1] == "rc=1"


def test_what_the_other_server_says_goes_to_nobody_and_the_transaction_ends() -> None:
    running = Bench(COPIES)
    (copy,) = running.send(ALICE, *REGISTER)
    assert running.server.transactions.count == 1
    assert running.send(BOB, *answer(copy, "404 Not Found")) == []
    running.wait(10)
    assert running.server.transactions.count == 0


def test_a_server_that_is_silent_is_not_told_of_either() -> None:
    running = Bench(COPIES)
    running.send(ALICE, *REGISTER)
    assert {seen.target for seen in running.wait(60)} == {BOB}
    assert running.server.transactions.count == 0


def test_an_invite_that_is_copied_has_no_100_and_no_answer() -> None:
    running = Bench(COPIES)
    (copy,) = running.send(ALICE, *invite())
    assert copy.target == BOB
    assert running.send(BOB, *answer(copy, "180 Ringing")) == []
    assert running.send(BOB, *answer(copy, "200 OK")) == []


def test_further_branches_are_further_servers() -> None:
    script = 'route { append_branch("sip:127.0.0.13:5060"); t_replicate("sip:127.0.0.12:5060"); }'
    copies = Bench(script).send(ALICE, *REGISTER)
    assert [copy.target for copy in copies] == [BOB, CAROL]
    assert {copy.start for copy in copies} == {"REGISTER sip:127.0.0.10 SIP/2.0"}


def test_the_script_itself_may_answer_what_it_has_copied() -> None:
    running = Bench('route { t_replicate("sip:127.0.0.12:5060"); t_reply(200, "OK"); }')
    copy, own = running.send(ALICE, *REGISTER)
    assert (own.target, own.start) == (ALICE, "SIP/2.0 200 OK")
    assert running.send(BOB, *answer(copy, "200 OK")) == []
    running.wait(60)
    assert running.server.transactions.count == 0


def test_a_copy_that_cannot_be_sent_is_false_and_nobody_is_told() -> None:
    running = Bench(COPIES.replace("127.0.0.12:5060", "nowhere.lab"))
    assert running.send(ALICE, *invite()) == []
    assert running.log[-1] == "rc=-4"


ADDS = """route { if (is_method("CANCEL")) { t_relay(); exit; } t_newtran(); t_add_hdrs("X-Origin: lab\\r\\n");
    xlog("rc=$rc"); $ru = "sip:bob@127.0.0.12:5060"; t_relay(); }"""


def test_headers_of_a_transaction_are_in_the_request_and_in_the_ack_to_a_refusal() -> None:
    running = Bench(ADDS)
    _, relayed = running.send(ALICE, *invite())
    assert relayed.lines[-1] == "X-Origin: lab"
    ack, refused = running.send(BOB, *answer(relayed, "486 Busy Here"))
    assert ack.start.startswith("ACK ")
    assert ack.lines.count("X-Origin: lab") == 1
    assert "X-Origin: lab" not in refused.lines


def test_headers_of_a_transaction_are_in_its_cancel() -> None:
    running = Bench(ADDS)
    _, relayed = running.send(ALICE, *invite())
    running.send(BOB, *answer(relayed, "180 Ringing"))
    sent = running.send(ALICE, *request("CANCEL", "sip:bob@127.0.0.10"))
    (cancel,) = [seen for seen in sent if seen.start.startswith("CANCEL ")]
    assert cancel.lines.count("X-Origin: lab") == 1


def test_without_a_transaction_there_is_nothing_to_add_to() -> None:
    running = Bench('route { t_add_hdrs("X-Origin: lab\\r\\n"); xlog("rc=$rc"); }')
    running.send(ALICE, *invite())
    assert running.log[-1] == "rc=-1"
