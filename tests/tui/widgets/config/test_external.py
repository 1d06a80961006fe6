import sys
from pathlib import Path

import pytest

from voiplab.tui.widgets.config.external import NoEditor, command, start


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(NoEditor) as refused:
        command(environment)
    return str(refused.value)


def test_a_kiosk_starts_no_other_program() -> None:
    assert refusal({"VOIPLAB_KIOSK": "1", "EDITOR": "vi"}).startswith("Here no other program may be started")


def test_without_a_named_editor_it_says_what_to_do() -> None:
    assert refusal({}).startswith("No editor is named")
    assert refusal({"EDITOR": "vi '"}).startswith("$EDITOR cannot be read")


def test_visual_comes_before_editor_and_may_have_arguments() -> None:
    assert command({"VISUAL": "code -w", "EDITOR": "vi"}) == ["code", "-w"]


def test_the_editor_gets_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.cfg"
    file.write_text("before")
    script = "import sys, pathlib; pathlib.Path(sys.argv[-1]).write_text(' '.join(sys.argv[1:-1]) + 'after')"
    start([sys.executable, "-c", script], file, 12)
    assert file.read_text() == "after"


def test_an_editor_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoEditor, match=r"no-such-editor does not start: No such file"):
        start(["no-such-editor"], tmp_path / "a", 1)
