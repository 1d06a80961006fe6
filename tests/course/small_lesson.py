"""A small lesson for the tests of this folder and of the command line: two plain phones, and a switch to be found."""

from pathlib import Path
from typing import Final

from tests.lab.two_phones import NETWORK, phone

LESSON: Final = """\
title: Ring reliably
level: 1
minutes: 5
teaches: [100rel]
edits: [bob/phone.ini]
moment: {run: call, at: 1500ms}
lab:
  topology: two
  nodes:
    alice: {kind: phone, model: plain-rfc}
    bob: {kind: phone, model: plain-rfc}
  runs:
    call:
      does: alice calls bob
      script:
        - {at: 1s, alice: dial bob}
        - {when: bob rings, after: 1s..3s, bob: answer}
        - {when: bob talks, after: 4s, alice: hang up}
    refused:
      script:
        - {at: 1s, alice: dial bob}
        - {when: bob rings, bob: reject}
exercises:
  - id: ring
    kind: configure
    task: Make Bob's phone ring reliably.
    hints: [What does a reliable 180 have?, Look into bob/phone.ini., Write 100rel_as_callee=supported.]
    checks:
      - id: reliable
        says: Bob's 180 is reliable.
        points: 2
        count: {message: "180 from bob, Require has 100rel"}
      - id: acknowledged
        says: Alice acknowledges it.
        after: [reliable]
        sequence:
          steps: ["180 from bob, RSeq as $rseq", 'PRACK from alice, RAck like "$rseq *"']
      - id: refused
        says: A refusal is a refusal.
        run: refused
        after: [reliable]
        call: {caller: alice, result: refused}
  - id: number
    kind: observe
    task: Read the RSeq.
    hints: [It is a header., It is in the 180., RSeq.]
    checks:
      - id: rseq
        says: You read the RSeq.
        after: [reliable]
        answer:
          question: rseq
          asks: Which RSeq has Bob's 180?
          steps: ["180 from bob, RSeq as $rseq"]
          is: $rseq
mistakes:
  misspelt:
    fails: reliable
    says: That is not how the key is called.
    seen: {file: bob/phone.ini, line: "100rel=*"}
  only-on-demand:
    fails: reliable
    says: Alice demands nothing.
  header-itself:
    fails: rseq
    says: The number, not the name.
    answers: {rseq: [RSeq, CSeq]}
  emptied:
    refused: {at: "bob/phone.ini:1", error: "*user*"}
    says: The other keys are needed too.
"""

OFF: Final = f"{phone('bob', '10.0.0.1')}100rel_as_callee=off\n"
SOLUTION: Final = OFF.replace("=off", "=supported")

FILES: Final = {
    "lesson.yaml": LESSON,
    "brief.md": "# Ring reliably\n\nBob wants his ringing to be heard.\n",
    "topologies/two.yaml": NETWORK,
    "files/alice/phone.ini": phone("alice", "10.0.0.2"),
    "files/bob/phone.ini": OFF,
    "solution/bob/phone.ini": SOLUTION,
    "mistakes/misspelt/bob/phone.ini": f"{OFF}100rel=on\n",
    "mistakes/emptied/bob/phone.ini": "[phone]\n100rel_as_callee=supported\n",
    "mistakes/only-on-demand/bob/phone.ini": OFF.replace("=off", "=on_demand"),
}


def write(folder: Path, **changes: str | None) -> Path:
    """The lesson's folder, with some files changed (None: left out); its name is `ring`."""
    lesson = folder / "ring"
    for name, content in {**FILES, **changes}.items():
        if content is not None:
            path = lesson / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return lesson
