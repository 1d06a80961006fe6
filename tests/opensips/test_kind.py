"""The node: its files, its restart, and what is left of it."""

from tests.opensips.bench import ALICE, CALENDAR, SERVER, Bench, invite
from tests.opensips.scripts import in_route
from voiplab.net.host import Host
from voiplab.opensips.kind import NOT_RUNNING, RESTART, OpenSipsNode

ONE = in_route('sl_send_reply(404, "One");')
TWO = in_route('sl_send_reply(404, "Two");')


def running() -> tuple[Bench, OpenSipsNode]:
    bench = Bench("route { exit; }\n")
    bench.server.stop()
    node = OpenSipsNode(Host(bench.network, "server", CALENDAR), "server", ONE)
    node.start()
    return bench, node


def reasons(bench: Bench) -> list[str]:
    return [seen.start.partition(" 404 ")[2] for seen in bench.send(ALICE, *invite())]


def test_saved_files_mean_nothing_before_the_server_starts_again() -> None:
    bench, node = running()
    node.replace(TWO)
    assert reasons(bench) == ["One"]
    assert node.perform(RESTART) == ""
    assert reasons(bench) == ["Two"]


def test_files_that_it_does_not_start_with_leave_nobody_there_until_they_are_mended() -> None:
    bench, node = running()
    node.replace(in_route("t_rely();"))
    assert "unknown command <t_rely>, missing loadmodule?" in node.perform(RESTART)
    assert reasons(bench) == []
    assert node.perform("opensips-cli -x mi uptime") == NOT_RUNNING
    node.replace(TWO)
    assert node.perform(RESTART) == ""
    assert reasons(bench) == ["Two"]


def test_a_restart_forgets_transactions_and_their_timers() -> None:
    bench, node = running()
    node.replace(in_route('$ru = "sip:bob@127.0.0.12:5060";', "t_relay();"))
    node.perform(RESTART)
    bench.send(ALICE, *invite())
    assert node.leftovers() != []
    node.perform(RESTART)
    assert list(node.leftovers()) == []
    assert bench.wait(40) == []


def test_the_port_is_free_when_it_is_stopped() -> None:
    bench, node = running()
    node.server.stop()
    port = bench.host("server").datagrams(SERVER, lambda _payload, _source: None)
    port.close()
