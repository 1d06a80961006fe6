"""What is to be done? One of several answers, each with what it does; the last one does the least, and Escape means it."""

from collections.abc import Callable, Mapping

from textual.app import App

from voiplab.text.harmless import harmless
from voiplab.tui.screens.choosing import Choice, ChooseScreen

Act = Callable[[], None]


def decide(app: App[None], question: str, answers: Mapping[Choice, Act]) -> None:
    """Asked now, done when somebody has answered."""
    acts = {choice.name: act for choice, act in answers.items()}
    *_, least = acts.values()

    def answered(name: str | None) -> None:
        acts.get(name or "", least)()

    app.push_screen(ChooseScreen(harmless(question), list(answers)), answered)
