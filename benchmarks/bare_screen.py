"""An application of Textual with a heading, a table and a footer: what a first frame and a key cost at least."""

from typing import Final

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header

ROWS: Final = 30


class BareScreen(App[None]):
    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        lines = self.query_one(DataTable)
        lines.add_columns("#", "from", "to", "what")
        for number in range(ROWS):
            lines.add_row(str(number), "alice", "bob", "REGISTER sip:192.168.10.20")


if __name__ == "__main__":
    BareScreen().run()
