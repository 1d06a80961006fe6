"""Codecs and streams of a session description, as a script asks for them and changes them."""

import pytest

from tests.opensips.bench import ALICE, Bench, configuration, invite
from voiplab.text.place import NotSimulated

BODY = """v=0
o=- 1 1 IN IP4 10.0.0.1
s=-
c=IN IP4 10.0.0.1
t=0 0
m=audio 4000 RTP/AVP 0 96 97 8 101
a=rtpmap:96 speex/16000
a=fmtp:96 mode=any
a=rtpmap:97 speex/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
m=video 4002 RTP/AVP 34
a=sendonly
""".replace("\n", "\r\n")


def relayed(*statements: str, body: str = BODY, kind: str = "application/sdp") -> tuple[list[str], list[str]]:
    """The lines of the body that Bob gets, and what the script has said."""
    bench = Bench.of(configuration(f'route {{ {" ".join(statements)} $du = "sip:127.0.0.12"; t_relay(); }}'))
    *lines, _ = invite()
    sent = bench.send(ALICE, *lines, f"Content-Type: {kind}", f"Content-Length: {len(body)}", body=body)
    head, _, passed = sent[-1].text.partition("\r\n\r\n")
    assert f"Content-Length: {len(passed)}" in head
    return passed.split("\r\n"), list(bench.log)


def media(*statements: str) -> str:
    """The first stream's line."""
    return next(line for line in relayed(*statements)[0] if line.startswith("m="))


def holds(question: str) -> bool:
    return "yes" in relayed(f'if ({question}) xlog("yes\\n");')[1]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ('codec_exists("speex")', True),
        ('codec_exists("SPEEX", "8000")', True),
        ('codec_exists("speex", "32000")', False),
        ('codec_exists("pcma")', True),  # no rtpmap: RFC 3551 names the number
        ('codec_exists("GSM")', False),
        ('codec_exists_re("sp[a-z]*")', True),
        ('codec_exists_re("^opus")', False),
        ('stream_exists("image")', False),
        ('stream_exists("vid")', True),
        ('is_privacy("id")', False),
    ],
)
def test_what_there_is(question: str, answer: bool) -> None:
    assert holds(question) is answer


def test_a_deleted_codec_is_gone_from_the_list_and_from_the_attributes() -> None:
    lines, _ = relayed('codec_delete("speex");')
    assert "m=audio 4000 RTP/AVP 0 8 101" in lines
    assert [line for line in lines if line.startswith("a=")] == [
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15",
        "a=sendonly",
    ]


@pytest.mark.parametrize(
    ("statements", "formats"),
    [
        (['codec_delete("speex", "8000");'], "0 96 8 101"),
        (['codec_delete_re("PCMA|PCMU");'], "96 97 101"),
        (['codec_move_up("speex");'], "96 97 0 8 101"),
        (['codec_move_up_re("^tel");'], "101 0 96 97 8"),
        (['codec_move_down("PCMU");'], "96 97 8 101 0"),
        (['codec_move_down_re("speex");'], "0 8 101 96 97"),
        # the example of the documentation: speex/8000 comes behind any other speex
        (
            ['codec_move_down("speex", "8000");', 'codec_delete("GSM", "8000");', 'codec_move_up("speex");'],
            "96 97 0 8 101",
        ),
        (['codec_move_down("speex", "16000");', 'codec_move_up("speex");'], "97 96 0 8 101"),
        (['codec_delete("nosuch");'], "0 96 97 8 101"),
    ],
)
def test_the_list_of_a_stream_is_arranged(statements: list[str], formats: str) -> None:
    assert media(*statements) == f"m=audio 4000 RTP/AVP {formats}"


def test_what_was_deleted_is_found_no_more_and_deleting_nothing_is_false() -> None:
    _, log = relayed(
        'codec_delete("PCMU"); if (codec_exists("PCMU")) xlog("still\\n");',
        'if (!codec_delete("PCMU")) xlog("no more\\n");',
    )
    assert log == ["no more"]


def test_a_stream_is_deleted_with_all_that_belongs_to_it() -> None:
    lines, log = relayed('stream_delete("video"); if (!stream_exists("video")) xlog("gone\\n");')
    assert lines[-2:] == ["a=fmtp:101 0-15", ""]
    assert log == ["gone"]


def test_what_was_changed_in_a_stream_goes_with_it() -> None:
    own = BODY.replace("m=video", "c=IN IP4 192.168.1.5\r\nm=video")
    lines, _ = relayed('codec_delete("PCMU"); fix_nated_sdp(2); stream_delete("audio");', body=own)
    assert lines[:6] == [*BODY.split("\r\n")[:3], "c=IN IP4 127.0.0.11", "t=0 0", "m=video 4002 RTP/AVP 34"]
    assert lines[6:] == ["a=sendonly", "a=oldcip:10.0.0.1", "a=oldcip:192.168.1.5", ""]


def test_only_some_codecs_may_be_left() -> None:
    text = 'stream_delete("video"); codec_delete_except_re("PCMA|PCMU|telephone-event");'
    assert media(text) == "m=audio 4000 RTP/AVP 0 8 101"


def test_what_becomes_of_a_stream_without_codecs_is_documented_nowhere() -> None:
    with pytest.raises(NotSimulated, match="a stream without any codec"):
        relayed('codec_delete("H263");')


def test_one_part_of_several_is_refused_and_another_body_has_no_codecs() -> None:
    with pytest.raises(NotSimulated, match="several parts"):
        relayed('codec_exists("PCMU");', kind="multipart/mixed;boundary=x")
    assert relayed('if (!codec_exists("PCMU")) xlog("none\\n");', kind="text/plain")[1] == ["none"]


def test_privacy_is_a_list_of_values() -> None:
    bench = Bench.of(configuration('route { if (is_privacy("ID")) xlog("private\\n"); exit; }'))
    *lines, last = invite()
    bench.send(ALICE, *lines, "Privacy: header; id", last)
    assert list(bench.log) == ["private"]
