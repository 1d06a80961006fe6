"""What a person types is recorded with what they read."""

from ipaddress import ip_network

from tests.freeswitch.office import FILES, SWITCH
from voiplab.freeswitch.kind import KIND
from voiplab.net.host import Host
from voiplab.net.network import Network
from voiplab.net.topology import Attachment, Topology
from voiplab.recording.events import Answered
from voiplab.recording.recording import Recording
from voiplab.sim.calendar import Calendar
from voiplab.sim.kernel import Kernel


def test_an_answer_is_an_event() -> None:
    recording = Recording()
    topology = Topology({"lan": ip_network("127.0.0.0/24")}, {"switch": (Attachment("lan", SWITCH.ip),)})
    host = Host(Network(Kernel(), recording, topology, 1), "switch", Calendar())
    node = KIND.build(None, FILES, host, "switch")
    node.start()
    said = [node.perform(command) for command in ("reloadxml", "originate user/4444 &park()", "global_getvar nothing")]
    assert said == ["+OK [Success]\n", "-ERR SUBSCRIBER_ABSENT\n", "-ERR no reply\n"]
    assert [event.what.text for event in recording if isinstance(event.what, Answered)] == said
