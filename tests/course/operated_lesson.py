"""A small lesson in which the student acts: two plain phones, and nobody who dials."""

from pathlib import Path
from typing import Final

from tests.lab.two_phones import NETWORK, phone

LESSON: Final = """\
title: Call Bob
level: 1
minutes: 5
teaches: [dialling]
edits: [bob/phone.ini]
moment: {run: yours, at: 1s}
lab:
  topology: two
  nodes:
    alice: {kind: phone, model: plain-rfc}
    bob: {kind: phone, model: plain-rfc}
  runs:
    before:
      does: alice calls bob
      script:
        - {at: 1s, alice: dial bob}
        - {when: bob rings, bob: reject}
    yours:
      does: you dial at Alice's telephone
      script:
        - {when: bob rings, after: 1s..3s, bob: answer}
        - {when: bob talks, after: 2s, bob: hang up}
exercises:
  - id: dial
    kind: operate
    task: Call Bob.
    run: yours
    hints: [Who calls?, Press a key of Alice's telephone., "voiplab press alice dial bob"]
    checks:
      - id: dialled
        says: Alice calls Bob.
        count: {message: 'INVITE from alice, R-URI like "*bob@*"'}
      - id: answered
        says: Bob answers.
        after: [dialled]
        count: {message: 200 for INVITE from bob}
  - id: call
    kind: observe
    task: Read the Call-ID.
    run: yours
    hints: [It is a header., It is in the INVITE., Call-ID.]
    checks:
      - id: call-id
        says: You read it.
        after: [dialled]
        answer:
          question: call
          asks: Which Call-ID has the call?
          steps: ["INVITE from alice, Call-ID as $call"]
          is: $call
mistakes:
  herself:
    fails: dialled
    says: Alice calls herself.
    pressed: {run: yours, node: alice, action: "dial alice*"}
"""

FILES: Final = {
    "lesson.yaml": LESSON,
    "brief.md": "# Call Bob\n\nPress a key.\n",
    "topologies/two.yaml": NETWORK,
    "files/alice/phone.ini": phone("alice", "10.0.0.2"),
    "files/bob/phone.ini": phone("bob", "10.0.0.1"),
    "solution/journal/yours.yaml": "- {at: 1s, alice: dial bob}\n",
    "mistakes/herself/journal/yours.yaml": "- {at: 1s, alice: dial alice}\n",
}


def write(folder: Path, **changes: str | None) -> Path:
    """The lesson's folder, with some files changed (None: left out); its name is `dial`."""
    lesson = folder / "dial"
    for name, content in {**FILES, **changes}.items():
        if content is not None:
            path = lesson / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return lesson
