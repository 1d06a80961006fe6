"""A node's folder is read once, within limits, and nothing outside of it can be reached."""

import os
from pathlib import Path

import pytest

from voiplab.lab.node_files import MOST_FILES, MOST_OCTETS, node_files
from voiplab.text.place import ConfigError


def test_files_are_named_by_their_paths_in_the_order_of_these(tmp_path: Path) -> None:
    for name in ("vars.xml", "dialplan/b.xml", "dialplan/a.xml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert list(node_files(tmp_path).items()) == [
        ("dialplan/a.xml", b"dialplan/a.xml"),
        ("dialplan/b.xml", b"dialplan/b.xml"),
        ("vars.xml", b"vars.xml"),
    ]


def test_hidden_files_and_the_copies_of_editors_are_no_files_of_the_node(tmp_path: Path) -> None:
    for name in (".internal.xml.swp", "internal.xml~", "internal.xml"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"")
    assert list(node_files(tmp_path)) == ["internal.xml"]


def test_a_node_without_a_folder_has_no_files(tmp_path: Path) -> None:
    assert node_files(tmp_path / "alice") == {}


def test_a_link_is_refused_because_it_may_lead_anywhere(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"secret")
    (tmp_path / "node").mkdir()
    (tmp_path / "node" / "phone.ini").symlink_to(tmp_path / "outside")
    with pytest.raises(ConfigError, match=r"^node/phone\.ini:1: a file is expected, not a link"):
        node_files(tmp_path / "node")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "node" / "dialplan").mkdir(parents=True)
    with (tmp_path / "node" / "dialplan" / "huge.xml").open("wb") as file:
        file.truncate(MOST_OCTETS + 1)
    with pytest.raises(ConfigError, match=r"^node/dialplan/huge\.xml:1: at most 1048576 bytes"):
        node_files(tmp_path / "node")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "node").mkdir()
    os.mkfifo(tmp_path / "node" / "pipe.xml")
    with pytest.raises(ConfigError, match=r"^node/pipe\.xml:1: a file is expected, not a pipe"):
        node_files(tmp_path / "node")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.xml").touch()
    with pytest.raises(ConfigError, match="at most 500 files are expected, and there are 501"):
        node_files(tmp_path)


def test_folders_inside_of_folders_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "/".join("abcdefghij")).mkdir(parents=True)
    with pytest.raises(ConfigError, match="at most 8 folders deep"):
        node_files(tmp_path)
