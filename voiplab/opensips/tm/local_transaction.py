"""A request of the server's own: a branch without anybody upstream. What comes of it is told to whoever has sent it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from voiplab.opensips.forwarding import Outgoing
from voiplab.opensips.received import Received, Target
from voiplab.opensips.sockets import Way
from voiplab.opensips.tm.branch import Branch, Ending
from voiplab.opensips.tm.branch_id import BranchId
from voiplab.opensips.tm.local_requests import Reason
from voiplab.opensips.tm.timing import timing

if TYPE_CHECKING:
    from voiplab.opensips.server import Server


class LocalTransaction:
    """`told` gets every reply once, and the timeout; `repeated` hears that a 2xx has come again, `forget` that all is over."""

    def __init__(
        self,
        server: "Server",
        name: BranchId,
        told: Callable[[Ending], None],
        repeated: Callable[[], None],
        forget: Callable[[], None],
    ) -> None:
        self.server = server
        self.id = name
        self.branches: list[Branch] = []
        self.fr_inv_timeout = server.number("tm", "fr_inv_timeout")
        self.restarts_fr = bool(server.number("tm", "restart_fr_on_each_reply"))
        self.headers = ""
        self._told = told
        self._repeated = repeated
        self._forget = forget

    def send(self, way: Way, outgoing: Outgoing, uri: str) -> None:
        lasts = timing(self.server, self.server.number("tm", "fr_timeout"))
        branch = Branch(self, 0, Target(uri), way, outgoing, lasts)
        self.branches.append(branch)
        branch.start()

    def cancel(self) -> None:
        for branch in self.branches:
            if branch.is_pending:
                branch.cancel(Reason.REFUSED)

    def heard(self, branch: Branch, reply: Received, *, late: bool) -> None:
        if not late:
            self._told(Ending(branch.status, reply.message.start[12:], reply))
        elif 200 <= branch.status < 300:
            self._repeated()

    def branch_has_ended(self, branch: Branch) -> None:
        assert branch.final is not None, "it has ended"
        self._told(branch.final)

    def branch_is_over(self) -> None:
        if all(branch.is_over for branch in self.branches):
            self._forget()

    @property
    def leftovers(self) -> Sequence[str]:
        return [f"own {branch.request.method} to {branch.target.uri}" for branch in self.branches if branch.is_pending]
