"""The picture in the README is what its command prints."""

from pathlib import Path

from tests.cli.command import voiplab


def test_the_picture_is_the_ladder_that_the_first_command_prints() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    picture = readme.split("```text\n")[1].split("```")[0]
    assert voiplab("run", "prack-enable", "--solution").out == picture
