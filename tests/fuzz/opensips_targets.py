"""The script language of OpenSIPS: its files, its variables, its regular expressions."""

from tests.fuzz.target import Target
from voiplab.opensips.checking import verdict
from voiplab.opensips.explain.configuration import explain
from voiplab.opensips.patterns import compiled
from voiplab.opensips.posix import BadPattern, Unsupported
from voiplab.opensips.variables import BadVariable, parse_format
from voiplab.text.place import ConfigError

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


TARGETS: tuple[Target, ...] = (
    Target("opensips", read_configuration, (CONFIGURATION, MISTAKES), (ConfigError,), readings=10),
    Target("opensips-format", read_format, TEXTS, (BadVariable,)),
    Target("opensips-pattern", read_pattern, PATTERNS, (BadPattern, Unsupported), readings=4),
)
