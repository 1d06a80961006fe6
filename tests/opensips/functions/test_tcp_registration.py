"""A telephone registers over TCP, as pjsua and baresip were recorded."""

import json

from tests.opensips.bench import ALICE, SERVER, Bench, configuration, head
from tests.opensips.registrar.registrations import DESK
from voiplab.net.stream import Stream
from voiplab.opensips.console.opensips_cli import execute
from voiplab.sim.moment import ms

REGISTER = f"""REGISTER sip:127.0.0.10;transport=tcp SIP/2.0
Via: SIP/2.0/TCP 127.0.0.11:5060;rport;branch=z9hG4bKPj3ab47a17;alias
Max-Forwards: 70
From: <sip:alice@127.0.0.10>;tag=2ca3d57a
To: <sip:alice@127.0.0.10>
Call-ID: 02515584544fc656
CSeq: 46215 REGISTER
Supported: gruu, outbound, path
Contact: <sip:alice@127.0.0.11:5060;transport=TCP;ob>;reg-id=1;+sip.instance="{DESK}"
Expires: 120
Content-Length:  0

""".replace("\n", "\r\n").encode()


def test_its_contact_remembers_the_tcp_socket_and_gruus_do_not_mention_it() -> None:
    text = configuration('route { save("location"); }', '"registrar", "disable_gruu", 0')
    proxy = Bench.of('socket=tcp:127.0.0.10:5060\nloadmodule "proto_tcp.so"\n' + text)
    heard: list[bytes] = []

    def opened(stream: Stream | str) -> None:
        assert isinstance(stream, Stream)
        stream.on_bytes = heard.append
        stream.send(REGISTER)

    proxy.host("alice").connect(ALICE.ip, SERVER, opened)
    proxy.run(ms(10))
    (reply,) = heard
    (contact,) = [line for line in head(reply) if line.startswith("Contact: ")]
    assert contact.startswith(
        "Contact: <sip:alice@127.0.0.11:5060;transport=TCP;ob>;expires=120;"
        f'pub-gruu="sip:alice@127.0.0.10:5060;gr={DESK[1:-1]}";temp-gruu="sip:tgruu.'
    )
    assert contact.endswith(f'@127.0.0.10:5060;gr";+sip.instance="{DESK[1:-1]}"')
    (row,) = json.loads(execute(proxy.server, "ul_show_contact location alice"))["Contacts"]
    assert (row["Socket"], row["SIP_instance"]) == ("tcp:127.0.0.10:5060", DESK)
