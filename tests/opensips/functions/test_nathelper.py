"""nathelper as a script calls it, in a server that runs."""

import pytest

from tests.opensips.bench import Bench, configuration, head
from tests.opensips.nathelper.test_signs import BEHIND
from tests.opensips.registrar.registrations import received, register
from voiplab.net.address import Address
from voiplab.sim.moment import seconds

ALICE = Address("127.0.0.11", 5060)


def relayed(statements: str) -> list[str]:
    running = Bench.of(configuration(f'route {{ {statements} $du = "sip:127.0.0.12"; t_relay(); }}'))
    return running.tell(received(BEHIND).buffer, ALICE)[-1].decode().split("\r\n")


def test_contact_and_session_of_a_phone_behind_nat_are_corrected_on_their_way() -> None:
    lines = relayed("if (nat_uac_test(23)) { fix_nated_contact(); fix_nated_sdp(10); }")
    assert "Contact: <sip:alice@127.0.0.11:5060>" in lines
    assert lines[-4:-1] == ["c=IN IP4 127.0.0.11", "a=oldoip:192.168.1.50", "a=oldcip:192.168.1.50"]


def test_received_is_added_for_another_registrar() -> None:
    assert 'Contact: <sip:alice@192.168.1.50:5060>;received="sip:127.0.0.11:5060"' in relayed("add_rcv_param();")


def test_fix_nated_register_without_its_avp_returns_minus_1() -> None:
    running = Bench.of(configuration('route { fix_nated_register(); xlog("rc=$rc\\n"); exit; }'))
    running.tell(received(BEHIND).buffer, ALICE)
    assert "rc=-1" in list(running.log)


@pytest.mark.parametrize(("asks", "count"), [(False, 3), (True, 3)])
def test_contacts_are_pinged_at_every_interval_and_their_answers_never_reach_the_script(asks: bool, count: int) -> None:
    parameters = ['"nathelper", "natping_interval", 10']
    if asks:
        parameters += ['"nathelper", "sipping_bflag", "ASK"', '"nathelper", "sipping_from", "sip:pinger@127.0.0.10"']
    routes = 'route { setbflag("ASK"); save("location"); } onreply_route { xlog("a reply\\n"); }'
    running = Bench.of(configuration(routes, *parameters))
    running.run(seconds(5))
    running.tell(register().buffer, ALICE)
    pings = running.during(seconds(30))
    assert len(pings) == count
    if not asks:
        assert pings == [bytes(4)] * count
        return
    assert head(pings[0])[0] == "OPTIONS sip:alice@127.0.0.11:5060 SIP/2.0"
    running.tell(pings[0].replace(pings[0].partition(b"\r\n")[0], b"SIP/2.0 200 OK"), ALICE)
    assert "a reply" not in list(running.log)
