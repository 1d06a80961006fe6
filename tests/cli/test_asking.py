"""Commands that ask: console, config explain, and those about the installation."""

from json import loads
from pathlib import Path

import pytest

from tests.cli.command import voiplab
from tests.course.small_lesson import LESSON, write


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    assert voiplab("start", "prack-enable", tmp_path / "mine", "--seed", 7).code == 0
    return tmp_path / "mine"


def test_a_console_is_asked_in_the_middle_of_the_call(mine: Path) -> None:
    said = voiplab("console", "freeswitch", "sofia", "status", "--of", mine)
    assert (said.code, said.err) == (0, "call at 5.000000 s\n")
    assert "internal\tprofile\t          sip:mod_sofia@192.168.10.20:5060\tRUNNING (2)" in said.out


def test_before_anybody_calls_the_same_console_says_something_else(mine: Path) -> None:
    said = voiplab("console", "freeswitch", "--at", "0.5", "--of", mine, "sofia status")
    assert said.err == "call at 0.500000 s\n"
    assert "RUNNING (0)" in said.out


def test_a_command_that_the_server_does_not_know_gets_the_server_s_own_answer(mine: Path) -> None:
    said = voiplab("console", "freeswitch", "sofa", "--of", mine)
    assert (said.code, said.out) == (0, "-ERR sofa Command not found!\n")


def test_of_another_run_and_of_a_lab_the_end_is_asked(mine: Path) -> None:
    assert "0 total." in voiplab("console", "freeswitch", "show", "calls", "--run", "back", "--of", mine).out


def test_a_line_of_a_configuration_is_explained_in_place(mine: Path) -> None:
    profile = mine / "freeswitch/sip_profiles/internal.xml"
    said = voiplab("config", "explain", profile)
    assert said.code == 0
    assert f"{profile}:9: in force: sip-port is 5060\n" in said.out


def test_what_is_refused_has_code_4_and_the_server_s_words(mine: Path) -> None:
    profile = mine / "freeswitch/sip_profiles/internal.xml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("</settings>", ""), encoding="utf-8")
    said = voiplab("config", "explain", profile)
    assert said.code == 4
    assert "error" in said.out


def test_a_link_to_a_file_of_somebody_else_is_refused_and_not_followed(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.xml").write_text("<secret/>", encoding="utf-8")
    profile = mine / "freeswitch/sip_profiles/internal.xml"
    profile.unlink()
    profile.symlink_to(tmp_path / "elsewhere.xml")
    said = voiplab("config", "explain", profile)
    link = "Error: freeswitch/sip_profiles/internal.xml:1: a file is expected, not a link to another one\n"
    assert (said.code, said.out, said.err) == (4, "", link)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("MicroSIP.ini", "[Account1]\nusername=1\ndomain=10.0.0.1\n", ":2: in force: `username`"),
        ("phone.ini", "[phone]\nuser=1\ndomain=10.0.0.1\ncolour=red\n", ":4: ignored there: `colour` is not known"),
        ("obi.xml", "<ParameterList></ParameterList>", ":1: error: "),
        (
            "conf/sip_profiles/lan.xml",
            '<profile name="lan"><settings><param name="x" value=""/></settings></profile>',
            ":1: ignored",
        ),
    ],
)
def test_a_file_outside_of_every_workspace_is_known_by_its_name_its_content_or_its_folder(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert says in voiplab("config", "explain", tmp_path / name).out


def test_a_file_of_nothing_that_is_known_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    said = voiplab("config", "explain", tmp_path / "notes.txt")
    assert said.code == 2
    assert "is neither in a workspace" in said.err


def test_lint_and_verify_say_fine_or_what_is_wrong(tmp_path: Path) -> None:
    lesson = write(tmp_path)
    assert voiplab("lesson", "lint", lesson) == (0, f"{lesson}: fine\n", "")
    assert voiplab("lesson", "verify", lesson) == (0, f"{lesson}: fine\n", "")
    write(tmp_path, **{"notes.txt": "x"})
    said = voiplab("lesson", "verify", lesson)
    assert (said.code, said.out) == (4, f"{lesson}:\n  ring/lesson.yaml:1: nobody reads notes.txt\n")


def test_a_lesson_that_cannot_be_read_is_said_with_its_line(tmp_path: Path) -> None:
    lesson = write(tmp_path, **{"lesson.yaml": LESSON.replace("level: 1", "level: ten")})
    said = voiplab("lesson", "lint", lesson)
    assert (said.code, said.err) == (4, "Error: ring/lesson.yaml:2: a whole number is expected\n")


def test_the_schema_knows_every_kind_of_check() -> None:
    schema = loads(voiplab("lesson", "schema").out)
    assert {"lab", "exercises", "mistakes", "moment"} <= schema["properties"].keys()
    assert {"sequence", "answer", "heard", "any_of"} <= schema["$defs"]["CheckEntry"]["properties"].keys()


def test_the_doctor_is_content_and_locate_says_where_lessons_lie() -> None:
    said = voiplab("doctor")
    assert said.code == 0
    assert "wrong" not in said.out
    assert "lessons" in voiplab("locate").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion_script(shell: str) -> None:
    assert "_VOIPLAB_COMPLETE" in voiplab("completions", shell).out


def test_time_goes_on_until_a_command_that_has_to_wait_is_answered(mine: Path) -> None:
    said = voiplab("console", "freeswitch", "--run", "back", "--at", "500ms", "--of", mine, "originate user/1001 &park")
    assert said.code == 0
    assert said.out.startswith(("+OK ", "-ERR "))
