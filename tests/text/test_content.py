"""The lessons and topologies are found wherever voiplab runs from; the wheel is tried in test_packaging."""

from pathlib import Path

import pytest

from voiplab.text.content import shipped


def test_a_checkout_has_its_content_at_the_top() -> None:
    top = Path(__file__).parents[2]
    assert shipped("lessons") == top / "lessons"
    assert shipped("topologies") == top / "topologies"


def test_content_that_was_not_installed_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="voiplab is installed without its recipes"):
        shipped("recipes")
