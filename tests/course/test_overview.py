"""The course as a map: where to begin, and what is found."""

from pathlib import Path

import pytest

from voiplab.course.overview import Found, Row, overview, search, suggested


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    folder: Path = tmp_path_factory.mktemp("empty")
    return {row.lesson.id: row for row in overview(folder)}


def completed(rows: dict[str, Row], *ids: str) -> dict[str, Row]:
    return {
        name: row._replace(passed=tuple(exercise.id for exercise in row.lesson.exercises)) if name in ids else row
        for name, row in rows.items()
    }


def test_who_has_done_nothing_begins_where_the_readme_begins(rows: dict[str, Row]) -> None:
    first = suggested(rows)
    assert first is not None
    assert first.lesson.id == "prack-enable"


def test_who_has_begun_goes_on_by_level_with_what_builds_on_nothing_open(rows: dict[str, Row]) -> None:
    after_one = suggested(completed(rows, "prack-enable"))
    after_two = suggested(completed(rows, "prack-enable", "first-proxy"))
    assert after_one is not None
    assert after_two is not None
    assert (after_one.lesson.id, after_two.lesson.id) == ("first-proxy", "intercom-opensips")


def test_who_has_done_all_is_sent_nowhere(rows: dict[str, Row]) -> None:
    assert suggested(completed(rows, *rows)) is None


def test_a_title_is_found_before_what_is_taught_and_that_before_a_brief(rows: dict[str, Row]) -> None:
    found = search(rows.values(), "PRACK")
    assert list(found) == [Found.TITLE, Found.TEACHES, Found.BRIEF]
    assert "prack-enable" in [row.lesson.id for row in found[Found.TITLE]]
    places = [row.lesson.id for rows_there in found.values() for row in rows_there]
    assert len(places) == len(dict.fromkeys(places))
    assert not any(search(rows.values(), "no such word").values())
