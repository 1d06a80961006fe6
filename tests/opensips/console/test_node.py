"""The server as a node of a lab: what is typed is answered and recorded."""

from tests.opensips.bench import Bench, configuration
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
