"""A transaction of tm: a request that was taken, the branches by which it went on, and the reply that goes back."""

from typing import TYPE_CHECKING, Final

from voiplab.opensips.counters import Counters
from voiplab.opensips.forwarding import forwarded_reply, forwarded_request
from voiplab.opensips.received import Received, Target
from voiplab.opensips.replies import fingerprint, own_reply
from voiplab.opensips.script.value import Value
from voiplab.opensips.tm.branch import Branch, Ending
from voiplab.opensips.tm.branch_id import BranchId
from voiplab.opensips.tm.local_requests import Reason
from voiplab.opensips.tm.priority import best
from voiplab.opensips.tm.timing import timing
from voiplab.opensips.tm.upstream import Upstream
from voiplab.recording.events import EventId
from voiplab.sip.message import LARGEST, Message
from voiplab.sip.transaction.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from voiplab.opensips.server import Server

TAG: Final = "4837"
"""Before the dash of every To tag that tm writes: one value for each configuration of a server."""
MOST_BRANCHES: Final = 12
UNRESOLVABLE: Final = -4
GENERIC: Final = -1


class Transaction:
    """`server` runs the routes that were armed. `forget` is called when nothing of it is left."""

    def __init__(self, server: "Server", request: Received, name: BranchId, forget: "Callable[[], None]") -> None:
        self.server = server
        self.request = request
        self.id = name
        self.branches: list[Branch] = []
        self.on_failure: str | None = None
        self.on_reply: str | None = None
        self.on_branch: str | None = None
        self.is_cancelled = False
        self.is_replicated = False
        """Nothing of what comes of it goes back."""
        self.headers = ""
        """What t_add_hdrs() wants to see in each request: branches, and CANCEL and ACK for them."""
        self.fr_timeout = server.number("tm", "fr_timeout")
        self.fr_inv_timeout = server.number("tm", "fr_inv_timeout")
        self.restarts_fr = bool(server.number("tm", "restart_fr_on_each_reply"))
        self._deciding = False
        self._forget = forget
        self.tag = f"{TAG}-{fingerprint(request)}"
        """What own replies put into To, unless it has a tag."""
        self._upstream = Upstream(server, request, self._timing(), self.branch_is_over)

    def _timing(self) -> Timing:
        return timing(self.server, self.fr_timeout)

    # What is known of it

    @property
    def is_invite(self) -> bool:
        return self.request.method == "INVITE"

    @property
    def avps(self) -> "dict[str, list[Value]]":
        return self.request.avps

    @property
    def status(self) -> int:
        """Of the latest reply that went back."""
        return self._upstream.status

    @property
    def has_answered(self) -> bool:
        return self._upstream.has_answered

    @property
    def pending(self) -> "Sequence[Branch]":
        return [branch for branch in self.branches if branch.is_pending]

    @property
    def best(self) -> Ending | None:
        """Of the branches that have ended, how the best one did."""
        endings = [branch.final for branch in self.branches if branch.final is not None]
        return endings[best([one.status for one in endings], self.is_cancelled)] if endings else None

    # Upstream

    def start(self) -> None:
        if self.is_invite and not self.is_replicated and self.server.number("tm", "auto_100trying"):
            self.reply(100, "Giving it a try")

    def repeat(self) -> None:
        self._upstream.repeat()

    def acknowledge(self, ack: Message) -> None:
        self._upstream.acknowledge(ack)

    def reply(self, status: int, reason: str, more: "Sequence[str]" = (), body: bytes = b"") -> bool:
        """A reply of the server's own, with these lines of modules; False when a final one has gone back already."""
        if self.has_answered:
            return False
        tag = None if status == 100 else self.tag
        payload = own_reply(self.request, status, reason, tag, self.server.signature, more, body)
        if status >= 200:
            self._answered(status)
        self._leaving(status, payload, None)
        self._upstream.respond(status, payload, {})
        self.server.part(Counters).count("tm:local_replies")
        if status >= 200:
            self._cancel_pending(Reason.REFUSED)
        return True

    def _leaving(self, status: int, payload: bytes, reply: Received | None) -> None:
        for watcher in self.request.watchers:
            watcher.leaving(status, payload, reply)

    def _answered(self, status: int) -> None:
        if not self.has_answered:
            self.server.part(Counters).count(f"tm:{status // 100}xx_transactions")
        if self.is_invite and status < 300:
            self.server.transactions.remember_answered(self)

    # Downstream

    def relay(self, received: Received) -> int:
        """Along all targets of the request; positive when at least one branch is on its way."""
        targets = [received.target, *received.further]
        received.further.clear()
        fresh: list[Branch] = []
        result = GENERIC
        for target in targets:
            made = self._branch(received, target)
            if isinstance(made, Branch):
                fresh.append(made)
            else:
                result = made
        for branch in fresh:
            branch.start()
        return 1 if fresh else result

    def _branch(self, received: Received, target: Target) -> Branch | int:
        number = len(self.branches)
        if number >= MOST_BRANCHES:
            self.server.error("tm:add_uac", "maximum number of branches exceeded")
            return GENERIC
        own = received.copy()
        own.target = target
        if self.on_branch is not None and not self.server.branch_route(self, self.on_branch, own, number):
            return GENERIC
        if self.headers:
            own.append(self.headers)
        way = self.server.way_to(own)
        if way is None:
            return UNRESOLVABLE
        outgoing = forwarded_request(own, way.listener, self.id.numbered(number))
        if len(outgoing.payload) > LARGEST:  # a message that goes in circles grows by a Via each time
            return GENERIC
        for watcher in self.request.watchers:
            watcher.built(outgoing.payload)
        branch = Branch(self, number, own.target, way, outgoing, self._timing())
        self.branches.append(branch)
        return branch

    def cancel(self, reason: Reason | str = Reason.CALLER) -> None:
        """The caller has given up."""
        self.is_cancelled = True
        for watcher in self.request.watchers:
            watcher.cancelled()
        self._cancel_pending(reason)

    def _cancel_pending(self, reason: Reason | str, but: Branch | None = None) -> None:
        for branch in self.pending:
            if branch is not but:
                branch.cancel(reason)

    # What the branches tell

    def heard(self, branch: Branch, reply: Received, *, late: bool) -> None:
        """`late`: the branch had ended before."""
        if self.server.number("tm", "onreply_avp_mode"):
            reply.avps = self.avps  # otherwise a reply has none of the values of its request
        passes = self.on_reply is None or self.server.reply_route(self, self.on_reply, reply, branch.number)
        if branch.status < 200:
            if branch.status > 100 and passes and not late and not self.has_answered:
                self._pass_on(branch.status, reply)
        elif branch.status < 300 and self.is_invite:
            self._pass_on(branch.status, reply)
            self._cancel_pending(Reason.ELSEWHERE, branch)
        elif not late:
            self.branch_has_ended(branch)

    def branch_has_ended(self, branch: Branch) -> None:
        assert branch.final is not None
        if branch.final.status >= 600 and not self.server.number("tm", "disable_6xx_block"):
            self._cancel_pending(Reason.REFUSED, branch)
            self._decide()
        elif branch.final.status < 300 or not self.pending:
            self._decide()

    def _decide(self) -> None:
        """No branch is left that could still bring something better."""
        ending = self.best
        if ending is None or self.has_answered or self._deciding:
            return
        if ending.status >= 300 and self.on_failure is not None:
            fresh = self._fail(self.on_failure, ending)
            if self.has_answered or any(branch.is_pending for branch in fresh):
                return
            if fresh:
                self._decide()
                return
        self._pass_back(ending)

    def _fail(self, route: str, ending: Ending) -> "Sequence[Branch]":
        """Run a failure route, once; the branches that it made may have ended at once."""
        self.on_failure = None
        known = len(self.branches)
        self._deciding = True
        self.server.failure_route(self, route, ending)
        self._deciding = False
        return self.branches[known:]

    def _pass_back(self, ending: Ending) -> None:
        if self.is_replicated:
            return
        if ending.reply is None:
            self.reply(ending.status, ending.reason)
        else:
            self._pass_on(ending.status, ending.reply)

    def _pass_on(self, status: int, reply: Received) -> None:
        if self.is_replicated:
            return
        if status == 503:
            # RFC 3261 section 16.7: a 503 is about the next hop and not about this server.
            status = 500
            reply.status = (status, reply.message.start[12:])
        if status >= 200:
            self._answered(status)
        for change in self.request.reply_changes.values():
            change(reply)
        outgoing = forwarded_reply(reply, self.request.way.listener)
        self._leaving(status, outgoing.payload, reply)
        self._respond(status, outgoing.payload, outgoing.origins)
        self.server.part(Counters).count("tm:relayed_replies")

    def _respond(self, status: int, payload: bytes, origins: "Mapping[str, EventId]") -> None:
        self._upstream.respond(status, payload, origins)

    # The end

    def branch_is_over(self) -> None:
        owes_nothing = self.is_replicated and not self.has_answered
        if (self._upstream.is_over or owes_nothing) and all(branch.is_over for branch in self.branches):
            self._forget()

    @property
    def leftovers(self) -> "Sequence[str]":
        call = self.request.call_id
        return [f"transaction {self.request.method} of {call}, {len(self.pending)} branches pending"]
