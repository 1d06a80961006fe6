"""An endless stream of messages in which no two share a Call-ID, branch, tag or session id.

So a cache of whole lines cannot cheat. The users repeat, 200 of them, as they do in practice.
"""

from collections.abc import Callable, Iterator

USERS = 200

SDP = (
    "v=0\r\no=- {n} 1 IN IP4 192.0.2.{host}\r\ns=call\r\nc=IN IP4 192.0.2.{host}\r\nt=0 0\r\n"
    "m=audio 40{host:03} RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
)


def invite(n: int) -> bytes:
    user = 1000 + n % USERS
    host = 1 + n % USERS
    return _message(
        f"INVITE sip:{user + 1}@example.com SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 192.0.2.{host}:5060;rport;branch=z9hG4bKPj{n:032x}\r\n"
        "Max-Forwards: 70\r\n"
        "Route: <sip:198.51.100.7;lr>\r\n"
        f'From: "User {user}" <sip:{user}@example.com>;tag={n * 7919:016x}\r\n'
        f"To: <sip:{user + 1}@example.com>\r\n"
        f"Contact: <sip:{user}@192.0.2.{host}:5060;ob>\r\n"
        f"Call-ID: {n * 104729:032x}\r\n"
        f"CSeq: {1 + n % 30000} INVITE\r\n"
        "Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS\r\n"
        "Supported: replaces, 100rel, timer, norefersub\r\n"
        "Allow-Events: presence, message-summary, refer\r\n"
        "User-Agent: Example Phone 3.21\r\n"
        "Content-Type: application/sdp\r\n",
        SDP.format(n=n, host=host),
    )


def ok(n: int) -> bytes:
    user = 1000 + n % USERS
    host = 1 + n % USERS
    return _message(
        "SIP/2.0 200 OK\r\n"
        f"Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK{n:016x}.1;received=198.51.100.7\r\n"
        f"Via: SIP/2.0/UDP 192.0.2.{host}:5060;rport=5060;branch=z9hG4bKPj{n:032x}\r\n"
        "Record-Route: <sip:198.51.100.7;lr>\r\n"
        f'From: "User {user}" <sip:{user}@example.com>;tag={n * 7919:016x}\r\n'
        f"To: <sip:{user + 1}@example.com>;tag={n * 15485863:016x}\r\n"
        f"Call-ID: {n * 104729:032x}\r\n"
        f"CSeq: {1 + n % 30000} INVITE\r\n"
        f"Contact: <sip:{user + 1}@192.0.2.{host}:5060>\r\n"
        "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK\r\n"
        "Supported: timer, replaces\r\n"
        "Content-Type: application/sdp\r\n",
        SDP.format(n=n, host=host),
    )


def register(n: int) -> bytes:
    user = 1000 + n % USERS
    host = 1 + n % USERS
    return _message(
        "REGISTER sip:example.com SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP 192.0.2.{host}:5060;rport;branch=z9hG4bKPj{n:032x}\r\n"
        "Max-Forwards: 70\r\n"
        f"From: <sip:{user}@example.com>;tag={n * 7919:016x}\r\n"
        f"To: <sip:{user}@example.com>\r\n"
        f"Call-ID: {n * 104729:032x}\r\n"
        f"CSeq: {1 + n % 30000} REGISTER\r\n"
        f"Contact: <sip:{user}@192.0.2.{host}:5060>\r\n"
        "Expires: 300\r\n"
        "User-Agent: Example Phone 3.21 (a4:5e:60:00:00:01)\r\n"
        f'Authorization: Digest username="{user}", realm="example.com", nonce="{n:032x}", uri="sip:example.com", '
        f'response="{n * 32452843:032x}", algorithm=MD5, cnonce="{n * 31:016x}", qop=auth, nc=00000001\r\n',
        "",
    )


def _message(head: str, body: str) -> bytes:
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


KINDS: dict[str, Callable[[int], bytes]] = {"INVITE": invite, "200": ok, "REGISTER": register}


def stream(kind: str, start: int, count: int) -> Iterator[bytes]:
    return map(KINDS[kind], range(start, start + count))
