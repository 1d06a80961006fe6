"""What the documents point at is there."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.test_layers import LAYERS

TOP: Final = Path(__file__).parent.parent
DOCUMENTS: Final = [*sorted(TOP.glob("*.md")), *sorted((TOP / "docs").glob("*.md"))]
LINK: Final = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(TOP)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_has_both_commands_and_each_makes_its_own_environment() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    commands = dict(re.findall(r"<!-- command: (\w+) -->\n```sh\n(.+)\n```", readme))
    assert sorted(commands) == ["lab", "tests"]
    for command in commands.values():
        assert command.startswith("python3.11 -m venv .venv && .venv/bin/pip install --constraint requirements.lock ")


def test_the_table_of_packages_for_contributors_names_every_package() -> None:
    text = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"\w+", row)]
    assert sorted(named) == sorted(LAYERS)


def test_the_lock_has_exact_versions_and_no_addresses() -> None:
    lines = (TOP / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.]+", line)] == []
