"""An INI file says what Windows would say that it says. Cases after WelliSolutions' tests of GetPrivateProfileString."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiplab.text.ini import Entry, Ini, read
from voiplab.text.place import ConfigError, Place

FILE = b"""\
; MicroSIP
[Settings]
accountId=1
DTMFMethod = 2

[Account1]
label="  Desk  "
username=1000
Username=2000
port
"""


def ini(text: str) -> Ini:
    return read("MicroSIP.ini", text.encode("cp1252"))


def value(text: str, section: str = "s", key: str = "k") -> str | None:
    found = ini(text).section(section)
    entry = found.entry(key) if found else None
    return entry.value if entry else None


def test_names_ignore_case_and_the_first_of_a_name_counts() -> None:
    account = read("MicroSIP.ini", FILE).section("ACCOUNT1")
    assert account is not None
    assert account.entry("USERNAME") == Entry("username", "1000", Place("MicroSIP.ini", 8))


def test_sections_and_keys_keep_their_order() -> None:
    sections = read("MicroSIP.ini", FILE).sections
    assert [(one.name, [entry.key for entry in one.entries]) for one in sections] == [
        ("Settings", ["accountId", "DTMFMethod"]),
        ("Account1", ["label", "username"]),
    ]


def test_what_windows_passes_over_is_kept_with_its_reason() -> None:
    file = ini("lost=1\n[a]\nx=1\nX=2\nport\n[A]\ny=1\n")
    assert [(one.place.line, one.text, one.reason) for one in file.unread] == [
        (1, "lost=1", "it stands above the first [section]"),
        (4, "X=2", "X stands in line 3 already, and the first one counts"),
        (5, "port", "it has no ="),
        (6, "[A]", "its section [a] stands in line 2 already, and the first one counts"),
        (7, "y=1", "its section [a] stands in line 2 already, and the first one counts"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[s]\nk=  v w  ", "v w"),
        ('[s]\nk="  v  "', "  v  "),
        ("[s]\nk='v'", "v"),
        ("[s]\nk=\"'v'\"", "'v'"),
        ("[s]\nk=\"v'", "\"v'"),
        ('[s]\nk="', '"'),
        ("[s]\nk=a=b", "a=b"),
        ("[s]\nk=v ;w", "v ;w"),
        ("[s]\n;k=v", None),
        ("[s]\n  ;k=v", None),
        ("[s]\n#k=v", None),
        ("[s]\nk=", ""),
        ("[s]k=v", None),
        ("[s\nk=v", "v"),
        (" [ s ] \nk=v", "v"),
        ("[s] ; remark\n k =v", "v"),
        ("[s] [t]\nk=v", "v"),
        ("[s]\r\nk=v\r\n", "v"),
        ("[s]\nk=Zoë", "Zoë"),
    ],
)
def test_a_value_is_read_as_windows_reads_it(text: str, expected: str | None) -> None:
    assert value(text) == expected


def test_utf_16_with_its_mark_is_read_and_utf_8_with_its_mark_spoils_the_first_line() -> None:
    text = "[s]\r\nk=山\r\n[t]\r\nk=1\r\n"
    assert read("a.ini", text.encode("utf-16")).sections[0].entries[0].value == "山"
    assert [one.name for one in read("a.ini", text.encode("utf-8-sig")).sections] == ["t"]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"[s]\nk=\0\n", 2, "text is expected, not a NUL"),
        ("[s]\n".encode("utf-16-be"), 1, "text is expected, not a NUL"),
        (b"\xff\xfe[", 1, "UTF-16 is expected after its byte order mark"),
        (b"x" * 300_000, 1, "at most 262144 bytes are expected, and the file has 300000"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read("MicroSIP.ini", content)
    assert (caught.value.place.line, caught.value.says) == (line, says)


def outcome(content: bytes) -> Ini | ConfigError:
    try:
        return read("MicroSIP.ini", content)
    except ConfigError as error:
        return error


@given(st.binary(max_size=300) | st.text("[]=;ab\"' \t\r\n\0", max_size=100).map(str.encode))
def test_any_bytes_are_an_ini_file_or_one_config_error(content: bytes) -> None:
    result = outcome(content)
    if isinstance(result, Ini):
        names = [one.name.lower() for one in result.sections]
        assert sorted(set(names)) == sorted(names)
