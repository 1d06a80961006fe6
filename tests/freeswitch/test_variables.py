"""Variables that the server acts on: in force here, or refused by name."""

import pytest

from voiplab.freeswitch.variables import IN_FORCE, REFUSED, refuse
from voiplab.text.place import NotSimulated, Place

HERE = Place("dialplan/default.xml", 7)


@pytest.mark.parametrize(
    "name", [*sorted(REFUSED), "sip_rh_X-A", "sip_ph_X-A", "sip_bye_h_X-A", "bridge_pre_execute_aleg_app"]
)
def test_what_would_mean_something_is_refused_with_its_line(name: str) -> None:
    with pytest.raises(NotSimulated, match=f"dialplan/default.xml:7.*{name}"):
        refuse(name, "true", HERE)


@pytest.mark.parametrize("value", ["", "false", "no", "off", "0", "FALSE"])
def test_a_value_that_asks_for_nothing_is_let_by(value: str) -> None:
    refuse("inherit_codec", value, HERE)


@pytest.mark.parametrize("name", [*IN_FORCE, "sip_h_X-A", "my_own", "effective_caller_id_name"])
def test_what_is_in_force_or_means_nothing_to_the_server_is_let_by(name: str) -> None:
    refuse(name, "true", HERE)


def test_nothing_is_both() -> None:
    assert not REFUSED & IN_FORCE.keys()
