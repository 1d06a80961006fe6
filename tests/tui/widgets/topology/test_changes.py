"""What is typed into the form of a link becomes as few actions as say it."""

import pytest

from voiplab.net.impairment import Impairment
from voiplab.net.topology import Attachment
from voiplab.tui.widgets.topology.changes import Form, changes, form

END = Attachment("office", "10.0.0.1", Impairment(delay=200), Impairment(delay=200, loss=50_000))


def typed(out: Form | None = None, into: Form | None = None) -> list[str]:
    """Over what stands there."""
    wanted = changes(END, {**form(END.outwards), **(out or {})}, {**form(END.inwards), **(into or {})})
    return [str(one) for one in wanted]


def test_a_form_shows_what_the_link_does_and_nothing_else() -> None:
    assert form(END.inwards) == {"delay": "200us", "jitter": "", "loss": "5%", "duplication": "", "reorder": ""}


def test_what_stays_as_it_was_is_no_action() -> None:
    assert typed() == []


def test_the_same_change_in_both_directions_is_one_action() -> None:
    assert typed({"delay": "50ms"}, {"delay": " 50ms "}) == ["link office delay 50ms"]


def test_each_direction_can_change_by_itself() -> None:
    assert typed({"jitter": "10ms"}, {"loss": ""}) == ["link office out jitter 10ms", "link office in loss 0%"]
    assert typed(into={"reorder": "1%"}) == ["link office in reorder 1%"]


def test_what_cannot_be_read_is_said() -> None:
    with pytest.raises(ValueError, match="`5` is no share"):
        typed({"loss": "5"})
