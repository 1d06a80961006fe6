"""The page of all keys is that of the keys there are."""

from tests.tui.keys_page import PAGE, page


def test_the_page_of_keys_is_that_of_today() -> None:
    """After a change of keys: `python -m tests.tui.keys_page`."""
    assert PAGE.read_text(encoding="utf-8") == page()
