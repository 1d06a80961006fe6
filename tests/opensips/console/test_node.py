"""The server as a node of a lab: what is typed is answered and recorded."""

import pytest

from tests.opensips.bench import Bench, configuration
from tests.opensips.recorded_mistakes import BY_NAME
from voiplab.opensips.kind import OpenSipsNode
from voiplab.recording.events import Answered


def test_an_action_of_a_lab_is_a_command_of_the_interface() -> None:
    bench = Bench("route { exit; }")
    files = {"opensips.cfg": configuration('route { save("location"); }').replace(":5060", ":5070").encode()}
    node = OpenSipsNode(bench.host("server"), "server", files)
    node.start()
    said = node.perform("opensips-cli -x mi ul_dump")
    assert said.startswith('{\n    "Domains": [\n        {\n            "name": "location",')
    assert [event.what for event in bench.recording if isinstance(event.what, Answered)] == [
        Answered("opensips-cli -x mi ul_dump", said)
    ]
    assert node.completions("ul_show_contact loc") == ["location"]


@pytest.mark.parametrize(
    "typed",
    [
        "opensips -C",
        "opensips -C -f opensips.cfg",
        "opensips -f /etc/opensips/opensips.cfg -C",
        "opensips -C opensips.cfg",
    ],
)
def test_opensips_with_the_flag_of_a_check_looks_at_what_was_saved_and_leaves_the_server_alone(typed: str) -> None:
    mistake = BY_NAME["missing semicolon after a statement"]
    bench = Bench("route { exit; }")
    good = {"opensips.cfg": configuration('route { save("location"); }').replace(":5060", ":5070").encode()}
    node = OpenSipsNode(bench.host("server"), "server", good)
    node.start()
    assert "config file ok, exiting..." in node.perform(typed)
    node.replace({"opensips.cfg": mistake.config.encode()})
    assert node.perform(typed) == mistake.printed.rstrip("\n")
    assert node.perform("mi ul_dump").startswith("{")
