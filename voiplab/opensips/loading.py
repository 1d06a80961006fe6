"""`mpath`, `loadmodule` and `modparam`, in the order in which they stand: what is loaded so far and what it was told."""

from collections.abc import Sequence
from typing import Final

from voiplab.opensips.auth.own_credentials import read_credential
from voiplab.opensips.complaints import Complaints
from voiplab.opensips.core_functions import CORE_FUNCTIONS
from voiplab.opensips.log import error, warning
from voiplab.opensips.modules.elsewhere import ELSEWHERE
from voiplab.opensips.modules.shape import Function, Parameter, Type
from voiplab.opensips.modules.table import MODULES, exists
from voiplab.opensips.tree import LoadModule, ModuleParameter
from voiplab.text.place import Place

FOLDER: Final = "/usr/lib/x86_64-linux-gnu/opensips/modules/"
"""Where the package of Debian puts the modules; a lab's server has them there and nowhere else."""


class Loading:
    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.path = FOLDER
        self.loaded: list[str] = []
        self.modules = frozenset(("core",))
        """The core and all loaded modules."""

    @property
    def is_incomplete(self) -> bool:
        """A module is loaded of which only the name is known here: whatever seems unknown may be its own."""
        return any(name in ELSEWHERE for name in self.loaded)

    def load(self, place: Place, written: str) -> LoadModule | None:
        name = self.found(written)
        if name is None:
            self.complaints.yyerror(f"failed to load module {written}\n")
            return None
        if name in self.loaded:
            self.complaints.log.append(
                warning("core:load_module", f"attempting to load the same module twice ({written})")
            )
            return None
        self.loaded.append(name)
        self.modules |= {name}
        return LoadModule(place, name)

    def found(self, written: str) -> str | None:
        folder, _, file = written.rpartition("/")
        name = file.removesuffix(".so")
        if name == file:
            self.complaints.say(error("core:load_module", "failed to load module - not found"))
            return None
        where = f"{folder}/" if folder else self.path
        right = where.rstrip("/") == FOLDER.rstrip("/")
        if exists(name) and (right or (name in MODULES and MODULES[name].built_in)):
            return name
        self.complaints.say(error("core:load_module", f"module '{written}' not found in '{self.path}'"))
        return None

    def function(self, name: str) -> tuple[str, Function | None]:
        """The module that offers it, and its row in the table."""
        if name in CORE_FUNCTIONS:
            return "core", CORE_FUNCTIONS[name]
        for module in self.loaded:
            if module in MODULES and name in MODULES[module].functions:
                return module, MODULES[module].functions[name]
        return "", None

    def set(self, given: ModuleParameter) -> Sequence[ModuleParameter]:
        """The parameter once for each module that is meant: `modparam("nathelper|registrar", ...)` means two."""
        modules = [name for name in given.module.split("|") if name in self.loaded]
        if not modules:
            self.refuse(given, given.module, f"no module matching {given.module} found")
            return ()
        return [
            ModuleParameter(given.place, name, given.name, given.value)
            for name in modules
            if self.is_right(name, given)
        ]

    def is_right(self, module: str, given: ModuleParameter) -> bool:
        if module not in MODULES:
            return True
        parameter = MODULES[module].parameters.get(given.name)
        if parameter is None:
            self.refuse(given, given.module, f"parameter <{given.name}> not found in module <{module}>")
        elif not _fits(parameter, given.value):
            self.refuse(given, given.module, f"type mismatch for parameter <{given.name}> in module <{module}>")
        elif (module, given.name) == ("uac_auth", "credential"):
            return self._is_credential(given)
        else:
            return True
        return False

    def _is_credential(self, given: ModuleParameter) -> bool:
        read = read_credential(str(given.value))
        if isinstance(read, int):
            if given.value:
                says = f"parse error in <{given.value}> around {read}"
                self.complaints.say(error("uac_auth:add_credential", says))
            self._cannot_set(given, given.module)
        return not isinstance(read, int)

    def refuse(self, given: ModuleParameter, module: str, says: str) -> None:
        self.complaints.say(error("core:set_mod_param_regex", says))
        self._cannot_set(given, module)

    def _cannot_set(self, given: ModuleParameter, module: str) -> None:
        self.complaints.yyerror(f"Parameter <{given.name}> not found in module <{module}> - can't set")


def _fits(parameter: Parameter, value: str | int) -> bool:
    match parameter.type:
        case Type.INTEGER:
            return isinstance(value, int)
        case Type.TEXT:
            return isinstance(value, str)
        case Type.EITHER:
            return True
