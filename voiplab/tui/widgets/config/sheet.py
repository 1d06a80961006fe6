"""The file that lies open: as it is saved, and as a text."""

from dataclasses import dataclass

from voiplab.explain.executed import File
from voiplab.text.highlighting.language import Language, language_of
from voiplab.tui.widgets.config.page import Page, page_of


@dataclass(frozen=True)
class Sheet:
    file: File
    content: bytes
    page: Page
    language: Language

    @classmethod
    def of(cls, file: File, content: bytes) -> "Sheet":
        """NoText."""
        page = page_of(content)
        return cls(file, content, page, language_of(file.path, page.text))

    @property
    def name(self) -> str:
        return f"{self.file.node}/{self.file.path}"

    def is_edited(self, text: str) -> bool:
        return not self.page.locked and text != self.page.text

    def encoded(self, text: str) -> bytes:
        """What stands in the file when `text` is saved; of a text that nobody changed the very same bytes."""
        return self.page.coding.encoded(text) if self.is_edited(text) else self.content
