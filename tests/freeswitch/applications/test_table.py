from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.applications.table import APPLICATIONS, is_known
from voiplab.freeswitch.parameters import Standing


def test_what_is_in_force_here_the_server_has_too() -> None:
    assert [name for name in IN_FORCE if not is_known(name)] == []
    in_force = [name for name, application in APPLICATIONS.items() if application.standing is Standing.IN_FORCE]
    assert sorted(in_force) == sorted(IN_FORCE)


def test_an_application_is_known_in_any_case_and_a_misspelt_one_is_not() -> None:
    assert is_known("Valet_Park")
    assert not is_known("answr")


def test_all_applications_of_mod_dptools_are_there() -> None:
    assert len([1 for application in APPLICATIONS.values() if application.module == "mod_dptools"]) > 120
