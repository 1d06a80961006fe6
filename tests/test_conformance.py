"""docs/conformance.md names exactly what the tables of the code name."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from voiplab.freeswitch.applications.in_force import IN_FORCE
from voiplab.freeswitch.console.table import COMMANDS
from voiplab.freeswitch.parameters import PROFILE, Standing
from voiplab.freeswitch.variables import IN_FORCE as VARIABLES
from voiplab.opensips import transformations
from voiplab.opensips.console.table import COMMANDS as MI_COMMANDS
from voiplab.opensips.core_functions import CORE_FUNCTIONS
from voiplab.opensips.core_parameters import CORE_PARAMETERS
from voiplab.opensips.functions.table import BEHAVIOURS
from voiplab.opensips.modules.table import MODULES
from voiplab.opensips.pseudo_variables import PSEUDO_VARIABLES
from voiplab.opensips.standing import Standing as Known
from voiplab.phone.profile_reader import FOLDER

PAGE: Final = (Path(__file__).parents[1] / "docs" / "conformance.md").read_text(encoding="utf-8")


def after(sentence: str) -> list[str]:
    """The names of the paragraph that follows the one which ends so."""
    paragraphs = PAGE.split("\n\n")
    found = next(number for number, paragraph in enumerate(paragraphs) if paragraph.endswith(sentence))
    return re.findall("`([^`]+)`", paragraphs[found + 1])


OPENSIPS: Final = {name: one for name, one in MODULES.items() if one.standing is Known.IN_FORCE}
OPENSIPS_FUNCTIONS: Final = {
    **CORE_FUNCTIONS,
    **{name: one for module in OPENSIPS.values() for name, one in module.functions.items()},
}
OPENSIPS_REFUSED_FUNCTIONS: Final = [
    name for name, one in OPENSIPS_FUNCTIONS.items() if one.standing is Known.NOT_SIMULATED
]
OPENSIPS_REFUSED_VARIABLES: Final = [
    f"${name}"
    for name, one in PSEUDO_VARIABLES.items()
    if one.standing is Known.NOT_SIMULATED and one.module in ("core", *OPENSIPS)
]
OPENSIPS_REFUSED_STEPS: Final = [
    f"{{{group}.{name}}}"
    for group, name in transformations.all_of_them()
    if transformations.standing(group, name) is Known.NOT_SIMULATED
]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("In force:", [name for name, one in PROFILE.items() if one.standing is Standing.IN_FORCE]),
        ("Applications in force:", IN_FORCE),
        ("Variables that the server acts on:", VARIABLES),
        ("### Console", COMMANDS),
        ("It has these commands:", MI_COMMANDS),
        ("are known:", [name for name, one in MODULES.items() if one.standing is Known.IN_FORCE]),
        ("a running server has:", BEHAVIOURS),
        ("modules that are not simulated:", OPENSIPS_REFUSED_FUNCTIONS),
        ("Variables that are not simulated:", OPENSIPS_REFUSED_VARIABLES),
        ("Transformations that are not simulated:", OPENSIPS_REFUSED_STEPS),
    ],
)
def test_the_page_lists_what_the_tables_have(sentence: str, names: Iterable[str]) -> None:
    assert after(sentence) == sorted(names)


def test_every_model_of_a_telephone_stands_there() -> None:
    assert [path.stem for path in sorted(FOLDER.iterdir()) if f"`{path.stem}`" not in PAGE] == []


def test_every_parameter_of_opensips_that_is_not_simulated_stands_there() -> None:
    core = [name for name, one in CORE_PARAMETERS.items() if one.standing is Known.NOT_SIMULATED]
    of_modules = [
        f"{module}.{name}"
        for module, one in OPENSIPS.items()
        for name, parameter in one.parameters.items()
        if parameter.standing is Known.NOT_SIMULATED
    ]
    assert after("those of the core first:") == [*sorted(core), *sorted(of_modules)]
