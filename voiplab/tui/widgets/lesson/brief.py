"""The brief of a lesson as Markdown, made harmless for the screen: what a terminal would obey is written as an escape.

Code of no named language is drawn as it is: Textual would ask each lexer of Pygments, and import all of them, for a guess.
"""

from typing import Final

from textual.content import Content
from textual.widgets.markdown import Markdown, MarkdownBlock, MarkdownFence

from voiplab.text.harmless import harmless

LONGEST: Final = 10_000


class Fence(MarkdownFence):
    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        return super().highlight(code, language or "text", ansi, dark)


class Brief(Markdown):
    def __init__(self, text: str) -> None:
        super().__init__(safe(text), open_links=False)

    def get_block_class(self, block_name: str) -> type[MarkdownBlock]:
        usual = super().get_block_class(block_name)
        return Fence if usual is MarkdownFence else usual


def safe(text: str) -> str:
    return "\n".join(harmless(line, LONGEST) for line in text.splitlines())
