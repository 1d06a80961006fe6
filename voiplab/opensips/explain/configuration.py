"""All remarks on the files of one server."""

from collections.abc import Iterator, Sequence

from voiplab.opensips.checking import checked
from voiplab.opensips.configuration import Configuration
from voiplab.opensips.explain.declarations import declarations
from voiplab.opensips.explain.remarks import error, not_simulated
from voiplab.opensips.explain.routes import routes
from voiplab.opensips.refusal import Refused
from voiplab.opensips.starting import prepare
from voiplab.opensips.undone import undone
from voiplab.text.place import Files, NotSimulated
from voiplab.text.remark import Remark


def explain(files: Files) -> Sequence[Remark]:
    """One remark or more for every line that means something; of files that cannot be read, where and why."""
    try:
        configuration = checked(files)
    except Refused as refused:
        return _errors(refused)
    except NotSimulated as missing:
        return [not_simulated(missing.place, missing.says)]
    return sorted(_remarks(configuration), key=lambda remark: (remark.place.file, remark.place.line))


def _errors(refused: Refused) -> Sequence[Remark]:
    return [error(problem.place, problem.says) for problem in refused.problems if problem.says]


def _remarks(configuration: Configuration) -> Iterator[Remark]:
    refusals = list(undone(configuration.script))
    yield from (not_simulated(refusal.place, refusal.says) for refusal in refusals)
    refused = {refusal.place for refusal in refusals}
    errors = _of_start(configuration)
    yield from errors
    wrong = {remark.place for remark in errors}
    for remark in (*declarations(configuration), *routes(configuration)):
        if remark.place not in refused and remark.place not in wrong:
            yield remark


def _of_start(configuration: Configuration) -> Sequence[Remark]:
    """The first thing that only the start would refuse."""
    try:
        prepare(configuration)
    except Refused as refused:
        return _errors(refused)
    except NotSimulated as missing:
        return [not_simulated(missing.place, missing.says)]
    return []
