"""A small lab for the tests of this folder and its sisters: two plain phones on one cable, as files."""

from pathlib import Path
from typing import Final

NETWORK: Final = """\
networks: {lan: 10.0.0.0/24}
hosts: {alice: 10.0.0.1, bob: 10.0.0.2}
cables: {delay: 1ms}
"""

LAB: Final = """\
topology: two
nodes:
  alice: {kind: phone, model: plain-rfc}
  bob: {kind: phone, model: plain-rfc, label: rings reliably}
runs:
  call:
    does: alice calls bob
    script:
      - {at: 1s, alice: dial bob}
      - {when: bob rings, after: 1s..3s, bob: answer}
      - {when: bob talks, after: 4s, alice: hang up}
"""


def phone(user: str, other: str) -> str:
    return f"[phone]\nuser={user}\ndomain={other}\n"


def write(folder: Path, lab: str = LAB) -> Path:
    """The lab file, with all that lies beside it."""
    files = {
        "lab.yaml": lab,
        "topologies/two.yaml": NETWORK,
        "files/alice/phone.ini": phone("alice", "10.0.0.2"),
        "files/bob/phone.ini": phone("bob", "10.0.0.1"),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder / "lab.yaml"
