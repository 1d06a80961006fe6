"""Textual's editor, with the colours of a file's own language and a margin that says what each line does."""

from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from voiplab.explain.executed import NEVER, Count
from voiplab.text.harmless import harmless
from voiplab.text.highlighting.ink import Ink
from voiplab.text.highlighting.language import Language
from voiplab.text.highlighting.painting import Painting
from voiplab.text.remark import Effect
from voiplab.tui.pane import Copy
from voiplab.tui.widgets.config.margin import margin, width

INK_CLASSES: Final = frozenset(f"ink--{ink.value}" for ink in Ink)
EFFECT_CLASSES: Final = {
    Effect.ERROR: "config--error",
    Effect.NOT_SIMULATED: "config--refused",
    Effect.IGNORED_THERE: "config--ignored",
}


class Editor(TextArea):
    """`effect`, `count` and `stops` tell of each line, counted from 1, what stands in the margin."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES, *EFFECT_CLASSES.values(), "config--margin"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, soft_wrap=False, tab_behavior="focus", show_line_numbers=True, compact=True)
        self._painting = Painting(Language.PLAIN.paint)
        self._copied = ""
        self.effect: Callable[[int], Effect | None] = lambda _line: None
        self.count: Callable[[int], Count] = lambda _line: NEVER
        self.stops: Callable[[int], bool] = lambda _line: False

    # The text

    def load(self, text: str, language: Language) -> None:
        self._painting = Painting(language.paint)
        self.load_text(text)

    def edit(self, edit: Edit) -> EditResult:
        self._painting.forget(edit.top[0])
        return super().edit(edit)

    def undo(self) -> None:
        self._painting.forget(0)
        super().undo()

    def redo(self) -> None:
        self._painting.forget(0)
        super().redo()

    async def on_key(self, event: events.Key) -> None:
        """What moves or changes is done at once: Textual does it on a way round by which letters typed fast overtake it."""
        if event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._break_line()
            return
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    def _break_line(self) -> None:
        """The new one begins below the beginning of the one before."""
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        blanks = before[: len(before) - len(before.lstrip())]
        self.move_cursor(self.replace(f"\n{blanks}", start, end, maintain_selection_offset=False).end_location)

    @property
    def line(self) -> int:
        """Of the cursor, from 1."""
        return self.cursor_location[0] + 1

    def go_to(self, line: int) -> None:
        self.move_cursor((min(max(line, 1), self.document.line_count) - 1, 0), center=True)

    # The clipboard

    def action_copy(self) -> None:
        self.copy()

    def copy(self) -> None:
        """The selection, or the line."""
        selected = self.selected_text
        self._copied = selected or f"{self.document.get_line(self.line - 1)}\n"
        self.post_message(Copy(selected or self._copied.rstrip("\n"), "selection" if selected else "line"))

    def action_cut(self) -> None:
        if self.read_only:
            return
        self.copy()
        if self.selected_text:
            self.delete(*self.selection, maintain_selection_offset=False)
        else:
            self.action_delete_line()

    def action_paste(self) -> None:
        """What was copied here last, a line above the present one; what others have copied is pasted by the terminal."""
        if self.read_only or not self._copied:
            return
        start, end = self.selection
        if start == end and self._copied.endswith("\n"):
            start = end = (end[0], 0)
        self.move_cursor(self.replace(self._copied, start, end, maintain_selection_offset=False).end_location)

    # How it is drawn

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """The line of the cursor has another background, and keeps its colours."""
        style = super().get_component_rich_style(*names, partial=partial, default=default)
        return Style(bgcolor=style.bgcolor) if names == ("text-area--cursor-line",) else style

    def _ink(self, ink: Ink) -> Style:
        """Its colour as it is mixed with the background, which itself is that of the line."""
        style = self.get_component_rich_style(f"ink--{ink.value}")
        return Style(color=style.color, bold=style.bold, italic=style.italic)

    @property
    def gutter_width(self) -> int:
        return width(self._digits) + 1

    @property
    def _digits(self) -> int:
        return max(2, len(str(self.document.line_count)))

    def get_line(self, line_index: int) -> Text:
        """In its colours; what a terminal would obey, or nobody would see, is a question mark as wide as itself."""
        lines = self.document.lines
        text = Text(_shown(lines[line_index]), end="", no_wrap=True)
        for start, end, ink in self._painting.stretches(lines, line_index):
            text.stylize(self._ink(ink), start, end)
        return text

    def render_line(self, y: int) -> Strip:
        drawn = super().render_line(y)
        row = y + self.scroll_offset.y
        if row >= self.document.line_count:
            return drawn
        return Strip.join([self._margin(row + 1), drawn.crop(self.gutter_width)])

    def _margin(self, line: int) -> Strip:
        effect, count = self.effect(line), self.count(line)
        style = self.get_component_rich_style(
            EFFECT_CLASSES.get(effect, "config--margin") if effect else "config--margin"
        )
        return Strip([Segment(margin(line, self._digits, effect, count, stops=self.stops(line)) + " ", style)])


@lru_cache(maxsize=4_096)
def _shown(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    return "".join(one if one == "\t" or harmless(one) == one else "?" for one in line)
