import pytest

from voiplab.phone.provisioning.blink_config import Said, provision, read
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.text.place import ConfigError, Place
from voiplab.text.remark import Effect

FILE = """\
# written by Blink
Accounts:
    1003@10.0.0.20:
        display_name = "Cy, the third"
        enabled = True
        auth:
            password = "a#b"

        rtp:
            audio_codec_list = PCMU, PCMA
        sip:
            register_interval = 120

BlinkSettings:
    screenshots = x

SIPSimpleSettings:
    instance_id = urn:uuid:7b1c9d52-04ae-4f3b-9e6a-2f8d1c5a7e90
    user_agent = "Blink 6.0.6 (Linux)"
    rtp:
        port_range = 50000-50500
"""


def remarks(text: str, effect: Effect) -> list[tuple[int, str]]:
    return [(one.place.line, one.says) for one in provision("config", text.encode()).remarks if one.effect is effect]


def settings(text: str) -> Provisioned:
    return provision("config", text.encode())


def test_groups_are_made_by_indentation_and_values_may_be_quoted() -> None:
    found = settings(FILE).settings
    assert (found.user, found.domain, found.server) == ("1003", "10.0.0.20", "10.0.0.20")
    assert (found.display, found.password, found.expires) == ("Cy, the third", "a#b", 120)
    assert (found.codecs, found.media_port) == (("PCMU/8000", "PCMA/8000"), 50000)
    assert (found.instance_id, found.software) == ("7b1c9d52-04ae-4f3b-9e6a-2f8d1c5a7e90", "Blink 6.0.6 (Linux)")


@pytest.mark.parametrize(
    ("line", "path", "value"),
    [
        ("a = b", ("a",), "b"),
        ("a=b # c", ("a",), "b"),
        ("'a b' = \"c d\"", ("a b",), "c d"),
        (r"a = x\ y\"z", ("a",), 'x y"z'),
        ("a =", ("a",), ""),
        ('a = ""', ("a",), ""),
        ("a = b, 'c,d', e", ("a",), "b, c,d, e"),
        (r"a = x\\y", ("a",), r"x\y"),
    ],
)
def test_a_line_is_a_name_and_a_value_or_a_list(line: str, path: tuple[str, ...], value: str) -> None:
    assert list(read("config", line.encode())) == [Said(path, value, Place("config", 1))]


@pytest.mark.parametrize("line", ["a", "= b", "a: b", "a = b c", "a = 'b", 'a = b"'])
def test_what_blink_could_not_read_is_an_error_with_its_line(line: str) -> None:
    with pytest.raises(ConfigError, match="config:2: "):
        list(read("config", f"# x\n{line}\n".encode()))


def test_the_first_account_that_is_not_switched_off_is_in_use() -> None:
    text = FILE.replace("enabled = True", "enabled = False").replace(
        "BlinkSettings:", "    1004@10.0.0.20:\n        enabled = True\nBlinkSettings:"
    )
    assert settings(text).settings.user == "1004"
    with pytest.raises(ConfigError, match="no account"):
        settings(FILE.replace("enabled = True", "enabled = False"))


def test_a_misspelt_setting_is_a_warning_with_its_line_and_the_nearest_one() -> None:
    text = FILE.replace("register_interval", "register_intervall")
    assert remarks(text, Effect.IGNORED_THERE) == [
        (12, "`sip/register_intervall` is not known; did you mean sip/register_interval?")
    ]
    text = FILE.replace("BlinkSettings:", "BlinkSetings:")
    assert remarks(text, Effect.IGNORED_THERE) == [(15, "`BlinkSetings` is not known; did you mean BlinkSettings?")]


def test_what_is_not_simulated_is_said_with_its_line() -> None:
    text = FILE.replace("register_interval = 120", "outbound_proxy = 10.0.0.9")
    assert [line for line, _ in remarks(text, Effect.NOT_SIMULATED)] == [12]


def test_a_contact_that_is_to_be_answered_by_itself_is_not_simulated() -> None:
    text = f"{FILE}AddressBook:\n    Contacts:\n        1:\n            auto_answer = True\n"
    assert [line for line, _ in remarks(text, Effect.NOT_SIMULATED)] == [len(text.splitlines())]
    assert remarks(text.replace("auto_answer = True", "auto_answer = False"), Effect.NOT_SIMULATED) == []


def test_groups_may_be_so_deep_only() -> None:
    text = "".join(f"{' ' * depth}g{depth}:\n" for depth in range(40))
    with pytest.raises(ConfigError, match="groups may be 16 deep"):
        list(read("config", text.encode()))
