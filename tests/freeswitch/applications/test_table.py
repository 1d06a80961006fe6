from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.applications.table import APPLICATIONS
from voiplab.freeswitch.parameters import Standing


def test_what_is_in_force_here_the_server_has_too() -> None:
    assert [name for name in IN_FORCE if name not in APPLICATIONS] == []
    in_force = [name for name, application in APPLICATIONS.items() if application.standing is Standing.IN_FORCE]
    assert sorted(in_force) == sorted(IN_FORCE)


def test_an_application_belongs_to_a_module_and_a_misspelt_one_to_none() -> None:
    assert APPLICATIONS["valet_park"].module == "mod_valet_parking"
    assert "answr" not in APPLICATIONS


def test_all_applications_of_mod_dptools_are_there() -> None:
    assert len([1 for application in APPLICATIONS.values() if application.module == "mod_dptools"]) > 120
