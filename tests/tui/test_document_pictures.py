"""The pictures of the documents are those of today's screens, and fetch nothing from anywhere."""

import re
from collections.abc import Mapping

import pytest

from tests.tui.pictures import FOLDER, SESSIONS, drawn

COMMITTED = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.svg"))}


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    made: dict[str, str] = {}
    for session in SESSIONS.values():
        made |= drawn(session, tmp_path_factory.mktemp("person"))
    return made


def test_every_picture_is_that_of_todays_screen(today: Mapping[str, str]) -> None:
    """After a change of the screens: `python -m tests.tui.pictures`, and look at them."""
    assert [name for name in today if COMMITTED.get(name) != today[name]] == []


def test_there_is_no_picture_that_nobody_draws(today: Mapping[str, str]) -> None:
    assert [name for name in COMMITTED if name not in today] == []


@pytest.mark.parametrize("name", COMMITTED)
def test_a_picture_fetches_nothing_from_anywhere(name: str) -> None:
    found = re.findall(r"\w+://[^\s\"\')]+|@font-face|@import|url\(", COMMITTED[name])
    assert found == ["http://www.w3.org/2000/svg"]  # the name of the language


@pytest.mark.parametrize("name", COMMITTED)
def test_every_picture_is_shown_in_a_document(name: str) -> None:
    documents = [*FOLDER.parent.glob("*.md"), FOLDER.parent.parent / "README.md"]
    assert any(f"pictures/{name}.svg" in document.read_text(encoding="utf-8") for document in documents)
