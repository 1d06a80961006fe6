"""What the server's parser prints about a mistake: the way through the included files, the excerpt, the count at the end."""

from collections.abc import Sequence
from typing import Final

from voiplab.opensips.flatten import Source
from voiplab.opensips.log import EXITING, LogLine, critical, error, raw, warning
from voiplab.opensips.refusal import Problem, Refused
from voiplab.opensips.tokens import Token
from voiplab.text.place import Place

AROUND: Final = 2
"""Lines of the excerpt before and after the one with the mistake."""

MOST: Final = 500
"""After so many the reading ends. The server goes on; nobody reads on."""


class TooMany(Exception):
    """As many complaints as anybody reads."""


class Complaints:
    """All that is said while one configuration is read; `token` is the last word that was read."""

    def __init__(self, source: Source, log: list[LogLine]) -> None:
        self.source = source
        self.log = log
        self.token: Token | None = None
        self.problems: list[Problem] = []
        self.count = 0

    def yyerror(self, says: str) -> None:
        token = self._token()
        self.problems.append(Problem(_as_counted(token), says.strip()))
        if not self.count and token.files:
            self.log.append(raw("Traceback (last included file at the bottom):"))
            self.log.extend(raw(f"{depth:2}. {file}") for depth, file in enumerate(token.files))
        self.count += 1
        self.log.append(critical("core:yyerror", f"parse error in {self._where(token)}: {says}"))
        if self.count == 1:
            self.log.extend(raw(line) for line in self._excerpt(token))
        if self.count >= MOST:
            raise TooMany

    def warn(self, says: str) -> None:
        token, span = self._token(), self._token().span
        where = f"{self._file(token)}, line {span.line}, column {span.start}-{span.end}"
        self.log.append(warning("core:warn", f"warning in config file {where}: {says}"))

    def say(self, line: LogLine) -> None:
        """Something that goes before a `yyerror`, or comes alone."""
        self.log.append(line)
        self.problems.append(Problem(_as_counted(self._token()), line.text))

    def refusal(self) -> Refused:
        root = self.source.root
        return Refused(
            self.problems,
            (
                *self.log,
                error("core:parse_opensips_cfg", f"bad config file ({self.count} errors)"),
                error("core:main", f"failed to parse config file {root}"),
                EXITING,
            ),
        )

    def _token(self) -> Token:
        assert self.token is not None, "there is nothing to complain about before the first word"
        return self.token

    def _file(self, token: Token) -> str:
        return token.files[-1] if token.files else self.source.root

    def _where(self, token: Token) -> str:
        span = token.span
        return f"{self._file(token)}:{span.line}:{span.start}-{span.end}"

    def _excerpt(self, token: Token) -> Sequence[str]:
        written = self.source.written[self._file(token)]
        at, span = token.span.line - 1, token.span
        line = written[at]
        blanks = line[: len(line) - len(line.lstrip(" \t"))]
        marker = blanks + "^" + "~" * (span.end - span.start)
        return (*written[max(at - AROUND, 0) : at + 1], marker, *written[at + 1 : at + 1 + AROUND])


def _as_counted(token: Token) -> Place:
    """Where the server says that it is: behind a text over several lines, in the line where the text began."""
    if token.place.line == token.span.line:
        return token.place
    return Place(token.place.file, token.span.line, token.span.start)
