from tests.explain.calls import CALLEE, CALLER, RACK, RELIABLE, prack_call
from tests.explain.exchange import Exchange
from voiplab.explain.messages import Messages
from voiplab.explain.offers import Description, descriptions
from voiplab.sim.moment import ms

OFFER, ANSWER, NEITHER = Description.OFFER, Description.ANSWER, Description.NEITHER


def kinds(go: Exchange) -> list[Description]:
    return list(descriptions(Messages(go.recording)).values())


def test_the_offer_stands_in_the_invite_and_the_answer_in_the_200() -> None:
    assert descriptions(Messages(prack_call())) == {1: OFFER, 4: OFFER, 6: OFFER, 11: ANSWER, 13: ANSWER}


def test_without_an_offer_in_the_invite_it_stands_in_the_200_and_the_answer_in_the_ack() -> None:
    go = Exchange()
    go.send(ms(0), "alice > bob", CALLER.invite(sdp=False))
    go.send(ms(1), "bob > alice", CALLER.response("183 Session Progress", sdp=True))
    go.send(ms(2), "bob > alice", CALLER.response("200 OK", sdp=True))
    go.send(ms(3), "alice > bob", CALLER.request("ACK", sdp=True))
    assert kinds(go) == [NEITHER, OFFER, ANSWER]


def test_a_prack_answers_the_offer_of_a_reliable_response_or_makes_a_new_one() -> None:
    for has_offer, expected in ((False, [OFFER, ANSWER]), (True, [OFFER, ANSWER, OFFER, ANSWER])):
        go = Exchange()
        go.send(ms(0), "alice > bob", CALLEE.invite(sdp=has_offer))
        go.send(ms(1), "bob > alice", CALLEE.response("183 Session Progress", *RELIABLE, sdp=True))
        go.send(ms(2), "alice > bob", CALLEE.request("PRACK", RACK, cseq=CALLEE.cseq + 1, sdp=True))
        answer = CALLEE.response("200 OK", cseq=CALLEE.cseq + 1, method="PRACK", sdp=has_offer)
        go.send(ms(3), "bob > alice", answer)
        assert kinds(go) == expected
