"""What one phone says, with what this run's server chose in place of what the recorded one chose."""

from collections.abc import Mapping, Sequence
from functools import partial

from tests.golden.credentials import answered, parameters, response
from tests.golden.ledger import Ledger
from tests.golden.normalise import rewrite
from tests.golden.trace import Account
from tests.golden.wire_text import Header, assemble, read, uri_of


class Part:
    """`ledger` is shared with the score: it grows with each message of the server."""

    def __init__(self, accounts: Sequence[Account], ledger: Ledger) -> None:
        self._accounts = accounts
        self._ledger = ledger
        self._uris: dict[str, str] = {}

    def learn(self, recorded: bytes, produced: bytes) -> None:
        """Where the server wants to be reached: its Contact and Record-Route, of the recording and of the run."""
        ours, theirs = read(recorded), read(produced)
        for name in ("Contact", "Record-Route"):
            for one, other in zip(ours.all(name), theirs.all(name), strict=False):
                self._uris[uri_of(one)] = uri_of(other)

    def message(self, recorded: bytes, asker: str) -> bytes:
        text = read(rewrite(recorded, asker, self._ledger.expected))
        text = text._replace(headers=tuple(self._routed(header) for header in text.headers))
        if text.is_request:
            method, uri, version = text.start.split(" ", 2)
            text = text._replace(start=f"{method} {self._uris.get(uri, uri)} {version}")
        headers = zip(read(recorded).headers, text.headers, strict=True)
        answer = partial(self._answer, method=text.method)
        return assemble(text._replace(headers=tuple(answer(before.value, header) for before, header in headers)))

    def _routed(self, header: Header) -> Header:
        if header.canonical != "route":
            return header
        uri = uri_of(header.value)
        return header._replace(rest=header.rest.replace(uri, self._uris.get(uri, uri)))

    def _answer(self, recorded: str, header: Header, method: str) -> Header:
        """An answer that was right is right again; one that the phone made up stays as it was."""
        if header.canonical not in ("authorization", "proxy-authorization"):
            return header
        for account in self._accounts:
            if _is_by(account, parameters(recorded), method):
                return header._replace(rest=answered(header.rest, method, account.password))
        return header


def _is_by(account: Account, answer: Mapping[str, str], method: str) -> bool:
    known = (answer["username"], answer["realm"]) == (account.user, account.realm)
    return known and response(answer, method, account.password) == answer["response"]
