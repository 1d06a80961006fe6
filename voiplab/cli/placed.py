"""Where the nodes of a live lab are on this machine, and what was replaced for it."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address

import click

from voiplab.cli.screen import talk
from voiplab.lab.lab import Lab
from voiplab.live.placing import CannotPlace, Move, Moving, Replaced, on_loopback, place, sockets_needed
from voiplab.text.nearest import did_you_mean


def placed(lab: Lab, moves: Sequence[Moving], exposed: Sequence[str], *, anywhere: bool) -> tuple[Lab, Sequence[Move]]:
    """The lab as it was asked for. Nodes that need sockets come to this machine, unless packets may go `anywhere`."""
    for node in [*exposed, *(moving.node for moving in moves)]:
        if node not in lab.nodes:
            guess = did_you_mean(node, lab.nodes) or f"; there are {', '.join(lab.nodes)}"
            raise click.UsageError(f"no node is called {node}{guess}")
    for node in exposed:
        if lab.nodes[node].kind != "phone":
            talk(f"{node} has real sockets anyway: it is a server")
    done: list[Move] = []
    for moving in [*moves, *([] if anywhere else _to_this_machine(lab, moves, exposed))]:
        try:
            lab, move, replaced = place(lab, moving)
        except CannotPlace as refused:
            raise click.UsageError(f"{refused}; --map {moving.node}=IP puts it elsewhere") from None
        done.append(move)
        _say_replaced(moving.node, replaced)
    return lab, done


def _to_this_machine(lab: Lab, moves: Sequence[Moving], exposed: Sequence[str]) -> Iterator[Moving]:
    """Nodes with sockets whose address is not on this machine, and that nobody has moved."""
    moved = [moving.node for moving in moves]
    needed = sockets_needed(lab, exposed)
    for name, plan in lab.nodes.items():
        ip = lab.topology.hosts[plan.host][0].ip
        if name not in moved and ip in needed and not ip_address(ip).is_loopback:
            yield Moving(name, on_loopback(ip))


def _say_replaced(node: str, replaced: Sequence[Replaced]) -> None:
    for before, after in dict.fromkeys((one.before, one.after) for one in replaced):
        where = [one for one in replaced if (one.before, one.after) == (before, after)]
        files = ", ".join(one.file if one.times == 1 else f"{one.file} ({one.times} times)" for one in where)
        talk(f"{node}: {before} is {after} here, in {files}")
