from tests.freeswitch.base_config import BASE
from voiplab.freeswitch import vanilla
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.reader import read

VARIABLES = vanilla.variables("127.0.0.20", "lab")


def directory(text: str) -> Directory:
    files = {"directory/default.xml": text.encode()}
    return Directory.of(read(files, VARIABLES).section("directory"))


RECORDED = Directory.of(read(BASE, VARIABLES).section("directory"))


def test_the_same_number_exists_in_every_domain() -> None:
    contexts = [
        user.variables.last("user_context")
        for domain in ("127.0.0.20", "tenant-a.lab", "TENANT-B.lab")
        if (user := RECORDED.user("1000", domain))
    ]
    assert [context.value for context in contexts if context] == ["default", "tenant-a", "tenant-b"]


def test_an_unknown_user_or_domain_is_not_found() -> None:
    assert RECORDED.user("7777", "127.0.0.20") is None
    assert RECORDED.user("1000", "nosuch.lab") is None
    assert RECORDED.user("", "127.0.0.20") is None


def test_a_user_inherits_the_dial_string_of_the_domain() -> None:
    user = RECORDED.user("1001", "127.0.0.20")
    assert user is not None
    assert user.param("password") == "1234"
    assert user.param("dial-string").startswith("{^^:sip_invite_domain=${dialed_domain}:")
    assert user.group == "default"


def test_the_users_own_value_comes_before_that_of_the_group_and_this_before_the_domains() -> None:
    found = directory(
        """<domain name="d">
        <variables><variable name="a" value="domain"/><variable name="b" value="domain"/>
        <variable name="c" value="domain"/></variables>
        <groups><group name="g"><variables><variable name="a" value="group"/><variable name="b" value="group"/></variables>
        <users><user id="1" number-alias="9"><variables><variable name="a" value="user"/></variables></user></users>
        </group></groups></domain>"""
    ).user("9", "d")
    assert found is not None
    assert [(setting.name, setting.value) for setting in found.variables] == [
        ("a", "user"),
        ("b", "group"),
        ("c", "domain"),
    ]


def test_users_may_stand_right_below_their_domain() -> None:
    assert directory('<domain name="d"><user id="1"/></domain>').user("1", "d")
    assert directory('<domain name="d"><users><user id="1"/></users></domain>').user("1", "d")


def test_a_pointer_is_no_user() -> None:
    groups = '<groups><group name="g"><users><user id="1" type="pointer"/></users></group></groups>'
    assert directory(f'<domain name="d">{groups}</domain>').user("1", "d") is None
