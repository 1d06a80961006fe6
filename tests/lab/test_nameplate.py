"""What stands on a telephone."""

from voiplab.course.catalogue import lesson_folders
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.nameplate import Nameplate, nameplate
from voiplab.lab.run import Run

LAB = read_lesson(lesson_folders()["prack-enable"]).lab


def test_a_telephone_says_its_maker_and_its_model_once_and_a_server_has_no_nameplate() -> None:
    nodes = Run(LAB, LAB.runs[LAB.first_run], 1).nodes
    assert {name: nameplate(node) for name, node in nodes.items()} == {
        "alice": Nameplate("MicroSIP", "sip:1000@192.168.10.20"),
        "bob": Nameplate("Obihai OBi1062", "sip:1001@192.168.10.20"),
        "freeswitch": None,
    }
