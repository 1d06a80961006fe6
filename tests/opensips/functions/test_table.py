"""What the tables of the modules promise is done: functions, variables, assignments; what is not is refused by its name."""

import pytest

from tests.opensips.bench import Bench
from voiplab.opensips.core_functions import CORE_FUNCTIONS
from voiplab.opensips.functions.table import BEHAVIOURS
from voiplab.opensips.modules.table import MODULES
from voiplab.opensips.pseudo_variables import PSEUDO_VARIABLES
from voiplab.opensips.script.assigning import WRITERS
from voiplab.opensips.script.reading import READERS, READERS_OF, VALUES
from voiplab.opensips.standing import Standing
from voiplab.text.place import NotSimulated

ROWS = {"core": CORE_FUNCTIONS} | {name: module.functions for name, module in MODULES.items()}


@pytest.mark.parametrize("module", list(BEHAVIOURS))
def test_a_module_does_every_function_that_its_table_has_in_force_and_no_other(module: str) -> None:
    promised = [name for name, row in ROWS[module].items() if row.standing is Standing.IN_FORCE]
    assert sorted(BEHAVIOURS[module].functions) == sorted(promised)


@pytest.mark.parametrize("module", list(BEHAVIOURS))
def test_every_variable_in_force_can_be_read(module: str) -> None:
    own = BEHAVIOURS[module]
    known = {**READERS, **READERS_OF, **VALUES, **own.readers, **own.readers_of}
    rows = [one for one in PSEUDO_VARIABLES.values() if one.module == module and one.standing is Standing.IN_FORCE]
    assert [one.name for one in rows if one.name not in known] == []


@pytest.mark.parametrize("module", list(BEHAVIOURS))
def test_every_variable_in_force_that_may_be_assigned_to_can_be(module: str) -> None:
    known = {**WRITERS, **BEHAVIOURS[module].writers}
    rows = [one for one in PSEUDO_VARIABLES.values() if one.module == module and one.standing is Standing.IN_FORCE]
    assert [one.name for one in rows if one.writable and one.name not in known] == []


def test_what_is_read_or_written_here_is_a_variable_of_the_server() -> None:
    assert [name for name in (*READERS, *READERS_OF, *VALUES, *WRITERS) if name not in PSEUDO_VARIABLES] == []


def test_a_function_that_nobody_does_is_refused_by_name_at_its_line() -> None:
    with pytest.raises(NotSimulated, match=r"dlg_send_sequential\(\)"):
        Bench('loadmodule "dialog.so"\nroute { dlg_send_sequential("INFO", "caller"); }\n')
