"""Seats in a class."""

from pathlib import Path

import pytest

from tests.tui.desks import workspace_desk
from voiplab.course.workspace import MARKER
from voiplab.tui.desk.opening import CannotOpen
from voiplab.tui.desk.students import LOCK, NotYourName, guard, take_seat


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Ada  Lovelace", "ada-lovelace"),
        (" O\u2019Brien ", "o'brien"),
        ("Zoe\u0308", "zo\u00eb"),
        ("\uff21da", "ada"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"),
        ("\u674e\u96f7", "\u674e\u96f7"),
        ("1000", "1000"),
        ("J. R. Smith", "j.-r.-smith"),
        ("\U00020000" * 40, "\U00020000" * 40),
    ],
)
def test_a_name_has_a_folder_of_its_own_in_one_form_of_it(name: str, folder: str, tmp_path: Path) -> None:
    seat = take_seat(tmp_path, name)
    seat.leave()
    assert seat.folder == tmp_path / folder


def test_nobody_takes_a_seat_that_is_taken(tmp_path: Path) -> None:
    seat = take_seat(tmp_path, "Ada")
    with pytest.raises(NotYourName, match="another window"):
        take_seat(tmp_path, "ada")
    take_seat(tmp_path, "Bob").leave()
    seat.leave()
    take_seat(tmp_path, "ada").leave()


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "../root",
        "/etc",
        "a/b",
        "a\uff0fb",
        "-x",
        "_x",
        "x" * 41,
        "a\x1b[2J",
        "a\0",
        "a\u202eb",
        "\udce9",
    ],
)
def test_a_name_that_would_lead_elsewhere_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotYourName):
        take_seat(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_link_is_nobodys_seat(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "ada").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotYourName, match="link"):
        take_seat(tmp_path, "Ada")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_with_a_link_anywhere_in_it_is_nobodys_seat(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("all of it")
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / LOCK).symlink_to(target)
    with pytest.raises(NotYourName, match="link"):
        take_seat(tmp_path, "Ada")
    assert target.read_text() == "all of it"


def test_a_workspace_in_the_folder_is_open_to_its_student(tmp_path: Path) -> None:
    workspace_desk(tmp_path, "prack-enable")
    guard(tmp_path / "mine", tmp_path)
    guard(tmp_path / "not-there-yet", tmp_path)


@pytest.mark.parametrize("path", ["..", "mine/freeswitch", "mine/../..", "/etc"])
def test_what_lies_elsewhere_is_closed(path: str, tmp_path: Path) -> None:
    workspace_desk(tmp_path, "prack-enable")
    with pytest.raises(CannotOpen, match="your own lessons"):
        guard(tmp_path / path, tmp_path)


def test_a_workspace_with_a_link_in_it_is_closed(tmp_path: Path) -> None:
    workspace_desk(tmp_path, "prack-enable")
    (tmp_path / "mine/answers.yaml").unlink()
    (tmp_path / "mine/answers.yaml").symlink_to("/etc/passwd")
    with pytest.raises(CannotOpen, match=r"^mine/answers.yaml is a link"):
        guard(tmp_path / "mine", tmp_path)


def test_a_workspace_that_names_a_lesson_by_its_path_is_closed(tmp_path: Path) -> None:
    workspace_desk(tmp_path, "prack-enable")
    marker = tmp_path / "mine" / MARKER
    marker.write_text(marker.read_text().replace("prack-enable", "/etc"))
    with pytest.raises(CannotOpen, match="not here"):
        guard(tmp_path / "mine", tmp_path)
