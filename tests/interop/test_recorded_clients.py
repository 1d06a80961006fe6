"""How the phones of a recorded case are run again: read from the committed cases, no program needed."""

from pathlib import Path

import pytest

from tests.golden.trace_file import FREESWITCH, load
from tests.interop.recorded_clients import Client, NotSipp, bring, clients
from voiplab.net.address import Address


def clients_of(case: str, scratch: Path) -> list[Client]:
    trace = FREESWITCH / f"{case}.trace"
    return clients(FREESWITCH / case, load(trace), trace, scratch)


def test_a_command_is_the_recorded_one_but_for_its_paths(tmp_path: Path) -> None:
    callee, caller = clients_of("b-calls/busy_486", tmp_path)
    recorded = (FREESWITCH / "b-calls/busy_486/commands.txt").read_text().splitlines()
    for client, line in zip((callee, caller), recorded, strict=True):
        assert " ".join(client.command).replace(f"{tmp_path}/", "") == line
    assert (tmp_path / "caller-1000.xml").read_text() == (FREESWITCH / "b-calls/busy_486/caller-1000.xml").read_text()


def test_who_is_called_waits_and_who_calls_begins_when_it_did(tmp_path: Path) -> None:
    binding, callee, caller, unbinding = clients_of("b-calls/tenant_a_call", tmp_path)
    assert callee.begins is None
    assert (binding.begins, caller.begins, unbinding.begins) == (0, 416_181, 2_343_566)
    assert binding.at == callee.at == unbinding.at == Address("127.0.0.27", 5060)


def test_a_capture_that_is_played_lies_among_ours(tmp_path: Path) -> None:
    clients_of("b-calls/dtmf_rfc4733", tmp_path)
    played = str(FREESWITCH / "pcap" / "34pound.pcap")
    assert f'play_pcap_audio="{played}"' in (tmp_path / "caller-1000.xml").read_text()
    assert Path(played).exists()


def test_a_script_of_raw_datagrams_has_a_player(tmp_path: Path) -> None:
    raw, caller = clients_of("c-prack/lost_200_to_PRACK", tmp_path)
    assert raw.command[1:3] == ["-m", "tests.interop.raw_phone"]
    assert (raw.at, raw.begins) == (Address("127.0.0.25", 5060), None)
    assert caller.command[0] == "sipp"


def test_of_two_that_wait_for_one_call_the_first_was_a_try(tmp_path: Path) -> None:
    (callee,) = clients_of("d-intercom/originate_sip_auto_answer", tmp_path)
    assert callee.command[2].endswith("callee-1001-answers-notify.xml")


@pytest.mark.parametrize(
    ("case", "program"), [("p-real-clients/pjsua_busy", "pjsua"), ("p-real-clients/baresip_plain_call", "baresip")]
)
def test_phones_that_were_another_program_are_named(tmp_path: Path, case: str, program: str) -> None:
    with pytest.raises(NotSipp, match=program):
        clients_of(case, tmp_path)


def test_of_a_recording_only_what_runs_its_phones_comes_along(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    kept = ["callee-1001.xml", "caller-1004-raw-udp.txt", "commands.txt"]
    for name in (*kept, "config-snippet.xml", "messages.txt", "trace.pcapng"):
        (recorded / name).write_text(name)
    bring(recorded, tmp_path / "case")
    assert sorted(path.name for path in (tmp_path / "case").iterdir()) == kept
