"""A call from Alice to Bob through a server that remembers dialogs."""

from typing import Final

from tests.opensips.bench import ALICE, BOB, Bench, Seen
from tests.opensips.scripts import HEAD
from voiplab.net.address import Address
from voiplab.opensips.dialog.dialog import Dialog
from voiplab.opensips.dialog.dialogs import Dialogs

CALL: Final = "1-27891@127.0.0.11"
OFFER: Final = "v=0\r\no=- 1 1 IN IP4 127.0.0.11\r\n"
ANSWER: Final = "v=0\r\no=- 2 2 IN IP4 127.0.0.12\r\n"
ENDED_BY_PHONE: Final = 2
"""Requests of Alice after the INVITE begin with this CSeq."""


def script(begins: str = "create_dialog();", within: str = "", replies: str = "", more: str = "") -> str:
    """`begins` is executed for the INVITE, `within` for what follows, `replies` for every reply."""
    return f"""
route {{
    if (!mf_process_maxfwd_header(10)) exit;
    if (has_totag()) {{ loose_route(); {within} t_relay(); exit; }}
    if (is_method("CANCEL")) {{ t_relay(); exit; }}
    record_route();
    {begins}
    t_on_reply("replies");
    $ru = "sip:bob@127.0.0.12:5060";
    t_relay();
}}
onreply_route[replies] {{ {replies} exit; }}
{more}"""


class Office(Bench):
    def __init__(self, routes: str = script(), *parameters: str) -> None:
        """`parameters`: what stands in the brackets of `modparam`."""
        sets = "".join(f"modparam({one})\n" for one in parameters)
        super().__init__(routes, head=f'{HEAD}loadmodule "maxfwd.so"\nloadmodule "dialog.so"\n{sets}')

    # What phones say

    def invite(self, call: str = CALL, *more: str, body: str = OFFER) -> list[Seen]:
        return self.send(
            ALICE, *asked("INVITE", 1, call, tag="", to="sip:bob@127.0.0.10", more=more, body=body), body=body
        )

    def reply(self, status: str, tag: str = "b1", body: str = "", request: Seen | None = None) -> list[Seen]:
        """Bob to the latest request that he got, or to another one."""
        seen = request or self.latest(BOB)
        return self.send(BOB, *answered(seen, status, tag, f"sip:bob@{BOB}", body), body=body)

    def alice(
        self, method: str, number: int = ENDED_BY_PHONE, tag: str = "b1", more: tuple[str, ...] = ()
    ) -> list[Seen]:
        """Inside of the dialog, along its route."""
        route = f"Route: {self.record_route}"
        return self.send(ALICE, *asked(method, number, CALL, tag, f"sip:bob@{BOB}", (route, *more)))

    def bob(self, method: str, number: int = 1, body: str = "") -> list[Seen]:
        return self.send(
            BOB,
            f"{method} sip:alice@{ALICE} SIP/2.0",
            f"Via: SIP/2.0/UDP {BOB};branch=z9hG4bK-b{method}{number}",
            f"Route: {self.record_route}",
            "From: <sip:bob@127.0.0.10>;tag=b1",
            "To: <sip:alice@127.0.0.10>;tag=a1",
            f"Call-ID: {CALL}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:bob@{BOB}>",
            f"Content-Length: {len(body)}",
            body=body,
        )

    def ok(self, seen: Seen) -> list[Seen]:
        """Whoever got it says 200."""
        return self.send(seen.target, *answered(seen, "200 OK", "b1", ""))

    # A whole call

    def answer(self) -> None:
        """The call is up, and its ACK has passed."""
        self.invite()
        self.reply("180 Ringing")
        self.reply("200 OK", body=ANSWER)
        self.alice("ACK", 1)

    # What there is

    def latest(self, target: Address) -> Seen:
        return next(seen for seen in reversed(self.sent) if seen.target == target and not seen.start.startswith("SIP"))

    @property
    def record_route(self) -> str:
        invite = next(seen for seen in self.sent if seen.start.startswith("INVITE"))
        return next((line[14:] for line in invite.lines if line.startswith("Record-Route: ")), "")

    @property
    def dialogs(self) -> list[Dialog]:
        return list(self.server.part(Dialogs).all())

    @property
    def dialog(self) -> Dialog:
        (found,) = self.dialogs
        return found


def asked(
    method: str, number: int, call: str, tag: str, to: str, more: tuple[str, ...] = (), body: str = ""
) -> tuple[str, ...]:
    """Of Alice."""
    return (
        f"{method} {to} SIP/2.0",
        f"Via: SIP/2.0/UDP {ALICE};branch=z9hG4bK-{method}{number}{call}",
        "Max-Forwards: 70",
        "From: <sip:alice@127.0.0.10>;tag=a1",
        "To: <sip:bob@127.0.0.10>" + (f";tag={tag}" if tag else ""),
        f"Call-ID: {call}",
        f"CSeq: {number} {method}",
        f"Contact: <sip:alice@{ALICE}>",
        *more,
        f"Content-Length: {len(body)}",
    )


def answered(seen: Seen, status: str, tag: str, contact: str, body: str = "") -> tuple[str, ...]:
    kept = [line for line in seen.lines if line.startswith(("Via:", "Record-Route:", "From:", "Call-ID:", "CSeq:"))]
    to = next(line for line in seen.lines if line.startswith("To:"))
    return (
        f"SIP/2.0 {status}",
        *kept,
        to if ";tag=" in to or not tag else f"{to};tag={tag}",
        *([f"Contact: <{contact}>"] if contact else []),
        f"Content-Length: {len(body)}",
    )


def starts(seen: list[Seen]) -> list[str]:
    return [one.start for one in seen]


def cancel() -> tuple[str, ...]:
    """Of Alice: it has the branch of her INVITE."""
    lines = asked("CANCEL", 1, CALL, "", "sip:bob@127.0.0.10")
    return tuple(line.replace("-CANCEL1", "-INVITE1") for line in lines)
