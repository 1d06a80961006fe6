"""The addresses in messages, as they can be dialled."""

from tests.tui.desks import desk
from voiplab.course.grading import names
from voiplab.explain.addresses import addresses
from voiplab.explain.messages import Messages


def test_a_gruu_is_found_whole_and_once_with_the_message_that_had_it_last() -> None:
    found = desk("gruu-one-device", "public")
    messages = Messages(found.player.recording, names(found.lab))
    found.player.to_end()
    while found.player.is_moving:
        found.player.slice()
    messages.catch_up()
    seen = addresses(messages)
    gruus = [address for address in seen if ";gr=urn:uuid:" in address.uri]
    assert [address.header for address in gruus] == ["Contact", "Contact"]
    assert len({address.uri for address in seen}) == len(seen)
    assert all(address.uri.encode() in messages[address.message - 1].raw for address in seen)
    assert not any(mark in address.uri for address in seen for mark in '<>" ')
