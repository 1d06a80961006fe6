"""dialplan: rules for numbers from a database. Module documentation of OpenSIPS 3.2, "dialplan"."""

from typing import Final

from voiplab.opensips.modules.shape import integer, module, text, unsimulated
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "dialplan",
    "rules for numbers from a database",
    parameters=(
        text("partition", "", Standing.NOT_SIMULATED),
        text("db_url", "", Standing.NOT_SIMULATED),
        text("table_name", "dialplan", Standing.NOT_SIMULATED),
        text("dpid_col", "dpid", Standing.NOT_SIMULATED),
        text("pr_col", "pr", Standing.NOT_SIMULATED),
        text("match_op_col", "match_op", Standing.NOT_SIMULATED),
        text("match_exp_col", "match_exp", Standing.NOT_SIMULATED),
        text("match_flags_col", "match_flags", Standing.NOT_SIMULATED),
        text("subst_exp_col", "subst_exp", Standing.NOT_SIMULATED),
        text("repl_exp_col", "repl_exp", Standing.NOT_SIMULATED),
        integer("timerec_col", "", Standing.NOT_SIMULATED),
        integer("disabled_col", "", Standing.NOT_SIMULATED),
        text("attrs_col", "attrs", Standing.NOT_SIMULATED),
    ),
    functions=(
        unsimulated(
            "dp_translate",
            "id:int, input:str, [out_var:var], [attrs_var:var], [partition:str]",
            "REQUEST, FAILURE, LOCAL, BRANCH, STARTUP, TIMER, EVENT",
        ),
    ),
    standing=Standing.NOT_SIMULATED,
)
