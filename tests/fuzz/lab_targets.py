"""Readers of what lies beside a lab: the journal, which students edit."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.target import Target
from tests.lab.two_phones import write
from voiplab.lab.journal_file import journal_file, read_journal
from voiplab.lab.lab import Lab
from voiplab.lab.opening import open_lab
from voiplab.text.place import ConfigError

JOURNAL = b"""\
# by hand
- {at: 1s, step: 14, bob: dial sip:alice@10.0.0.1;gr=urn:uuid:1}
- {at: 36.200409s, alice: "answer"}
- {at: 40s, step: 240, bob: unplug}
- {at: 41s, bob: {save: phone.ini, text: "[phone]\\nuser=bob\\n"}}
- {at: 41s, bob: {save: tone, base64: "/wA="}}
- {at: 42s, bob: {remove: old}}
"""


@cache
def lab() -> Lab:
    with TemporaryDirectory() as folder:
        return open_lab(write(Path(folder)))


def read_and_write_a_journal(data: bytes) -> None:
    entries = read_journal("fuzz.yaml", data, lab(), lab().runs["call"])
    assert read_journal("again.yaml", journal_file("call", entries), lab(), lab().runs["call"]) == entries


TARGETS: tuple[Target, ...] = (Target("journal", read_and_write_a_journal, (JOURNAL,), (ConfigError,)),)
