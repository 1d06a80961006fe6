"""The built wheel carries the lessons and topologies, and runs from wherever it was installed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

TOP: Final = Path(__file__).parent.parent
CONTENT: Final = ("lessons", "topologies")


def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    if find_spec("pip") is None:
        pytest.skip("this environment has no pip to build with")
    built = pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(TOP))
    if built.returncode and "hatchling" in built.stderr and "No matching distribution" in built.stderr:
        pytest.skip("no network to fetch the build backend from")
    assert built.returncode == 0, built.stderr
    [found] = folder.glob("voiplab-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds; the libraries come from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    done = pip("install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel))
    assert done.returncode == 0, done.stderr
    return folder


def files(folder: Path) -> Iterator[str]:
    ignored = ("__pycache__", ".DS_Store")
    paths = (path for path in folder.rglob("*") if path.is_file() and not any(one in ignored for one in path.parts))
    return (path.relative_to(TOP).as_posix() for path in paths)


def elsewhere(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """voiplab from the wheel: what is found first on the path is not the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "HOME": str(cwd), "XDG_STATE_HOME": str(cwd)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_carries_every_lesson_and_topology(wheel: Path) -> None:
    carried = ZipFile(wheel).namelist()
    expected = [f"voiplab/{name}" for kind in CONTENT for name in files(TOP / kind)]
    assert expected
    assert sorted(set(expected) - set(carried)) == []


def test_the_wheel_carries_every_file_of_the_package_and_nothing_of_the_tests(wheel: Path) -> None:
    carried = ZipFile(wheel).namelist()
    assert sorted(set(files(TOP / "voiplab")) - set(carried)) == []
    outside = [name for name in carried if not name.startswith(("voiplab/", "voiplab-"))]
    assert outside == []


def test_what_was_installed_finds_its_own_lessons(installed: Path, tmp_path: Path) -> None:
    question = "from voiplab.text.content import shipped; print(shipped('lessons'), shipped('topologies'))"
    answer = elsewhere(installed, "-c", question, cwd=tmp_path)
    assert answer.stdout.split() == [str(installed / "voiplab" / kind) for kind in CONTENT], answer.stderr


def test_what_was_installed_lists_the_lessons(installed: Path, tmp_path: Path) -> None:
    answer = elsewhere(installed, "-m", "voiplab", "list", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert [path.name for path in sorted((TOP / "lessons").iterdir()) if path.name not in answer.stdout] == []


def test_what_was_installed_runs_a_lab(installed: Path, tmp_path: Path) -> None:
    answer = elsewhere(installed, "-m", "voiplab", "run", "prack-enable", "--solution", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "PRACK" in answer.stdout
