"""A brief made harmless for the screen: what a terminal would obey is written as an escape; the text stays Markdown."""

from voiplab.text.harmless import harmless

LONGEST = 10_000


def safe_markdown(text: str) -> str:
    return "\n".join(harmless(line, LONGEST) for line in text.splitlines())
