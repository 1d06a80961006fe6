"""MicroSIP's layouts held byte for byte against pjsua 2.16, the same stack, as recorded against FreeSWITCH 1.10.12.

The recorded values go in sorted by name, without the constants that the profile adds; the recorded bytes have to come out.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from voiplab.phone.profile_reader import load_profile
from voiplab.sdp.codec import STATIC, Codec
from voiplab.sdp.description import Description, Stream
from voiplab.sdp.direction import Direction
from voiplab.sip.draft import Draft

RECORDED = Path(__file__).parent / "recorded"
SITUATIONS = {
    "200-at-once": "at once",
    "unregister": "unregister",
    "unregister-with-credentials": "unregister",
}
NAMES = sorted(path.stem for path in RECORDED.glob("*.txt"))
MICROSIP = load_profile("microsip-3.22")
PJSUA = replace(
    MICROSIP.headers.layout("PJSUA/v2.16 Linux-6.18.44 x86_64 glibc-2.36"),
    constants={
        **MICROSIP.headers.layout("PJSUA/v2.16 Linux-6.18.44 x86_64 glibc-2.36").constants,
        "Supported": "replaces, 100rel, timer, siprec, norefersub",  # MicroSIP is built without siprec
    },
)


def recorded(name: str) -> bytes:
    return (RECORDED / f"{name}.txt").read_bytes().replace(b"\n", b"\r\n")


def draft_of(name: str) -> Draft:
    head, _, body = recorded(name).partition(b"\r\n\r\n")
    start, *lines = head.decode().split("\r\n")
    fields = [(field, value) for field, _, value in (line.partition(": ") for line in lines)]
    given = [
        (field, value) for field, value in fields if PJSUA.constants.get(field) != value and field != "Content-Length"
    ]
    return Draft(start, sorted(given), body, situation=SITUATIONS.get(name, ""))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_with_the_recorded_values_is_the_recorded_message(name: str) -> None:
    assert PJSUA.write(draft_of(name)) == recorded(name)


def test_the_only_difference_of_microsip_to_pjsua_is_its_name_and_siprec() -> None:
    ours = MICROSIP.headers.layout(MICROSIP.identity.software).write(draft_of("invite")).decode().splitlines()
    theirs = recorded("invite").decode().splitlines()
    assert [line for line in ours if line not in theirs] == [
        "Supported: replaces, 100rel, timer, norefersub",
        "User-Agent: MicroSIP/3.22.3",
    ]


EVENTS = Codec(120, "telephone-event", 8000, fmtp="0-16")
OFFER = Description(
    "127.0.0.21",
    4004382328,
    4004382329,
    (
        Stream(
            "audio",
            41000,
            (STATIC[0], STATIC[8], STATIC[9], EVENTS),
            rtcp=41001,
            ssrc=1144982492,
            cname="30e8870d63bdd08d",
        ),
    ),
)
ANSWER = Description(
    "127.0.0.22",
    4004382328,
    4004382329,
    (
        Stream(
            "audio",
            41100,
            (STATIC[0], replace(EVENTS, payload=101)),
            rtcp=41101,
            ssrc=566713297,
            cname="3b7d9d9615ce2b84",
        ),
    ),
)


def body_of(name: str) -> bytes:
    return recorded(name).partition(b"\r\n\r\n")[2]


def going(description: Description, direction: Direction) -> Description:
    return replace(
        description,
        streams=tuple(replace(slot, direction=direction) for slot in description.streams if isinstance(slot, Stream)),
    )


def test_an_offer_that_holds_says_so_last() -> None:
    assert MICROSIP.sdp.layout.write_offer(going(OFFER, Direction.SENDONLY)) == body_of("hold")


def test_an_offer_that_resumes_says_so_before_the_codecs() -> None:
    resumed = replace(OFFER, version=OFFER.version + 1)
    assert MICROSIP.sdp.layout.write_offer(resumed) == body_of("resume")


def test_an_answer_has_its_ssrc_between_the_codec_and_the_events() -> None:
    assert MICROSIP.sdp.layout.write_answer(ANSWER) == body_of("200-at-once")
