"""What FreeSWITCH 1.10.12 said about typical mistakes, recorded with the files of `tests/golden/freeswitch/base-config`."""

from typing import NamedTuple

import pytest

from tests.freeswitch.base_config import BASE, changed
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.parser import Unreadable
from voiplab.freeswitch.reader import Document, read
from voiplab.text.place import Files, Place

VARIABLES = {**vanilla.variables("127.0.0.20", "lab"), "conf_dir": "/srv/lab/conf"}
RULES = "dialplan/default.xml"


class Mistake(NamedTuple):
    """In `file`, `right` was replaced by `wrong`, once."""

    file: str
    right: str
    wrong: str


UNREADABLE = {
    "unclosed extension": (
        Mistake(
            RULES,
            '        <action application="bridge" data="user/$1@${domain_name}"/>\n'
            "      </condition>\n    </extension>\n  </context>\n",
            '        <action application="bridge" data="user/$1@${domain_name}"/>\n      </condition>\n  </context>\n',
        ),
        "[error near line 720]: unexpected closing tag </context>",
        "  </context>",
    ),
    "action without its slash": (
        Mistake(
            RULES,
            'data="{originate_timeout=5}user/$1@${domain_name}"/>',
            'data="{originate_timeout=5}user/$1@${domain_name}">',
        ),
        "[error near line 573]: unexpected closing tag </condition>",
        "      </condition>",
    ),
    "missing quote": (
        Mistake(RULES, '<extension name="Local_Extension">', '<extension name="Local_Extension>'),
        "[error near line 718]: unexpected closing tag </condition>",
        "      </condition>",
    ),
    "missing </context>": (
        Mistake("dialplan/tenants.xml", '  </context>\n  <context name="tenant-b">\n', '  <context name="tenant-b">\n'),
        "[error near line 979]: unexpected closing tag </section>",
        "  </section>",
    ),
    "closing tag in another case": (
        Mistake("directory/tenant-a.xml", "</domain>", "</Domain>"),
        "[error near line 1102]: unexpected closing tag </Domain>",
        "  </Domain>",
    ),
    "two dashes in a comment": (
        Mistake(RULES, "<!-- the plain one -->", "<!-- the -- plain one -->"),
        "[error near line 715]: unclosed <!--",
        "    <!-- the -- plain one -->",
    ),
    "unclosed comment": (
        Mistake(RULES, "<!-- the plain one -->", "<!-- the plain one "),
        "[error near line 715]: unclosed <!--",
        "    <!-- the plain one ",
    ),
}


def with_(mistake: Mistake) -> Files:
    return changed(BASE, *mistake)


def configuration(mistake: Mistake) -> Document:
    return read(with_(mistake), VARIABLES)


def line_of(files: Files, place: Place) -> str:
    return files[place.file].decode().split("\n")[place.line - 1]


@pytest.mark.parametrize("name", UNREADABLE)
def test_broken_xml_is_refused_in_the_words_of_the_server_and_with_the_students_own_line(name: str) -> None:
    mistake, says, line = UNREADABLE[name]
    with pytest.raises(Unreadable) as caught:
        configuration(mistake)
    assert caught.value.says == says
    assert line_of(with_(mistake), caught.value.place) == line


FORGIVEN = {
    "ampersand": (Mistake(RULES, "ringback=$${us-ring}", "note=Tom & Jerry"), "note=Tom & Jerry"),
    "less than": (Mistake(RULES, "ringback=$${us-ring}", "note=a<b"), "note=a<b"),
    "reference": (Mistake(RULES, "ringback=$${us-ring}", "note=&lt;a&#x41;&amp;lt;&nbsp;"), "note=<aA&lt;&nbsp;"),
}


@pytest.mark.parametrize("name", FORGIVEN)
def test_an_attribute_may_have_bare_markup_in_it(name: str) -> None:
    mistake, value = FORGIVEN[name]
    actions = configuration(mistake).section("dialplan").below(["context", "extension", "condition", "action"])
    assert value in [action.get("data") for action in actions]


def test_an_include_needs_no_end() -> None:
    document = configuration(Mistake("dialplan/tenants.xml", "</include>", ""))
    assert document.section("dialplan").find("context", "name", "public")


def test_an_include_that_is_not_there_is_only_a_line_in_the_log() -> None:
    document = configuration(Mistake("freeswitch.xml", "dialplan/*.xml", "dialplam/*.xml"))
    assert [str(line) for line in document.log] == [
        "[ERR] switch_xml.c:1395 Error including /srv/lab/conf/dialplam/*.xml"
    ]
    assert not document.section("dialplan").children


def test_an_unknown_global_is_nothing() -> None:
    mistake = Mistake("directory/tenant-a.xml", "$${default_password}", "$${defualt_password}")
    users = configuration(mistake).section("directory").find("domain", "name", "tenant-a.lab")
    assert users is not None
    passwords = [param.get("value") for param in users.below(["groups", "group", "users", "user", "params", "param"])]
    assert passwords == ["", "1234", "1234"]


def test_an_attribute_without_quotes_is_empty() -> None:
    document = configuration(Mistake(RULES, '<extension name="Local_Extension">', "<extension name=Local_Extension>"))
    context = document.section("dialplan").find("context", "name", "default")
    assert context is not None
    assert context.children[-1].attributes == {"name": "", "Local_Extension": ""}


def test_typographic_quotes_are_no_quotes() -> None:
    # As `xml_locate` showed it: <param name="enable-100rel" value="" ”true”="">
    added = '<param name="enable-100rel" value=”true”/></settings>'
    document = configuration(Mistake("sip_profiles/internal.xml", "</settings>", added))
    params = document.section("configuration").below(["configuration", "profiles", "profile", "settings", "param"])
    assert [
        p.attributes for p in params if p.get("name") == "enable-100rel" and p.place.file.endswith("internal.xml")
    ] == [{"name": "enable-100rel", "value": "", "”true”": ""}]


def test_typographic_quotes_inside_of_straight_ones_are_part_of_the_value() -> None:
    added = '<param name="enable-100rel" value="”true”"/></settings>'
    document = configuration(Mistake("sip_profiles/internal.xml", "</settings>", added))
    params = document.section("configuration").below(["configuration", "profiles", "profile", "settings", "param"])
    assert "”true”" in [param.get("value") for param in params]


def test_a_user_without_a_password_exists_all_the_same() -> None:
    mistake = Mistake(
        "directory/tenant-a.xml",
        '<params><param name="password" value="$${default_password}"/></params>',
        "<params></params>",
    )
    user = Directory.of(configuration(mistake).section("directory")).user("1000", "tenant-a.lab")
    assert user is not None
    assert user.params.last("password") is None
