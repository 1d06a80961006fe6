import pytest

from tests.freeswitch.base_config import BASE
from tests.freeswitch.dialplan.standing_channel import scope
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.dialplan.commands import ALL, PURE, of_directory
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.reader import read
from voiplab.text.place import NotSimulated


@pytest.mark.parametrize(
    ("name", "argument", "output"),
    [
        ("cond", "1 == 1 ? yes : no", "yes"),
        ("cond", "1 == 1.0 ? yes : no", "yes"),
        ("cond", "abc == abc ? yes : no", "yes"),
        ("cond", "abc != abc ? yes : no", "no"),
        ("cond", "abc > ab ? longer : shorter", "longer"),
        ("cond", "10 > 9 ? yes : no", "yes"),
        ("cond", "'two words' == 'two words' ? yes : no", "yes"),
        ("cond", " == '' ? empty : full", "empty"),
        ("cond", "1 ? yes : no", "-ERR"),
        # Recorded on the console of 1.10.12
        ("regex", "1001|^(100\\d)$|%1", "1001"),
        ("regex", "2001|^(100\\d)$", "false"),
        ("regex", "1001|^(100\\d)$", "true"),
        ("regex", "2001|^(100\\d)$|%1", "2001"),
        ("regex", "2001|^(100\\d)$|%1|n", ""),
        ("regex", "m:~a|b~^a.b$", "true"),
        ("regex", "1001", "-ERR"),
        ("strftime", "", "2026-11-23 00:23:59"),
        ("strftime", "%a %d %b %Y %I:%M %p %j %u 100%%", "Mon 23 Nov 2026 12:23 AM 327 1 100%"),
        ("strftime", "0|%Y-%m-%d %H:%M", "1970-01-01 00:00"),
        ("strepoch", "", "1795393439"),
        ("md5", "abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("toupper", "abc", "ABC"),
        ("global_getvar", "domain", "127.0.0.20"),
    ],
)
def test_a_command_answers(name: str, argument: str, output: str) -> None:
    assert PURE[name](argument, scope()) == output


def test_an_unknown_directive_of_strftime_is_refused() -> None:
    with pytest.raises(NotSimulated):
        PURE["strftime"]("%Q", scope())


def test_the_directory_can_be_asked() -> None:
    # Recorded on the console of 1.10.12; there an absent value says "-ERR no reply", in a text it is nothing.
    commands = of_directory(Directory.of(read(BASE, vanilla.variables("127.0.0.20", "lab")).section("directory")))
    asked = [
        ("user_exists", "id 1000 127.0.0.20"),
        ("user_exists", "id 7777 127.0.0.20"),
        ("user_data", "1000@127.0.0.20 param password"),
        ("user_data", "1000@127.0.0.20 var user_context"),
        ("user_data", "1000@127.0.0.20 var nosuch"),
        ("domain_exists", "tenant-a.lab"),
        ("domain_exists", "nosuch.lab"),
    ]
    assert [commands[name](argument, scope()) for name, argument in asked] == [
        "true",
        "false",
        "1234",
        "default",
        "",
        "true",
        "false",
    ]


def test_what_we_have_the_server_has_too() -> None:
    assert [name for name in PURE if name not in ALL] == []
