"""Networks from YAML, and what is said of wrong ones."""

import pytest

from voiplab.lab.topology_file import topology
from voiplab.net.impairment import PERFECT, Impairment
from voiplab.net.topology import Attachment, Topology
from voiplab.sim.moment import ms
from voiplab.text import yaml
from voiplab.text.place import ConfigError


def read(text: str) -> Topology:
    return topology(yaml.read("net.yaml", text.encode()))


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text)
    return str(caught.value)


OFFICE = """\
networks: {office: 10.0.0.0/24, outside: "2001:db8::/64"}
hosts:
  alice: 10.0.0.1
  border: [10.0.0.254, "2001:db8::1"]
routers: [border]
cables: {delay: 1ms}
links:
  - {from: alice, to: office, loss: 1.5%, jitter: 2ms}
"""


def test_each_address_is_in_its_network_and_each_direction_of_a_cable_has_its_own_behaviour() -> None:
    office = read(OFFICE)
    usual = Impairment(delay=ms(1))
    assert office.hosts == {
        "alice": (Attachment("office", "10.0.0.1", Impairment(loss=15_000, jitter=ms(2)), usual),),
        "border": (
            Attachment("office", "10.0.0.254", usual, usual),
            Attachment("outside", "2001:db8::1", usual, usual),
        ),
    }
    assert "border" in office.routers


def test_a_cable_that_says_nothing_is_perfect() -> None:
    hosts = read("networks: {lan: 10.0.0.0/24}\nhosts: {alice: 10.0.0.1}\n").hosts
    assert hosts["alice"] == (Attachment("lan", "10.0.0.1", PERFECT, PERFECT),)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("networks: {lan: 10.0.0.1/24}\nhosts: {a: 10.0.0.1}", "net.yaml:1: `10.0.0.1/24` is no network"),
        ("networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0}", "net.yaml:2: `10.0.0` is no IP address"),
        ("networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.1.1}", "net.yaml:2: 10.0.1.1 is in none of the networks lan"),
        (
            "networks: {lan: 10.0.0.0/24}\nhosts:\n  a: 10.0.0.1\n  b: 10.0.0.1",
            "net.yaml:4: 10.0.0.1 belongs to a already",
        ),
        ("networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0.1}\nrouters: [b]", "net.yaml:3: no host is called b"),
        (
            "networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0.1}\nlinks:\n  - {from: b, to: lan}",
            "net.yaml:4: no cable leads from b to lan",
        ),
        (
            "networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0.1}\ncables: {loss: 5}",
            "net.yaml:3: text is expected (a number or true needs quotes to be text)",
        ),
        ("networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0.1}\ncables: {loss: 101%}", "net.yaml:3: `101%` is no share"),
        ("networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0.1}\ncables: {delay: fast}", "net.yaml:3: `fast` is no time"),
        (
            "networks: {lan: 10.0.0.0/24}\nhosts: {a: 10.0.0.1}\ncable: {}",
            "net.yaml:3: `cable` is no key here; did you mean cables?",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(wrong: str, says: str) -> None:
    assert refusal(wrong).startswith(says)
