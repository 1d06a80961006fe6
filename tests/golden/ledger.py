"""Tokens of a recording and of a run: two lines agree when their texts are equal and the Ledger accepts their tokens."""

from dataclasses import dataclass, field

from tests.golden.ignored import PORT, Rule
from tests.golden.normalise import Token


@dataclass
class Ledger:
    """Which token of the recording stands for which token of the run."""

    _there: dict[tuple[str, str], str] = field(default_factory=dict)
    _back: dict[tuple[str, str], str] = field(default_factory=dict)
    _offsets: dict[tuple[str, str], int] = field(default_factory=dict)

    def accepts(self, recorded: Token, produced: Token) -> bool:
        """Both tokens stand at the same place of the same line. What is new is remembered; what contradicts is not."""
        match recorded.row.rule:
            case Rule.SAME:
                return self._pair(_space(recorded), recorded.value, produced.value)
            case Rule.STEP:
                offset = int(produced.value) - int(recorded.value)
                return self._offsets.setdefault((recorded.row.name, recorded.scope), offset) == offset
            case Rule.FORM | Rule.LENGTH:
                return True  # its form stands in the template; lengths are judged by lengths_agree

    def _pair(self, space: str, recorded: str, produced: str) -> bool:
        there = self._there.get((space, recorded), produced)
        back = self._back.get((space, produced), recorded)
        if (there, back) != (produced, recorded):
            return False
        self._there[space, recorded] = produced
        self._back[space, produced] = recorded
        return True

    def allows(self, recorded: str, produced: str) -> bool:
        """Whether nothing known speaks against two texts standing for each other."""
        there, back = self._there.get(("", recorded), produced), self._back.get(("", produced), recorded)
        return (there, back) == (produced, recorded)

    def port(self, recorded: int) -> int:
        """The media port that stands for one of the recording; the same as long as none is known."""
        return int(self._there.get((PORT, str(recorded)), str(recorded)))

    def expected(self, recorded: Token) -> str:
        """What stands for a token of the recording; the token itself as long as nothing is known."""
        if recorded.row.rule is Rule.SAME:
            return self._there.get((_space(recorded), recorded.value), recorded.value)
        if recorded.row.rule is Rule.STEP:
            return str(int(recorded.value) + self._offsets.get((recorded.row.name, recorded.scope), 0))
        return recorded.value


def _space(token: Token) -> str:
    """A random text means the same wherever it stands (a Call-ID inside Replaces); a port is only a port."""
    return token.row.name if token.value.isdecimal() else ""
