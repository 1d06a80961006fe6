from tests.tui.desks import desk, play_out
from voiplab.course.grading import names
from voiplab.explain.executed import Count, File
from voiplab.explain.messages import Messages
from voiplab.lab.actions import NodeAction
from voiplab.tui.widgets.config.alignment import aligned
from voiplab.tui.widgets.config.course import Course

DIALPLAN = File("freeswitch", "dialplan/default.xml")


def test_a_line_that_a_saved_file_has_elsewhere_goes_on_counting() -> None:
    here = desk("prack-enable")
    old = here.files[DIALPLAN.node][DIALPLAN.path].decode()
    new = f"<!-- one line more -->\n{old}"
    play_out(here)
    here.save(*DIALPLAN, new.encode())
    here.perform("freeswitch", NodeAction("reloadxml"))
    here.perform("alice", NodeAction("dial 1001"))
    play_out(here)

    messages = Messages(here.player.recording, names(here.lab))
    course = Course(here.player, messages)
    course.catch_up()
    played = [
        (since, aligned((content or b"").decode().split("\n"), new.split("\n")))
        for since, content in course.editions(DIALPLAN)
    ]
    assert len(played) == 2
    assert course.count(DIALPLAN, played, 6, None) == Count(2)  # line 5 in the first call
    last = messages[-1]
    assert course.count(DIALPLAN, played, 6, last) == Count(2, 1)
    first = next(message for message in messages if message.method == "BYE")
    assert course.count(DIALPLAN, played, 6, first) == Count(1, 1)
    assert course.count(DIALPLAN, [], 6, None) == Count(0)
