"""A lab file, and what lies beside it."""

from pathlib import Path

import pytest

from tests.lab.two_phones import write
from voiplab.lab.opening import open_lab
from voiplab.text.place import ConfigError


def test_a_node_without_a_folder_of_files_is_told_where_it_should_be(tmp_path: Path) -> None:
    lab = write(tmp_path)
    (tmp_path / "files" / "bob").rename(tmp_path / "bob")
    with pytest.raises(ConfigError, match=r"^lab\.yaml:4: bob has no files: .* in the folder files/bob$"):
        open_lab(lab)
