"""The script language of OpenSIPS: its files, variables and regular expressions; its pipe; what looks at whole messages."""

from tests.fuzz.target import Target
from voiplab.net.address import Address
from voiplab.opensips.checking import verdict
from voiplab.opensips.configuration import Listener
from voiplab.opensips.console.fifo import Requests
from voiplab.opensips.explain.configuration import explain
from voiplab.opensips.patterns import compiled
from voiplab.opensips.posix import BadPattern, Unsupported
from voiplab.opensips.received import Received
from voiplab.opensips.sipmsgops.session import Session
from voiplab.opensips.sipmsgops.validating import first_fault
from voiplab.opensips.sockets import Way
from voiplab.opensips.variables import BadVariable, parse_format
from voiplab.sip.errors import Malformed
from voiplab.sip.message import parse
from voiplab.text.place import ConfigError, NotSimulated, Place

CONFIGURATION = b"""\
# a registrar and a proxy
log_level=3
socket=udp:127.0.0.10:5060 use_workers 2
alias=udp:"lab.example":5060
loadmodule "proto_udp.so"
loadmodule "signaling.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "nathelper.so"
modparam("tm", "fr_timeout", 5)
modparam("registrar|nathelper", "received_avp", "$avp(r)")
import_file "more.cfg"
route {
    if ($rU =~ "^\\*6" && !is_myself("$rd", 5060)) { strip(2); $du = "sip:" + $rd; }
    else if ([ $var(a) & 0x4 ] || $(hdr(Expires){s.int}) > 0) route(relay, "x", $ru);
    switch ($rm) { case "INVITE": t_on_failure("busy"); break; default: exit; }
    while ($var(i) < 3) { $var(i) += 1; } /* twice /* in
    two */ lines */
    for ($var(one) in $(avp(all)[*])) xlog("L_INFO", "$var(one) \\"is\\"
\\n");
    if (!lookup("location", , "sip:a@b")) { send_reply(404, "Not Found"); exit; }
    t_relay();
}
route[relay] { return(-1); }
failure_route[busy] { if (t_check_status("486|408")) { $ru = NULL; t_relay(); } }
onreply_route { drop(); }
timer_route[t, 30] { xlog('tick'); }
"""

MISTAKES = b"""\
loadmodule "rrr.so"
modparam("tm" "fr_timeout", 5)
route { save(location); if $rU { exit } t_rely(); // x
"""

TEXTS = (
    b"to $ru, $(ru{uri.param,gr}) of $hdr(P-$var(x))[-1] $$5 $(avp(x)[*]{s.select,1,;})",
    b"$b2b_logic.entity(id)[0].",
)
PATTERNS = (b"^(\\*6|00)[[:digit:]]{2,4}$", b"[]a-z^]+(x|(y*)?){,3}\\<b\\>\\1")
PIPES = (b':me:{"jsonrpc": "2.0", "id": 1, "method": "ps"}\n::{"a": "}\\"{"}:x:ps\n\0 :y:{"p": [{}, {}]}',)
INVITE = b"""\
INVITE sip:bob@127.0.0.10 SIP/2.0
Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1
Max-Forwards: 70
From: <sip:a%20b@example.com>;tag=1
To: <sip:bob@127.0.0.10>
Call-ID: 1
CSeq: 1 INVITE
Contact: *
Path: <sip:10.0.0.1;lr>
Content-Type: application/sdp

v=0
m=audio 4000 RTP/AVP 0 96
a=rtpmap:96 speex/8000
a=fmtp:96 mode=any
m=video 0 RTP/AVP 34
""".replace(b"\n", b"\r\n")
SENDER = Address("10.0.0.1", 5060)
LOADED = frozenset(("core", "tm", "dialog", "b2b_logic"))


def read_configuration(data: bytes) -> None:
    """Read by the checker, by the start, and by who explains it."""
    files = {"opensips.cfg": data}
    found = verdict(files)
    assert found.output.endswith("Exiting....\n" if found.status and "check_actions" not in found.output else "\n")
    lines = data.count(b"\n") + 1
    for remark in explain(files):
        assert remark.place.file != "opensips.cfg" or 1 <= remark.place.line <= lines


def read_format(data: bytes) -> None:
    parse_format(data.decode("utf-8", "surrogateescape"), LOADED)


def read_pattern(data: bytes) -> None:
    compiled(data.decode("utf-8", "surrogateescape"))


def read_pipe(data: bytes) -> None:
    """However it is cut, a pipe holds the same requests."""
    size = 1 + len(data) % 97
    whole, pieces = Requests(), Requests()
    found = [one for begin in range(0, len(data), size) for one in pieces.take(data[begin : begin + size])]
    assert found == list(whole.take(data)), "the requests depend on the cuts"
    if whole.is_inside:
        whole.rest()


def look_at_message(data: bytes) -> None:
    received = Received(parse(data), Way(Listener("udp", "127.0.0.10", 5060, Place("opensips.cfg", 1), {}), SENDER))
    fault = first_fault(received, "shmrftc")
    assert fault is None or fault < 0
    for change in ("arrange", "remove"):
        session = Session(received, Place("opensips.cfg", 1))
        for stream in session.streams:
            if change == "arrange":
                stream.arrange(stream.formats)
            else:
                stream.remove(lambda _: True)
        session.keep(None)
    assert not Session(received, Place("opensips.cfg", 1)).streams
    received.lumps.apply(received.buffer, received.way.listener)


TARGETS: tuple[Target, ...] = (
    Target("opensips", read_configuration, (CONFIGURATION, MISTAKES), (ConfigError,), readings=10),
    Target("opensips-format", read_format, TEXTS, (BadVariable,)),
    Target("opensips-pipe", read_pipe, PIPES, (), readings=4),
    Target("opensips-message", look_at_message, (INVITE,), (Malformed, NotSimulated), readings=8),
    Target("opensips-pattern", read_pattern, PATTERNS, (BadPattern, Unsupported), readings=4),
)
