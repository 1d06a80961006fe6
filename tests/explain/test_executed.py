from voiplab.course.catalogue import lesson_folders
from voiplab.course.grading import names
from voiplab.course.lesson_file import read_lesson
from voiplab.explain.executed import NEVER, Count, Executed, File, Span
from voiplab.explain.messages import Messages
from voiplab.lab.run import Run
from voiplab.recording.events import EventId

DIALPLAN = File("freeswitch", "dialplan/default.xml")
SCRIPT = File("opensips", "opensips.cfg")


def messages(lesson: str, run: str) -> Messages:
    found = read_lesson(lesson_folders()[lesson])
    played = Run(found.lab, found.lab.runs[run], 1)
    played.run()
    return Messages(played.recording, names(found.lab))


def taken_in(of: Messages) -> Executed:
    executed = Executed(of)
    executed.catch_up()
    return executed


def test_the_lines_of_the_dialplan_are_counted_for_the_call_that_came_to_them() -> None:
    found = messages("prack-enable", "call")
    executed = taken_in(found)
    registration, call = found[0].leg.call, found[-1].leg.call
    counts = {line: executed.count(DIALPLAN, line, call=call) for line in executed.lines(DIALPLAN)}
    assert counts == {4: Count(1, 1), 5: Count(1, 1), 6: Count(2, 2)}
    assert executed.count(DIALPLAN, 6, call=registration) == Count(2, 0)


def test_a_line_of_a_script_counts_for_each_call_that_it_served() -> None:
    found = messages("first-proxy", "direct")
    executed = taken_in(found)
    first = next(executed.lines(SCRIPT))
    total = executed.count(SCRIPT, first).times
    assert total == 4  # three registrations and a call
    assert [executed.count(SCRIPT, first, call=call).of_call for call in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 0]


def test_at_an_earlier_moment_a_line_was_executed_less_often() -> None:
    found = messages("first-proxy", "direct")
    executed = taken_in(found)
    first = next(executed.lines(SCRIPT))
    moments: list[EventId] = [message.event.id for message in found]
    counts = [executed.count(SCRIPT, first, Span(until=moment)).times for moment in moments]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 4)


def test_what_was_taken_in_is_not_counted_twice() -> None:
    executed = Executed(messages("prack-enable", "call"))
    assert executed.catch_up()
    before = executed.count(DIALPLAN, 6)
    assert not executed.catch_up()
    assert executed.count(DIALPLAN, 6) == before


def test_a_line_of_a_file_that_nobody_reads_was_never_executed() -> None:
    executed = taken_in(messages("prack-enable", "call"))
    assert executed.count(File("freeswitch", "nowhere.xml"), 1) == NEVER
    assert not list(executed.lines(File("freeswitch", "nowhere.xml")))


def test_a_setting_that_was_read_counts_as_well() -> None:
    executed = taken_in(messages("prack-enable", "call"))
    assert executed.count(File("alice", "MicroSIP.ini"), 3) == Count(1)


def test_the_messages_that_began_the_calls_of_a_line_are_known() -> None:
    found = messages("first-proxy", "direct")
    executed = taken_in(found)
    first = next(executed.lines(SCRIPT))
    begun = [found[number - 1] for number in executed.begun_by(SCRIPT, first)]
    assert [message.summary.split()[0] for message in begun] == ["REGISTER", "REGISTER", "REGISTER", "INVITE"]
    assert not list(executed.begun_by(SCRIPT, 1))
