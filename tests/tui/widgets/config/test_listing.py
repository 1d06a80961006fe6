from tests.tui.desks import desk
from voiplab.tui.widgets.config.listing import listing, named


def test_the_files_that_a_lesson_asks_to_edit_come_first_and_are_marked() -> None:
    entries = listing(desk("intercom-opensips"))
    asked = [
        "opensips/opensips.cfg",
        "grandstream/cfg.txt",
        "polycom/phone1.cfg",
        "microsip/MicroSIP.ini",
        "zoiper/Config.xml",
    ]
    assert [entry.name for entry in entries if entry.is_asked] == asked
    assert [entry.name for entry in entries[: len(asked)]] == asked
    assert str(entries[0]) == "* opensips/opensips.cfg"


def test_a_file_that_was_saved_differently_is_marked() -> None:
    here = desk("first-proxy")
    here.save("opensips", "opensips.cfg", b"# nothing")
    assert [str(entry) for entry in listing(here) if entry.is_changed] == ["* opensips/opensips.cfg  (changed)"]


def test_a_part_of_its_name_finds_a_file() -> None:
    entries = listing(desk("prack-enable"))
    assert [entry.name for entry in named(entries, "FREE int")] == ["freeswitch/sip_profiles/internal.xml"]
    assert named(entries, "") == entries
