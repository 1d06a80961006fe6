"""linphonec 5.1 at a live FreeSWITCH, in a network of their own: it registers, calls, is called, holds, presses keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.interop.labs import lab_at
from tests.interop.linphone import Linphone
from tests.interop.live_lab import LiveLab
from tests.interop.namespace import Namespace
from voiplab.net.address import Address

pytestmark = pytest.mark.interop

PHONE: Final = Address("10.0.0.5", 5062)  # linphone listens on all addresses, so not at the port of the server
SERVER: Final = "10.0.0.20"


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Namespace]:
    with Namespace(tmp_path, [PHONE.ip, SERVER, "10.0.0.13", "10.0.0.14"]) as made:
        yield made


@pytest.fixture
def lab(network: Namespace, tmp_path: Path) -> Iterator[LiveLab]:
    path = lab_at("office-with-phones", "10.0.0.", tmp_path / "lab")
    with LiveLab(path, ["--allow-network"], network.inside) as started:
        started.wait_until_ready()
        yield started


@pytest.fixture
def phone(network: Namespace, tmp_path: Path) -> Iterator[Linphone]:
    with Linphone(tmp_path, network.inside, PHONE) as started:
        yield started


def register(phone: Linphone, lab: LiveLab) -> None:
    phone.type(f"register sip:1000@{SERVER} {SERVER} 1234")
    lab.until_what("200 REGISTER", dst=str(PHONE))


def hang_up(phone: Linphone, lab: LiveLab) -> None:
    phone.type("terminate")
    phone.until("ended")
    lab.until_what("200 BYE", dst=str(PHONE))


def test_it_registers_with_digest_and_takes_its_binding_away(lab: LiveLab, phone: Linphone) -> None:
    register(phone, lab)
    assert phone.quit().code == 0
    mine = [one.what for one in lab.end() if str(PHONE) in (one.src, one.dst)]
    assert mine[:4] == ["REGISTER", "401 REGISTER", "REGISTER", "200 REGISTER"]
    assert mine[-2:] == ["REGISTER", "200 REGISTER"]


def test_it_calls_a_simulated_phone_that_answers(lab: LiveLab, phone: Linphone) -> None:
    register(phone, lab)
    phone.type(f"call sip:1002@{SERVER}")
    lab.until_what("180 INVITE", source="carol")
    lab.console("carol", "answer")
    phone.until("connected")
    phone.until("Media streams established")
    hang_up(phone, lab)
    lab.until_what("200 BYE", source="carol")
    lab.end()


def test_it_is_called_answers_holds_and_hangs_up(lab: LiveLab, phone: Linphone) -> None:
    register(phone, lab)
    lab.console("carol", "dial 1000")
    phone.until("Receiving new incoming call")
    phone.type("answer")
    phone.until("connected")
    for command, said in (("pause", "paused"), ("resume", "Media streams")):
        phone.type(f"{command} 1")
        changed = lab.until_what("INVITE", src=str(PHONE))
        assert ("a=sendonly\r\n" in changed.text.body) is (command == "pause")
        lab.until_what("200 INVITE", dst=str(PHONE))
        phone.until(said)
    hang_up(phone, lab)
    lab.until_what("BYE", target="carol")
    lab.end()


def test_the_keys_that_it_presses_are_heard(lab: LiveLab, phone: Linphone) -> None:
    """The server asks for a number by voice, and calls it."""
    register(phone, lab)
    phone.type(f"call sip:9197@{SERVER}")
    phone.until("Media streams established")
    for key in "1003":
        phone.type(key)
    assert lab.until_what("INVITE", source="freeswitch").target == "dave"
    hang_up(phone, lab)
    lab.end()
