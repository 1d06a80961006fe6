"""The preprocessor works by lines and knows no XML: each of its habits is a trap that students meet."""

from typing import Final

import pytest

from voiplab.freeswitch.preprocess import Merged, merge
from voiplab.text.place import ConfigError, NotSimulated, Place

ROOT: Final = "freeswitch.xml"


def merged(*, variables: dict[str, str] | None = None, **files: str) -> Merged:
    contents = {name.replace("__", "/") + ".xml": text.encode() for name, text in files.items()}
    return merge(contents, ROOT, variables or {})


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<include>\n<a/>\n</include>\n", "<a/>\n"),
        ("<include><a/></include>\n<b/>\n", "<b/>\n"),
        ('<?xml version="1.0"?>\n<a/>', "<a/>"),
        ('<X-PRE-PROCESS cmd="set" data="x=1"/>\n<a b="$${x}"/>\n', '<a b="1"/>\n'),
        ('<x-pre-process CMD = "SET" data = "x = 1"/><b/>\n<a b="$${x}"/>\n', '<a b="1"/>\n'),
        ('<!-- <X-PRE-PROCESS cmd="set" data="x=1"/> -->\n$${x}', "1"),
        ('<!--X-PRE-PROCESS cmd="set" data="x=1"/-->\n$${x}', ""),
        ('<!--#set "x=1"-->\n$${x}', "\n1"),
        ("a<!--#set x=1\nlost\nlost-->kept $${x}\n", "akept $${x}\n"),
        ("$${nope}$${unclosed", "$${unclosed"),
        ("$${a$${x}}b", "b"),
        ('<X-PRE-PROCESS cmd="set" data="Port=1"/>\n$${pORT}', "1"),
        ('<X-PRE-PROCESS cmd="nosuch" data="x"/>\n<X-PRE-PROCESS/>\n<X-PRE-PROCESS cmd="set"/>\na', "a"),
        ("a\0b\nc\n", "ac\n"),
        ("a\r\nb", "a\r\nb"),
    ],
)
def test_a_line_is_kept_changed_or_dropped(source: str, text: str) -> None:
    assert merged(freeswitch=source).text == text


def test_a_global_is_replaced_by_what_it_is_at_that_line() -> None:
    source = '<X-PRE-PROCESS cmd="set" data="x=1"/>\n$${x}\n<X-PRE-PROCESS cmd="set" data="x=$${x}2"/>\n$${x}\n'
    assert merged(freeswitch=source).text == "1\n12\n"


def test_includes_are_relative_to_the_file_that_names_them_and_sorted() -> None:
    found = merged(
        freeswitch='<X-PRE-PROCESS cmd="include" data="a/all.xml"/>\n',
        a__all='<X-PRE-PROCESS cmd="include" data="../b/*.xml"/>\n',
        b__2="two\n",
        b__10="ten\n",
        b__Z="Z\n",
        b__c__deeper="not matched by a star\n",
    )
    assert found.text == "ten\ntwo\nZ\n"


def test_the_folder_of_the_configuration_may_be_named() -> None:
    found = merged(
        freeswitch='<X-PRE-PROCESS cmd="include" data="$${conf_dir}/a.xml"/>', a="A", variables={"conf_dir": "/etc/fs"}
    )
    assert found.text == "A"


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "nosuch/*.xml", "a.xml/../../../x"])
def test_nothing_outside_of_the_folder_can_be_included(path: str) -> None:
    found = merged(freeswitch=f'<X-PRE-PROCESS cmd="include" data="{path}"/>', variables={"conf_dir": "/etc/fs"})
    assert found.text == ""
    assert "Error including /etc" in found.log[0].text


@pytest.mark.parametrize("command", ["exec", "exec-set", "env-set", "stun-set"])
def test_no_directive_runs_a_program_or_asks_the_machine(command: str) -> None:
    with pytest.raises(NotSimulated) as caught:
        merged(freeswitch=f'\n<X-PRE-PROCESS cmd="{command}" data="x=date"/>')
    assert caught.value.place == Place(ROOT, 2)
    assert caught.value.says == f'X-PRE-PROCESS cmd="{command}"'


def test_a_file_that_includes_itself_is_read_a_hundred_times_more() -> None:
    found = merged(freeswitch='x\n<X-PRE-PROCESS cmd="include" data="freeswitch.xml"/>\n')
    assert found.text == "x\n" * 101
    assert found.log[-1].text.endswith("(Maximum recursion limit reached)")


def test_files_that_include_each_other_are_given_up() -> None:
    both = '<X-PRE-PROCESS cmd="include" data="[ab].xml"/>\n'
    with pytest.raises(ConfigError, match="do they include each other"):
        merged(freeswitch=both, a=both, b=both)


def test_a_text_that_grows_without_bound_is_given_up() -> None:
    grow = "".join(f'<X-PRE-PROCESS cmd="set" data="x=$${{x}}$${{x}}{n}"/>\n$${{x}}\n' for n in range(60))
    with pytest.raises(ConfigError, match="grows over"):
        merged(freeswitch='<X-PRE-PROCESS cmd="set" data="x=y"/>\n' + grow)


def test_a_variable_that_doubles_with_every_line_is_given_up_before_it_fills_the_memory() -> None:
    double = '<X-PRE-PROCESS cmd="set" data="x=$${x}$${x}aaaa"/>\n' * 60
    with pytest.raises(ConfigError, match="by its variables") as caught:
        merged(freeswitch=double)
    assert caught.value.place.line < 30


def test_every_part_of_the_text_knows_its_file_and_line() -> None:
    found = merged(freeswitch='a\n<X-PRE-PROCESS cmd="include" data="b.xml"/>\nc', b="<include>\nb1\nb2")
    assert [found.place(found.text.index(word)) for word in ("a", "b1", "b2", "c")] == [
        Place(ROOT, 1),
        Place("b.xml", 2),
        Place("b.xml", 3),
        Place(ROOT, 3),
    ]
