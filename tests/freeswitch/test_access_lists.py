import pytest

from voiplab.freeswitch import vanilla
from voiplab.freeswitch.access_lists import AccessLists, access_lists
from voiplab.freeswitch.directory import Directory
from voiplab.freeswitch.reader import read

ACL = b"""<configuration name="acl.conf"><network-lists>
<list name="lan" default="allow"><node type="deny" cidr="10.0.0.0/8"/>
<node type="allow" cidr="10.0.1.0/24, 10.0.2.0/24"/></list>
<list name="trunks" default="deny"><node type="allow" host="10.9.9.9" mask="255.255.255.255"/><node cidr="nonsense/x"/></list>
<list name="domains" default="deny"><node type="allow" domain="lab"/></list>
</network-lists></configuration>"""

USERS = b"""<domain name="lab"><user id="1000" cidr="10.0.0.7/32"/><user id="1001"/></domain>"""


def lists() -> AccessLists:
    document = read(
        {"autoload_configs/acl.conf.xml": ACL, "directory/a.xml": USERS}, vanilla.variables("10.0.0.1", "lab")
    )
    directory = Directory.of(document.section("directory"))
    configuration = document.section("configuration").find("configuration", "name", "acl.conf")
    assert configuration is not None
    return access_lists(configuration, directory, "10.0.0.0/24")


@pytest.mark.parametrize(
    ("name", "ip", "allowed"),
    [
        ("lan", "192.168.1.1", True),
        ("lan", "10.0.0.7", False),
        ("lan", "10.0.1.7", True),
        ("lan", "10.0.2.7", True),
        ("trunks", "10.9.9.9", True),
        ("trunks", "10.9.9.8", False),
        ("domains", "10.0.0.7", True),
        ("domains", "10.0.0.8", False),
        ("nosuch", "10.0.0.7", False),
        ("10.0.0.0/24", "10.0.0.7", True),
        ("10.1.0.0/24,10.0.0.0/24", "10.0.0.7", True),
        ("localnet.auto", "10.0.0.7", True),
        ("nat.auto", "10.0.0.7", False),
        ("nat.auto", "10.0.1.7", True),
        ("rfc1918.auto", "8.8.8.8", False),
        ("wan.auto", "8.8.8.8", True),
        ("loopback.auto", "127.0.0.1", True),
        ("any_v4.auto", "8.8.8.8", True),
        ("any_v4.auto", "::1", False),
    ],
)
def test_the_longest_matching_prefix_decides(name: str, ip: str, allowed: bool) -> None:
    assert lists().allows(name, ip) is allowed


def test_an_entry_made_of_a_domain_names_the_user_that_calls_without_a_password() -> None:
    entry = lists().lists["domains"].verdict("10.0.0.7")
    assert entry is not None
    assert entry.user == "1000@lab"
