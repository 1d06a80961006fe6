"""What is said and kept when voiplab itself fails."""

from pathlib import Path

import pytest

from voiplab.cli.crash import report


def failure() -> ZeroDivisionError:
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 // 0
    return caught.value


def test_a_failure_of_ours_is_one_sentence_and_the_traceback_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report(failure(), debug=False, crashes=tmp_path)
    [kept] = tmp_path.iterdir()
    assert capsys.readouterr().err == (
        f"voiplab itself failed (ZeroDivisionError); your files are as they were. Please report it with {kept}.\n"
    )
    assert kept.read_text(encoding="utf-8").endswith("ZeroDivisionError: integer division or modulo by zero\n")


def test_where_nothing_can_be_kept_the_way_to_see_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    report(failure(), debug=False, crashes=tmp_path / "taken")
    assert "Run it again as `voiplab --debug ...`" in capsys.readouterr().err


def test_with_debug_the_traceback_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    report(failure(), debug=True)
    assert "Traceback (most recent call last)" in capsys.readouterr().err
