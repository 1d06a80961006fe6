from xml.etree import ElementTree

import pytest

from tests.explain.calls import CALLER, direct_call, lost_180_call, prack_call, to_itself_call
from tests.explain.exchange import Exchange
from tests.explain.golden_text import check_golden
from voiplab.explain.columns import Column
from voiplab.explain.html import html
from voiplab.explain.mermaid import mermaid
from voiplab.explain.messages import Messages
from voiplab.explain.svg import svg
from voiplab.recording.events import Performed
from voiplab.recording.recording import Recording

COLUMNS = (Column("alice", "1000 MicroSIP"), Column("freeswitch"), Column("bob", "1001 OBi1062"))
SVG = "{http://www.w3.org/2000/svg}"


def hostile() -> Messages:
    go = Exchange()
    go.note(0, "alice", Performed("dial <script>alert(1)</script>; end %% #x; \x1b[2J", 0))
    go.send(0, "alice > freeswitch", CALLER.invite(uri='sip:"><img/src=x>@10.0.0.2'))
    return Messages(go.recording)


def test_a_mermaid_diagram_is_drawn_like_this() -> None:
    check_golden("lost-180.mmd", mermaid(Messages(lost_180_call()), COLUMNS))


def test_nothing_in_a_label_speaks_to_mermaid() -> None:
    for line in mermaid(hostile()).splitlines()[3:]:
        _, _, text = line.partition(": ")
        assert not [sign for sign in "<>\"'%\x1b" if sign in text]
        assert all(entity[: entity.index(";")].isdecimal() for entity in text.split("#")[1:])


@pytest.mark.parametrize("recording", [prack_call(), lost_180_call(), to_itself_call(), direct_call(), Recording()])
def test_an_svg_is_xml_and_has_every_message(recording: Recording) -> None:
    messages = Messages(recording)
    root = ElementTree.fromstring(svg(messages, COLUMNS))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert [str(message.n) for message in messages if str(message.n) not in texts] == []


def test_a_lost_message_has_no_tip_in_the_svg() -> None:
    root = ElementTree.fromstring(svg(Messages(lost_180_call())))
    lines = [line for line in root.iter(f"{SVG}line") if line.get("class") == "lost"]
    assert len(lines) == 2
    assert [line.get("marker-end") for line in lines] == [None, None]


def test_what_came_over_the_wire_is_text_on_a_page() -> None:
    page = html(hostile(), "<b>", COLUMNS)
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "\x1b" not in page
    assert "default-src 'none'" in page


def test_a_page_has_every_message_in_full() -> None:
    page = html(Messages(prack_call()), "prack-enable")
    assert page.count("<details>") == 18
    assert "RAck: 39965 123142653 INVITE" in page
