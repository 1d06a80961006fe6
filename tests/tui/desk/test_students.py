"""Seats in a class."""

from pathlib import Path

import pytest

from voiplab.tui.desk.students import NotYourName, take_seat


def test_a_name_has_a_folder_of_its_own(tmp_path: Path) -> None:
    seat = take_seat(tmp_path, "Ada  Lovelace")
    seat.leave()
    assert seat.folder == tmp_path / "ada-lovelace"


def test_nobody_takes_a_seat_that_is_taken(tmp_path: Path) -> None:
    seat = take_seat(tmp_path, "Ada")
    with pytest.raises(NotYourName, match="another window"):
        take_seat(tmp_path, "ada")
    seat.leave()
    take_seat(tmp_path, "ada").leave()


@pytest.mark.parametrize("name", ["", "..", "../root", "/etc", "a/b", "-x", "x" * 41, "a\x1b[2J"])
def test_a_name_that_would_lead_elsewhere_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotYourName):
        take_seat(tmp_path, name)
    assert list(tmp_path.iterdir()) == []
