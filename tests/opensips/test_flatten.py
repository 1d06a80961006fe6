"""Files inside of files: lines keep their own numbers, and nothing outside of the node's folder can be read."""

import pytest

from tests.opensips.scripts import HEAD, cfg, problems
from voiplab.opensips.checking import verdict
from voiplab.opensips.flatten import DEEPEST, LONGEST, flatten
from voiplab.opensips.reader import read
from voiplab.text.place import NotSimulated, Place

ROUTE = "route {\n    exit;\n}\n"


def test_an_included_file_stands_where_it_is_included() -> None:
    files = cfg(HEAD + 'include_file "more.cfg"\nroute[last] { exit; }\n', more=ROUTE)
    assert [(str(route), route.place) for route in read(files).script.routes] == [
        ("route", Place("more.cfg", 1)),
        ("route[last]", Place("opensips.cfg", HEAD.count("\n") + 2)),
    ]


def test_a_file_may_be_included_inside_of_a_route() -> None:
    files = cfg(HEAD + 'route {\n    include_file "part.cfg"\n}\n', part="    t_relay();\n    exit;\n")
    assert [one.place for one in read(files).script.routes[0].body] == [
        Place("part.cfg", 1, 5),
        Place("part.cfg", 2, 5),
    ]


@pytest.mark.parametrize("written", ["sub/more.cfg", "/etc/opensips/sub/more.cfg", "./sub/more.cfg"])
def test_a_path_is_looked_up_in_the_folder_of_the_server(written: str) -> None:
    files = {
        **cfg(HEAD + f'include_file "{written}"\n'),
        "sub/more.cfg": b'include_file "deep.cfg"',
        "sub/deep.cfg": ROUTE.encode(),
    }
    assert [route.place.file for route in read(files).script.routes] == ["sub/deep.cfg"]


@pytest.mark.parametrize("written", ["nosuch.cfg", "/etc/passwd", "../opensips.cfg", "../../etc/passwd"])
def test_what_is_not_in_the_folder_is_not_there(written: str) -> None:
    files = cfg(HEAD + f'include_file "{written}"\n' + ROUTE)
    line = HEAD.count("\n") + 1
    assert problems(files) == [f"opensips.cfg:{line}: failed to open {written}: 2 (No such file or directory)"]


def test_a_file_that_is_imported_may_be_missing() -> None:
    assert problems(cfg(HEAD + 'import_file "nosuch.cfg"\n' + ROUTE)) == []


def test_a_file_that_includes_itself_ends_somewhere() -> None:
    assert problems(cfg('include_file "opensips.cfg"\n')) == [
        f"opensips.cfg:1: max nested cfg files reached! ({DEEPEST})"
    ]


def test_files_that_include_each_other_many_times_end_somewhere() -> None:
    fifty = {name: (f'include_file "{inner}.cfg"\n' * 50).encode() for name, inner in ("ab", "bc", "cd")}
    files = {"opensips.cfg": fifty["a"], "b.cfg": fifty["b"], "c.cfg": fifty["c"], "d.cfg": b"\n"}
    assert [problem.partition(": ")[2] for problem in problems(files)] == ["max nested cfg files reached! (10)"]


def test_a_mistake_in_an_included_file_shows_the_way_to_it() -> None:
    files = cfg(HEAD + 'include_file "more.cfg"\n', more="route {\n    exit\n}\n")
    assert verdict(files).output.split("\n")[:9] == [
        "Traceback (last included file at the bottom):",
        " 0. opensips.cfg",
        " 1. more.cfg",
        "CRITICAL:core:yyerror: parse error in more.cfg:3:1-2: syntax error",
        "route {",
        "    exit",
        "}",
        "^~",
        "CRITICAL:core:yyerror: parse error in more.cfg:3:1-2: bad command: missing ';'?",
    ]


def test_the_line_of_an_include_is_shown_as_it_is_written() -> None:
    files = cfg('import_file "nosuch.cfg"\nloglevel=3\n')
    assert 'import_file "nosuch.cfg"' in verdict(files).output.split("\n")


def test_there_is_an_end_to_what_a_lab_can_read() -> None:
    with pytest.raises(NotSimulated) as caught:
        flatten({"opensips.cfg": b"#" * (LONGEST + 1)}, "opensips.cfg")
    assert caught.value.place == Place("opensips.cfg", 1)


def test_without_its_file_the_server_does_not_start() -> None:
    assert problems({}) == ["opensips.cfg:1: failed to open opensips.cfg: 2 (No such file or directory)"]
