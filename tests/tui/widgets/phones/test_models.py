"""The face of every model in a call."""

import pytest

from tests.phone.lan import Lan, plain
from tests.phone.models import OUT_OF_THE_BOX
from voiplab.explain.face import HOLDS, IDLE, RINGS, TALKS, Face
from voiplab.explain.faces import Faces
from voiplab.lab.nameplate import nameplate
from voiplab.phone.profile_reader import load_profile, profile_names
from voiplab.sim.moment import seconds
from voiplab.text.width import width
from voiplab.tui.widgets.phones.drawing import Telephone, draw
from voiplab.tui.widgets.phones.keys import soft_keys


@pytest.mark.parametrize("model", profile_names())
def test_every_model_has_a_face_that_follows_its_calls(model: str) -> None:
    lan = Lan((model, OUT_OF_THE_BOX[model]), ("plain-rfc", plain("1001")))
    faces = Faces(lan.recording, {"phone1": "phone1"}, {"phone1": Face()})
    plate = nameplate(lan.phones[0])
    assert plate is not None
    assert load_profile(model).identity.model in plate.model
    lan.start()
    lan.later(1, 1, f"dial sip:1000@10.0.0.1:{lan.phones[0].setup.at.port}")
    lan.later(3, 0, "answer")
    lan.later(6, 0, "dtmf 5")
    lan.later(7, 0, "hold")
    lan.later(9, 0, "hang up")
    for until, state in ((2, RINGS), (5, TALKS), (8, HOLDS), (20, IDLE)):
        lan.run(until)
        face = faces.at()["phone1"]
        assert face.state == state
        rows = draw(Telephone("phone1", plate.model, plate.address, face, face.talked(seconds(until))), 32, 12)
        assert [width("".join(piece.text for piece in row)) for row in rows] == [32] * 12
        assert soft_keys(face, None)
    assert [key.key for key in faces.at()["phone1"].keys_sent] == ["5"]
