"""The tables of the modules, held against their documentation and against each other."""

import re
from pathlib import Path

import pytest

from tests.opensips import documented
from voiplab.opensips.core_functions import CORE_FUNCTIONS
from voiplab.opensips.modules import shape
from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.shape import Type
from voiplab.opensips.modules.table import MODULES, exists

SECTIONS = documented.sections()
MORE_ROUTES = {"lookup": {"ONREPLY"}}
"""Where the real server accepts more than its documentation says: see "lookup() in onreply_route" among the mistakes."""
UNDOCUMENTED = {"sipmsgops": {"has_body"}}
"""Used in recordings, and missing from the documentation of the version."""
SIMULATED = (
    "proto_udp", "proto_tcp", "sl", "tm", "rr", "maxfwd", "sipmsgops", "textops", "signaling", "usrloc", "registrar", "auth",
    "nathelper", "dialog", "uac", "b2b_entities", "b2b_logic", "mi_fifo", "mi_datagram",
)  # fmt: skip


@pytest.mark.parametrize("name", SIMULATED)
def test_the_modules_of_the_labs_have_tables(name: str) -> None:
    assert MODULES[name].standing.name == "IN_FORCE"


@pytest.mark.parametrize("name", SECTIONS)
def test_a_table_has_every_documented_parameter_with_its_type(name: str) -> None:
    ours = MODULES[name].parameters
    for parameter, (kind, _) in documented.parameters(SECTIONS[name]).items():
        word = re.split(r"[,/ ]", kind.lower())[0]
        allowed = {Type.INTEGER, Type.EITHER} if word in ("integer", "int", "boolean") else {Type.TEXT, Type.EITHER}
        assert ours[parameter].type in allowed, parameter
    assert set(ours) == set(documented.parameters(SECTIONS[name]))


@pytest.mark.parametrize("name", SECTIONS)
def test_a_default_is_the_documented_one(name: str) -> None:
    for parameter, (_, says) in documented.parameters(SECTIONS[name]).items():
        digits = re.search(r"[Dd]efault value (?:of this parameter )?is [“\"]?(-?\d+)\b(?! \*)", says)
        if digits:
            assert MODULES[name].parameters[parameter].default == digits[1], parameter


@pytest.mark.parametrize("name", SECTIONS)
def test_a_table_has_every_documented_function_and_where_it_may_be_called(name: str) -> None:
    ours = MODULES[name].functions
    for function, routes in documented.functions(SECTIONS[name]).items():
        kinds = {kind.name for kind in ours[function].routes}
        if routes:
            assert kinds == set(routes) | MORE_ROUTES.get(function, set()), function
    written = set(re.findall(r"(\w+) ?\(", SECTIONS[name].partition("| function |")[2].partition("\nMI:")[0]))
    assert set(ours) - UNDOCUMENTED.get(name, set()) <= written


def test_no_two_modules_have_a_function_of_one_name() -> None:
    names = [function for module in MODULES.values() for function in module.functions]
    assert sorted(names) == sorted({*names})
    assert not {*names} & {*CORE_FUNCTIONS}


def test_what_a_module_needs_exists() -> None:
    assert [needed for module in MODULES.values() for needed in module.needs if not exists(needed)] == []


def test_a_module_is_either_in_a_table_or_elsewhere() -> None:
    assert not ELSEWHERE & set(MODULES)
    assert exists("dispatcher")
    assert not exists("rrr")


@pytest.mark.parametrize("name", MODULES)
def test_a_default_fits_its_type(name: str) -> None:
    for parameter in MODULES[name].parameters.values():
        if parameter.type is Type.INTEGER:
            assert re.fullmatch(r"-?\d*", parameter.default), parameter.name


def test_a_function_says_how_it_is_called() -> None:
    assert MODULES["registrar"].functions["save"].signature == "save(domain, [flags], [aor], [ownership_tag])"
    assert MODULES["tm"].functions["t_relay"].returns[-4] == "bad destination: no such host"


@pytest.mark.parametrize("name", MODULES)
def test_a_table_bears_the_name_of_its_file(name: str) -> None:
    assert MODULES[name].name == name


def test_every_table_is_listed() -> None:
    folder = Path(shape.__file__).parent
    files = [path.stem for path in sorted(folder.glob("*.py")) if "MODULE: Final" in path.read_text(encoding="utf-8")]
    assert files == sorted(MODULES)
