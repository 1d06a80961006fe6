"""The telephones' part of docs/conformance.md says what the profiles say."""

from pathlib import Path
from typing import Final

from voiplab.phone.actions import WORDS
from voiplab.phone.asking import Ask
from voiplab.phone.evidence import Evidence
from voiplab.phone.intercom import Heeds
from voiplab.phone.profile_reader import load_profile, profile_names

PAGE: Final = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text(encoding="utf-8")
WEIGHT: Final = list(Evidence)


def rows(first: str) -> dict[str, list[str]]:
    """The table whose heading begins so: its rows by their first cell, without back quotes."""
    lines = PAGE.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    table = []
    for line in lines[begin:]:
        if not line.startswith("|"):
            break
        table.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return {row[0]: row[1:] for row in (table[0], *table[2:])}


def cell(model: str, how: Ask) -> str:
    """What the model makes of it, and the weightiest evidence for that."""
    profile = load_profile(model)
    heeds = profile.asked_by.heeds(how)
    evidence = min((source.evidence for source in profile.sources[f"asked_by.{how.value}"]), key=WEIGHT.index)
    return "no" if heeds is Heeds.NEVER else f"{heeds.value} ({evidence.value})"


def test_the_matrix_is_that_of_the_profiles() -> None:
    table = rows("asked by")
    models = [name.strip("`") for name in table.pop("asked by")]
    assert table == {how.value: [cell(model, how) for model in models] for how in Ask}


def test_who_does_not_stand_in_the_matrix_answers_nobody_or_like_one_that_does() -> None:
    shown = [name.strip("`") for name in rows("asked by")["asked by"]]
    alike = [load_profile(name).asked_by for name in shown]
    silent = [
        name
        for name in profile_names()
        if name not in shown and {load_profile(name).asked_by.heeds(how) for how in Ask} == {Heeds.NEVER}
    ]
    rest = [name for name in profile_names() if name not in (*shown, *silent)]
    assert [name for name in rest if load_profile(name).asked_by not in alike] == []
    assert [name for name in silent if f"`{name}`" not in PAGE] == []


def test_out_of_the_box_and_transfers_are_those_of_the_profiles() -> None:
    table = rows("telephone")
    assert table.pop("telephone") == [
        "intercom out of the box",
        "in another call",
        "transfers",
        "takes a REFER",
        "GRUU",
    ]
    assert table == {
        name: [
            "on" if profile.intercom.allowed else "off",
            profile.intercom.barge.value,
            "yes" if profile.transfers.can else "no",
            profile.transfers.takes_refer.value,
            profile.registering.gruu.value,
        ]
        for name in profile_names()
        for profile in (load_profile(name),)
    }


def test_every_key_that_one_can_press_stands_there() -> None:
    assert [words for words in WORDS if f"`{words}" not in PAGE] == []
