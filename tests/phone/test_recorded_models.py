"""baresip and Linphone held against recordings: real ones, against OpenSIPS 3.2.10 and Asterisk 22.10.

As with MicroSIP, the recorded values go in sorted by name, without the constants that the profile adds; the recorded bytes have
to come out. linphonec leaves Content-Length out where there is no body, and names what it accepts in three headers; here a zero
is written, and one header. baresip answers with From and To in the order in which they came:
1.0 was called by another baresip, 4.9 by Asterisk.
"""

from pathlib import Path

import pytest

from voiplab.phone.profile_reader import load_profile
from voiplab.sdp.description import describe
from voiplab.sdp.session import Session
from voiplab.sip.draft import Draft
from voiplab.sip.layout import Layout

RECORDED = Path(__file__).parent / "recorded"
CASES = sorted(f"{path.parent.name}/{path.stem}" for path in RECORDED.glob("*/*.txt"))


def recorded(case: str) -> bytes:
    return (RECORDED / f"{case}.txt").read_bytes().replace(b"\n", b"\r\n")


def layout_of(model: str) -> Layout:
    profile = load_profile(model)
    return profile.headers.layout(profile.identity.software)


def fields_of(message: bytes) -> list[tuple[str, str]]:
    head = message.partition(b"\r\n\r\n")[0].decode()
    return [(name, value) for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])]


def written(case: str) -> bytes:
    """By the layout of its model, from the recorded values in another order."""
    layout = layout_of(case.partition("/")[0])
    head, _, body = recorded(case).partition(b"\r\n\r\n")
    given = [
        (name, value)
        for name, value in fields_of(recorded(case))
        if layout.constants.get(name) != value and name not in ("Content-Length", "Accept")
    ]
    return layout.write(Draft(head.decode().partition("\r\n")[0], sorted(given), body))


def in_our_words(case: str) -> list[tuple[str, str]]:
    fields = fields_of(recorded(case))
    accepts = [value for name, value in fields if name == "Accept"]
    merged = [pair for number, pair in enumerate(fields) if pair[0] != "Accept" or fields[number - 1][0] != "Accept"]
    return [(name, ", ".join(accepts) if name == "Accept" else value) for name, value in merged]


def test_there_are_recordings_of_three_phones() -> None:
    assert len(CASES) == 16


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("baresip")])
def test_a_message_of_baresip_with_the_recorded_values_is_the_recorded_message(case: str) -> None:
    assert written(case) == recorded(case)


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith("linphone")])
def test_a_message_of_linphone_has_the_recorded_headers_in_the_recorded_order(case: str) -> None:
    ours = [pair for pair in fields_of(written(case)) if pair != ("Content-Length", "0")]
    assert ours == in_our_words(case)


@pytest.mark.parametrize("case", [case for case in CASES if case.endswith(("/invite", "/200"))])
def test_its_session_has_the_recorded_lines_in_the_recorded_order(case: str) -> None:
    """The facts of the recorded session, written by the model's own SDP layout; ssrc and cname are recorded text."""
    model, _, kind = case.partition("/")
    body = recorded(case).partition(b"\r\n\r\n")[2]
    description = describe(Session.parse(body))
    layout = load_profile(model).sdp.layout
    ours = layout.write_offer(description) if kind == "invite" else layout.write_answer(description)
    theirs = [line for line in body.decode().split("\r\n") if not line.startswith("a=ssrc:")]
    assert ours.decode().split("\r\n") == theirs
