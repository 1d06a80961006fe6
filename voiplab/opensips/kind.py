"""OpenSIPS as a kind of node: its files are explained, a running server is not simulated yet."""

from collections.abc import Sequence
from typing import Final, NoReturn

from voiplab.net.host import Host
from voiplab.opensips.explain.configuration import explain
from voiplab.opensips.reader import ROOT
from voiplab.text.place import Files, NotSimulated, Place
from voiplab.text.remark import Remark


class OpenSipsKind:
    def build(self, _model: str | None, _files: Files, _host: Host, _name: str) -> NoReturn:
        raise NotSimulated(Place(ROOT, 1), "a running OpenSIPS: its files are only checked and explained")

    def explain(self, _model: str | None, files: Files) -> Sequence[Remark]:
        return explain(files)


KIND: Final = OpenSipsKind()
