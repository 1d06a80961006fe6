"""What a student did by hand, in the workspace."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.operated_lesson import write
from voiplab.course.journals import journal_name, journal_of, journals_of, keep_journal
from voiplab.course.lesson import Lesson
from voiplab.course.lesson_file import read_lesson
from voiplab.lab.actions import NodeAction
from voiplab.lab.run import Entry
from voiplab.sim.moment import seconds
from voiplab.text.place import ConfigError

DIALS = Entry(3, seconds(1), "alice", NodeAction("dial bob"))
ANSWERS = Entry(20, seconds(2), "bob", NodeAction("answer"))


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return read_lesson(write(tmp_path))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def kept(mine: Path, lesson: Lesson) -> list[Entry]:
    return journal_of(mine, lesson.lab, lesson.lab.runs["yours"])


def test_a_journal_is_kept_in_a_file_of_its_run(mine: Path, lesson: Lesson) -> None:
    assert kept(mine, lesson) == []
    keep_journal(mine, "yours", [DIALS, ANSWERS])
    assert (mine / "journal/yours.yaml").is_file()
    assert kept(mine, lesson) == [DIALS, ANSWERS]
    assert journals_of(mine, lesson) == {"yours": [DIALS, ANSWERS]}


def test_an_empty_journal_has_no_file(mine: Path, lesson: Lesson) -> None:
    keep_journal(mine, "yours", [DIALS])
    keep_journal(mine, "yours", [])
    keep_journal(mine, "yours", [])
    assert list((mine / "journal").iterdir()) == []
    assert kept(mine, lesson) == []


def test_a_journal_takes_the_place_of_the_old_one_as_a_whole(mine: Path, lesson: Lesson) -> None:
    keep_journal(mine, "yours", [DIALS])
    old = mine / "old.yaml"
    old.hardlink_to(mine / "journal/yours.yaml")
    before = old.read_bytes()
    keep_journal(mine, "yours", [DIALS, ANSWERS])
    assert old.read_bytes() == before
    assert kept(mine, lesson) == [DIALS, ANSWERS]


PRESSES_FOR_EVER = """
import sys
from itertools import count
from pathlib import Path
from voiplab.course.journals import keep_journal
from voiplab.lab.actions import Cable
from voiplab.lab.run import Entry

done = []
for number in count():
    done.append(Entry(number, 0, "bob", Cable.UNPLUG))
    keep_journal(Path(sys.argv[1]), "yours", done[-900:])
    print(number, flush=True)
"""


def test_who_is_killed_at_any_moment_has_all_that_was_confirmed(mine: Path, lesson: Lesson) -> None:
    command = [sys.executable, "-c", PRESSES_FOR_EVER, str(mine)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 50:
            pass
        process.kill()
        confirmed = [50, *map(int, process.stdout.read().split())][-1]
    assert kept(mine, lesson)[-1].steps in (confirmed, confirmed + 1)


def test_a_journal_of_a_run_that_nobody_operates_is_refused_because_nobody_would_play_it(
    mine: Path, lesson: Lesson
) -> None:
    keep_journal(mine, "before", [DIALS])
    with pytest.raises(ConfigError) as refused:
        journals_of(mine, lesson)
    says = "no run that is operated by hand is called before; there are yours"
    assert str(refused.value) == f"{journal_name('before')}:1: {says}"
