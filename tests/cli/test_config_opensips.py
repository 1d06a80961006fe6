"""`voiplab config explain` for the files of an OpenSIPS that lie in a folder of their own."""

from pathlib import Path

from tests.cli.command import voiplab
from tests.opensips.scripts import FIRST, HEAD, in_route


def explained(folder: Path, *lines: str) -> tuple[int, list[str]]:
    (folder / "opensips.cfg").write_bytes(in_route(*lines)["opensips.cfg"])
    said = voiplab("config", "explain", folder / "opensips.cfg")
    return said.code, said.out.splitlines()


def test_every_line_of_a_script_is_explained(tmp_path: Path) -> None:
    code, said = explained(tmp_path, "t_relay();")
    assert code == 0
    assert said[0] == f"{tmp_path}/opensips.cfg:1: in force: it listens on udp:127.0.0.10:5060"
    assert said[-1] == f"{tmp_path}/opensips.cfg:{FIRST}: in force: t_relay()"
    assert len(said) == HEAD.count("\n") + 2


def test_a_script_that_the_server_refuses_ends_with_the_code_for_it(tmp_path: Path) -> None:
    code, said = explained(tmp_path, "t_rely();")
    assert code == 4
    assert said == [f"{tmp_path}/opensips.cfg:{FIRST}: error: unknown command <t_rely>, missing loadmodule?"]
