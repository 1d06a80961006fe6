"""The recordings that the tests of `explain` and of the checks share."""

from tests.explain.exchange import Exchange, Leg
from voiplab.recording.events import Answered, Heard, LineRun, Logged, Moved, SettingRead, Shown, Tied
from voiplab.recording.recording import Recording
from voiplab.sim.moment import ms
from voiplab.text.place import Place

CALLER = Leg("a-leg", "1000", "1001", cseq=2)
CALLEE = Leg("b-leg", "1000", "1001", cseq=123142653)

RELIABLE = ("Require: 100rel", "RSeq: 39965")
RACK = "RAck: 39965 123142653 INVITE"


def prack_call() -> Recording:
    """alice calls bob through FreeSWITCH with enable-100rel; bob rings reliably, answers, and alice hangs up."""
    go = Exchange()
    go.press(ms(0), "alice", "dial 1001")
    first = Leg("a-leg", "1000", "1001", cseq=1)
    go.send(ms(0), "alice > freeswitch", first.invite())
    go.send(ms(1), "freeswitch > alice", first.response("407 Proxy Authentication Required"))
    challenged = go.last
    go.send(ms(2), "alice > freeswitch", first.request("ACK"), cause=challenged)
    go.send(ms(2), "alice > freeswitch", CALLER.invite('Proxy-Authorization: Digest username="1000"'), cause=challenged)
    invited = go.last
    go.send(ms(23), "freeswitch > alice", CALLER.response("100 Trying"), cause=invited)
    setting = SettingRead(Place("sip_profiles/internal.xml", 12), "enable-100rel", "true", "a-leg")
    offers = go.note(ms(24), "freeswitch", setting, cause=invited)
    line = LineRun(Place("dialplan/default.xml", 14), "bridge(user/1001@10.0.0.2)", "a-leg")
    bridge = go.note(ms(24), "freeswitch", line, cause=invited)
    go.note(ms(24), "freeswitch", Tied("a-leg", "b-leg"), cause=invited)
    go.note(ms(24), "freeswitch", Moved("b-leg", "channel", "", "CS_INIT", "b-leg"), cause=invited)
    go.send(
        ms(26),
        "freeswitch > bob",
        CALLEE.invite("Supported: 100rel, timer, path, replaces", uri="sip:1001@10.0.0.12:5060"),
        cause=invited,
        line=bridge,
        origins={"Supported": offers},
    )
    go.send(ms(30), "bob > freeswitch", CALLEE.response("180 Ringing", *RELIABLE))
    ringing = go.last
    go.send(ms(31), "freeswitch > bob", CALLEE.request("PRACK", RACK, cseq=CALLEE.cseq + 1), cause=ringing)
    go.send(ms(33), "bob > freeswitch", CALLEE.response("200 OK", cseq=CALLEE.cseq + 1, method="PRACK"))
    go.send(ms(50), "freeswitch > alice", CALLER.response("180 Ringing"), cause=ringing)
    go.note(ms(51), "alice", Heard("alice", "tone:ringback", "alice"))
    go.press(ms(2000), "bob", "answer")
    go.send(ms(2000), "bob > freeswitch", CALLEE.response("200 OK", sdp=True), cause=go.last)
    answered = go.last
    go.send(ms(2001), "freeswitch > bob", CALLEE.request("ACK"), cause=answered)
    go.send(ms(2021), "freeswitch > alice", CALLER.response("200 OK", sdp=True), cause=answered)
    go.send(ms(2023), "alice > freeswitch", CALLER.request("ACK"))
    go.note(ms(2024), "alice", Heard("alice", "voice:bob", "10.0.0.2:20000"))
    go.note(ms(2024), "bob", Heard("bob", "voice:alice", "10.0.0.2:20002"))
    go.press(ms(5000), "alice", "hang up")
    go.send(ms(5000), "alice > freeswitch", CALLER.request("BYE", cseq=3))
    over = go.last
    go.send(ms(5001), "freeswitch > alice", CALLER.response("200 OK", cseq=3, method="BYE"), cause=over)
    go.send(
        ms(5006), "freeswitch > bob", CALLEE.request("BYE", "Reason: Q.850;cause=16", cseq=CALLEE.cseq + 2), cause=over
    )
    go.send(ms(5008), "bob > freeswitch", CALLEE.response("200 OK", cseq=CALLEE.cseq + 2, method="BYE"))
    return go.recording


def lost_180_call() -> Recording:
    """bob's reliable 180 is lost twice and repeated after 0.5 and 1 s; then it is acknowledged."""
    go = Exchange()
    go.press(ms(0), "alice", "dial 1001")
    go.send(ms(0), "alice > freeswitch", CALLER.invite())
    invited = go.last
    go.send(ms(20), "freeswitch > alice", CALLER.response("100 Trying"), cause=invited)
    go.note(ms(21), "freeswitch", Tied("a-leg", "b-leg"), cause=invited)
    go.send(
        ms(22), "freeswitch > bob", CALLEE.invite("Supported: 100rel", uri="sip:1001@10.0.0.12:5060"), cause=invited
    )
    rung = go.last
    ringing = CALLEE.response("180 Ringing", *RELIABLE)
    script = "lost by the script of this run (180 from bob)"
    go.send(ms(30), "bob > freeswitch", ringing, cause=rung, lost=script)
    go.fire(ms(530), "bob", "reliable 180")
    go.send(ms(530), "bob > freeswitch", ringing, copy=True, lost=script)
    go.fire(ms(1530), "bob", "reliable 180")
    go.send(ms(1530), "bob > freeswitch", ringing, copy=True)
    heard = go.last
    go.send(ms(1532), "freeswitch > bob", CALLEE.request("PRACK", RACK, cseq=CALLEE.cseq + 1), cause=heard)
    go.send(ms(1534), "bob > freeswitch", CALLEE.response("200 OK", cseq=CALLEE.cseq + 1, method="PRACK"))
    go.send(ms(1552), "freeswitch > alice", CALLER.response("180 Ringing"), cause=heard)
    go.note(ms(1553), "alice", Heard("alice", "tone:ringback", "alice"))
    return go.recording


def to_itself_call() -> Recording:
    """bob hangs up on alice's GRUU; the proxy forwards the BYE to itself, and answers 404."""
    go = Exchange()
    leg = Leg("gruu", "1000", "1001", cseq=5)
    gruu = "sip:alice@10.0.0.2;gr=urn:uuid:1"
    go.press(ms(0), "bob", "hang up")
    go.send(ms(0), "bob > freeswitch", leg.request("BYE", uri=gruu))
    go.send(ms(1), "freeswitch > freeswitch", leg.request("BYE", uri=gruu))
    go.send(ms(2), "freeswitch > freeswitch", leg.response("404 Not here", method="BYE"))
    go.send(ms(3), "freeswitch > bob", leg.response("404 Not here", method="BYE"))
    return go.recording


def direct_call() -> Recording:
    """alice's BYE goes to bob past the server; his own BYE crosses it."""
    go = Exchange()
    go.send(ms(0), "alice > freeswitch", CALLER.invite())
    go.send(ms(1), "freeswitch > bob", CALLER.invite())
    go.press(ms(10), "alice", "hang up")
    go.send(ms(10), "alice > bob", CALLER.request("BYE", cseq=3), takes=ms(30))
    go.send(ms(20), "bob > alice", CALLER.request("BYE", cseq=1), takes=ms(30))
    go.fire(ms(32_010), "alice", "F: no final response: give up")
    go.note(ms(32_010), "alice", Moved("call", "dialog", "confirmed", "terminated"))
    return go.recording


def two_calls() -> Recording:
    """Two calls at once, and a registration."""
    go = Exchange()
    for name, caller, begin in (("one", "alice", ms(0)), ("two", "carol", ms(10))):
        leg = Leg(name, caller, "1001", cseq=7)
        registration = Leg(f"{name}-registration", caller, caller, cseq=1)
        go.send(begin, f"{caller} > freeswitch", registration.request("REGISTER", "Expires: 60"))
        go.send(begin + ms(1), f"{caller} > freeswitch", leg.invite())
        go.send(begin + ms(2), "freeswitch > bob", leg.invite(uri="sip:1001@10.0.0.12"))
        go.send(begin + ms(3), "bob > freeswitch", leg.response("486 Busy Here", "Reason: Q.850;cause=17"))
    return go.recording


def registration() -> Recording:
    """bob registers for a minute, is asked for his password first, and unregisters after ten seconds."""
    go = Exchange()
    leg = Leg("registration", "1001", "1001")
    contact = "<sip:1001@10.0.0.12:5060>"
    go.press(ms(0), "bob", "register")
    go.send(ms(0), "bob > freeswitch", leg.request("REGISTER", f"Contact: {contact};expires=60", cseq=1))
    go.send(ms(2), "freeswitch > bob", leg.response("401 Unauthorized", cseq=1, method="REGISTER"))
    go.send(ms(4), "bob > freeswitch", leg.request("REGISTER", f"Contact: {contact};expires=60", cseq=2))
    there = "Contact: <sip:1001@10.0.0.13:5060>;expires=9, " + f"{contact};expires=60"
    go.send(ms(6), "freeswitch > bob", leg.response("200 OK", there, cseq=2, method="REGISTER"))
    go.note(ms(7), "bob", Moved("1001", "registration", "trying", "registered"))
    go.note(ms(7), "bob", Shown("bob", "1001 registered"))
    go.note(ms(7), "freeswitch", Logged("INFO", "Contact for 1001 stored"))
    go.note(ms(8), "freeswitch", Answered("sofia status profile internal reg", "Call-ID: x\nUser: 1001@10.0.0.2\n"))
    go.press(ms(10_000), "bob", "unregister")
    go.send(ms(10_000), "bob > freeswitch", leg.request("REGISTER", f"Contact: {contact};expires=0", cseq=3))
    go.send(ms(10_002), "freeswitch > bob", leg.response("200 OK", cseq=3, method="REGISTER"))
    go.note(ms(10_003), "bob", Moved("1001", "registration", "registered", "unregistered"))
    return go.recording


def plain_call() -> Recording:
    """The same call as `prack_call`, without enable-100rel: bob rings with a plain 180."""
    go = Exchange()
    go.press(ms(0), "alice", "dial 1001")
    first = Leg("a-leg-2", "1000", "1001", cseq=1)
    caller = Leg("a-leg-2", "1000", "1001", cseq=2)
    callee = Leg("b-leg-2", "1000", "1001", cseq=777)
    go.send(ms(0), "alice > freeswitch", first.invite())
    go.send(ms(1), "freeswitch > alice", first.response("407 Proxy Authentication Required"))
    go.send(ms(2), "alice > freeswitch", first.request("ACK"))
    go.send(ms(2), "alice > freeswitch", caller.invite('Proxy-Authorization: Digest username="1000"'))
    go.send(ms(23), "freeswitch > alice", caller.response("100 Trying"))
    go.note(ms(24), "freeswitch", Tied("a-leg-2", "b-leg-2"))
    go.send(
        ms(26), "freeswitch > bob", callee.invite("Supported: timer, path, replaces", uri="sip:1001@10.0.0.12:5060")
    )
    go.send(ms(30), "bob > freeswitch", callee.response("180 Ringing"))
    go.send(ms(50), "freeswitch > alice", caller.response("180 Ringing"))
    go.send(ms(2000), "bob > freeswitch", callee.response("200 OK", sdp=True))
    go.send(ms(2001), "freeswitch > bob", callee.request("ACK"))
    go.send(ms(2021), "freeswitch > alice", caller.response("200 OK", sdp=True))
    go.send(ms(2023), "alice > freeswitch", caller.request("ACK"))
    go.send(ms(5000), "alice > freeswitch", caller.request("BYE", cseq=3))
    go.send(ms(5001), "freeswitch > alice", caller.response("200 OK", cseq=3, method="BYE"))
    go.send(ms(5006), "freeswitch > bob", callee.request("BYE", "Reason: Q.850;cause=16", cseq=callee.cseq + 1))
    go.send(ms(5008), "bob > freeswitch", callee.response("200 OK", cseq=callee.cseq + 1, method="BYE"))
    return go.recording
