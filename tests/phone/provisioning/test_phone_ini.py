import pytest

from voiplab.phone.profile import Offers100rel
from voiplab.phone.provisioning.phone_ini import provision
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.sip.reliability import Habit
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

NEEDED = "[phone]\nuser=1000\ndomain=10.0.0.20\n"


def read(text: str) -> Provisioned:
    return provision("phone.ini", text.encode())


def test_a_user_and_a_domain_are_enough() -> None:
    settings = read(NEEDED).settings
    assert (settings.user, settings.domain, settings.server) == ("1000", "10.0.0.20", "")


def test_the_plain_phone_can_demand_what_the_others_cannot() -> None:
    settings = read(f"{NEEDED}100rel_as_caller=required\n100rel_as_callee=required\nrequire=foobar, path\n").settings
    assert settings.offers_100rel is Offers100rel.REQUIRED
    assert settings.answers_100rel is Habit.INSISTS
    assert settings.requires == ("foobar", "path")


def test_the_file_is_utf_8() -> None:
    assert read(f"{NEEDED}display=Zoë\n").settings.display == "Zoë"


def test_an_unknown_key_is_a_warning_with_line() -> None:
    remark = read(f"{NEEDED}pasword=1\n").remarks[-1]
    assert (remark.place.line, remark.effect) == (4, Effect.IGNORED_THERE)
    assert remark.says == "`pasword` is not known; did you mean password?"


@pytest.mark.parametrize("value", ["maybe", ""])
def test_a_switch_is_yes_or_no(value: str) -> None:
    remark = read(f"{NEEDED}do_not_disturb={value}\n").remarks[-1]
    assert remark.says == f"`do_not_disturb={value}`: it is neither yes nor no"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("user=1000\n", 1, "a section [phone] is expected"),
        ("\n[phone]\nuser=1000\n", 2, "`domain` is missing in [phone]"),
        ("[phone]\nuser=\udcff", 2, "UTF-8 is expected"),
    ],
)
def test_an_incomplete_file_is_an_error(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        provision("phone.ini", text.encode("utf-8", "surrogateescape"))
    assert (caught.value.place.line, caught.value.says) == (line, says)
