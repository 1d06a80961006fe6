"""What is said of a header, in small recordings."""

from tests.explain.exchange import Exchange, Leg
from voiplab.explain.meaning.explained import meaning
from voiplab.explain.meaning.here import Header, Here
from voiplab.explain.messages import Messages, Unreadable
from voiplab.recording.recording import Recording
from voiplab.sip.names import key_of

LEG = Leg("leg", "1000", "1001", cseq=7)


def said(recording: Recording, n: int, name: str) -> list[str]:
    """Of all lines with this header in message `n`."""
    messages = Messages(recording)
    message = messages[n - 1]
    assert not isinstance(message.content, Unreadable)
    here = Here(messages, message, message.content)
    headers = [Header(here, name, value, place) for place, value in enumerate(message.content.values(key_of(name)))]
    return [sentence.text for header in headers for sentence in meaning(header)]


def in_request(header: str, method: str = "INVITE") -> list[str]:
    go = Exchange()
    go.send(0, "alice > bob", LEG.request(method, header, to_tag=method != "INVITE"))
    return said(go.recording, 1, header.partition(":")[0])


def in_response(header: str, start: str = "200 OK", method: str = "INVITE") -> list[str]:
    go = Exchange()
    go.send(0, "alice > bob", LEG.request(method, to_tag=method != "INVITE"))
    go.send(2_000, "bob > alice", LEG.response(start, header, method=method))
    return said(go.recording, 2, header.partition(":")[0])
