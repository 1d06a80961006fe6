"""INVITEs without SDP where enable-3pcc allows them: who makes the offer when, and what the ACK decides."""

from functools import partial

import pytest

from tests.freeswitch.base_config import changed
from tests.freeswitch.office import FILES, Office, rule, session
from voiplab.sip.uri import Uri
from voiplab.text.place import Files, NotSimulated
from voiplab.ua.outgoing import OutgoingLeg

REFUSED_KEYS = session("127.0.0.21").replace(b"m=", b"m=audio 0 RTP/SAVP 0\r\nm=")
"""An answer as RFC 3264 wants it: with an m= line for each of the offer."""


def with_3pcc(value: str, files: Files = FILES) -> Files:
    param = f'<param name="enable-3pcc" value="{value}"/></settings>'
    return changed(files, "sip_profiles/internal.xml", "</settings>", param)


def ready(files: Files, *replies: tuple[float, int]) -> Office:
    office = Office(files=files).register("1001")
    office["1001"].answers_with(*(replies or ((0.1, 180), (1, 200))))
    acknowledge_with(office, session("127.0.0.21"))
    return office


def acknowledge_with(office: Office, body: bytes, after: float = 0) -> None:
    def acknowledge(leg: OutgoingLeg) -> None:
        ack = office["1000"].dress(leg.draft("ACK"))
        ack.body = body
        ack.add("Content-Type", "application/sdp")
        office.later(after, partial(leg.acknowledge, ack))

    office["1000"].on_answer = acknowledge


def dial(office: Office, number: str = "1001", seconds: float = 3) -> Office:
    office["1000"].dial(number, body=b"")
    office.kernel.run_until(office.kernel.now + round(seconds * 1_000_000))
    return office


def streams(office: Office) -> list[str]:
    lines = office.last("1000", "200 INVITE").body.decode().splitlines()
    return [" ".join(line.split()[::2]) for line in lines if line.startswith("m=")]


def contact(office: Office) -> Uri:
    """Where the caller is told to send what follows."""
    where = office.last("1000", "200 INVITE").contact
    assert where is not None
    return where.uri


def test_without_the_parameter_such_an_invite_is_refused() -> None:
    office = dial(ready(FILES))
    assert office.told("1000", timed=False) == ["407 INVITE", "480 INVITE"]
    assert office.told("1001") == []


def test_true_answers_at_once_and_calls_when_the_answer_has_come() -> None:
    office = ready(with_3pcc("true"))
    acknowledge_with(office, session("127.0.0.21"), after=0.4)
    dial(office)
    assert office.told("1000", timed=False) == ["407 INVITE", "200 INVITE"]
    offered, called = (float(office.told(name)[place].split()[0]) for name, place in (("1000", 1), ("1001", 0)))
    assert 0.4 < called - offered < 0.42
    assert contact(office).username == "1001"
    assert office.last("1000", "200 INVITE").get("Remote-Party-ID") is None


def test_true_offers_the_stream_with_keys_and_without() -> None:
    office = dial(ready(with_3pcc("true")))
    assert streams(office) == ["m=audio RTP/SAVP 8 13", "m=audio RTP/AVP 8 13"]
    keys = [line for line in office.last("1000", "200 INVITE").body.split(b"\r\n") if line.startswith(b"a=crypto")]
    assert len({key.partition(b"inline:")[2] for key in keys}) == 11


@pytest.mark.parametrize("answer", [session("127.0.0.21"), REFUSED_KEYS])
def test_a_telephone_may_refuse_the_keys_or_leave_them_out(answer: bytes) -> None:
    office = ready(with_3pcc("true"))
    acknowledge_with(office, answer)
    dial(office)
    assert [channel.carrier.codec for channel in office.switch.channels.values()] == ["PCMU", "PCMU"]
    assert office.last("1001", "INVITE").body.count(b"a=rtpmap:8 ") == 0


@pytest.mark.parametrize("answer", [b"", session("127.0.0.21", "9"), session("127.0.0.21").replace(b"/AVP", b"/SAVP")])
def test_an_ack_without_an_answer_that_can_be_used_ends_the_call(answer: bytes) -> None:
    office = ready(with_3pcc("true"))
    acknowledge_with(office, answer)
    dial(office)
    assert office.told("1000", timed=False)[-2:] == ["200 INVITE", "BYE"]
    assert 'cause=88;text="INCOMPATIBLE_DESTINATION"' in (office.last("1000", "BYE").get("Reason") or "")
    assert office.told("1001") == []


def test_that_srtp_is_not_simulated_is_said() -> None:
    office = ready(with_3pcc("true"))
    acknowledge_with(office, session("127.0.0.21").replace(b"/AVP", b"/SAVP"))
    assert "[ERR] not simulated: SRTP, which the caller has chosen" in dial(office).log


def test_after_true_a_callee_that_is_busy_costs_the_caller_a_call() -> None:
    office = dial(ready(with_3pcc("true"), (0.1, 486)))
    assert office.told("1000", timed=False) == ["407 INVITE", "200 INVITE", "BYE"]


def test_proxy_offers_when_the_callee_has_answered_and_tells_nothing_before() -> None:
    office = dial(ready(with_3pcc("proxy")))
    assert office.told("1000", timed=False) == ["407 INVITE", "100 INVITE", "200 INVITE"]
    assert float(office.told("1000")[-1].split()[0]) > 1
    assert streams(office) == ["m=audio RTP/AVP 8 13"]
    assert contact(office).username == "mod_sofia"


def test_proxy_passes_on_that_the_callee_is_busy() -> None:
    office = dial(ready(with_3pcc("proxy"), (0.1, 180), (0.2, 486)))
    assert office.told("1000", timed=False) == ["407 INVITE", "100 INVITE", "486 INVITE"]
    assert office.last("1000", "486 INVITE").get("Remote-Party-ID") is not None


def test_proxy_only_pretends_to_have_early_media() -> None:
    office = ready(with_3pcc("proxy"))
    office["1001"].answers_with((0.1, 183), (1, 200), sdp=session("127.0.0.22"))
    dial(office)
    assert office.told("1000", timed=False) == ["407 INVITE", "100 INVITE", "200 INVITE"]
    assert "[INFO] Pretending to send early media.  Not available for 3pcc calls" in office.log


def test_after_proxy_the_dialplan_waits_for_the_answer_in_the_ack() -> None:
    office = ready(with_3pcc("proxy", rule("answer", "log NOTICE talking", "echo")))
    acknowledge_with(office, session("127.0.0.21"), after=0.4)
    dial(office, "7", 0.3)
    assert office.told("1000", timed=False)[-1] == "200 INVITE"
    assert "[NOTICE] talking" not in office.log
    office.kernel.run_until(office.kernel.now + 300_000)
    assert "[NOTICE] talking" in office.log


def test_proxy_with_bypass_media_is_refused_by_the_line_of_the_parameter() -> None:
    files = with_3pcc("proxy", rule("set bypass_media=true", "bridge user/1001@127.0.0.20"))
    with pytest.raises(NotSimulated) as caught:
        dial(ready(files), "7")
    assert caught.value.place.file == "sip_profiles/internal.xml"
    assert "enable-3pcc=proxy for a call with bypass_media" in caught.value.says


@pytest.mark.parametrize("value", ["true", "proxy"])
def test_an_invite_with_an_offer_is_as_it_ever_was(value: str) -> None:
    def said(files: Files) -> list[str]:
        office = ready(files)
        office["1000"].dial("1001")
        return office.run().told("1000", timed=False)

    assert said(with_3pcc(value)) == said(FILES)
