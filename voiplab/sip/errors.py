"""The one error of every parser in `sip` and `sdp`: what another element sent, and where it stops making sense."""

SHOWN = 60
"""So many characters of the text around the column are repeated in the message of the error."""


class Malformed(Exception):
    """`text` stops being what its grammar says at `column` (from 1), where `expected` should stand."""

    def __init__(self, text: str, column: int, expected: str) -> None:
        super().__init__(text, column, expected)
        self.text = text
        self.column = column
        self.expected = expected

    def __str__(self) -> str:
        begin = max(0, self.column - 1 - SHOWN // 2)
        near = self.text[begin : begin + SHOWN]
        return f"expected {self.expected} at column {self.column}, near {near!r}"
