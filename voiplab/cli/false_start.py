"""A node does not start with the student's files: beside its own words, what is usually behind them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from voiplab.cli.exits import Invalid
from voiplab.cli.screen import paragraph
from voiplab.course.lesson import Lesson, NodeFiles
from voiplab.course.recognising import recognised_start
from voiplab.text.harmless import harmless
from voiplab.text.place import ConfigError

LONGEST: Final = 1_000


@contextmanager
def explained(lesson: Lesson | None, files: NodeFiles) -> Iterator[None]:
    """What is refused meanwhile, with the lesson's sentence when it is one of its usual mistakes."""
    try:
        yield
    except ConfigError as refused:
        known = None if lesson is None else recognised_start(lesson, refused, files)
        if known is None:
            raise
        says = paragraph(f"perhaps: {harmless(known.says.strip(), LONGEST)}", "  ", 2)
        raise Invalid(f"{harmless(str(refused), LONGEST)}\n{says}") from None
