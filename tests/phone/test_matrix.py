"""The auto-answer matrix: what each model does with each way of asking, once its owner has switched on all that it has.

The table is written down here once more, from the sources that the profiles name, so that a slip in a profile shows.
"""

from collections.abc import Mapping

import pytest

from tests.phone.lan import Lan
from tests.phone.models import ALL_SWITCHED_ON, OUT_OF_THE_BOX
from tests.phone.stranger import Stranger, sdp
from voiplab.phone.asking import Ask
from voiplab.phone.profile_reader import profile_names

FIELDS: Mapping[Ask, str] = {
    Ask.X_AUTOANSWER: "X-AUTOANSWER: true",
    Ask.CALL_INFO_TEXT: 'Call-Info: <sip:10.0.0.20>;x="auto answer"',
    Ask.CALL_INFO: "Call-Info: <sip:10.0.0.20>;answer-after=0",
    Ask.CALL_INFO_OTHER: "Call-Info: RA",
    Ask.ALERT_AUTOANSWER: "Alert-Info: <http://10.0.0.20>;info=alert-autoanswer;delay=0",
    Ask.ALERT_AUTO_ANSWER: "Alert-Info: Auto Answer",
    Ask.ALERT_RING_ANSWER: "Alert-Info: Ring Answer",
    Ask.ALERT_ANSWER_AFTER: "Alert-Info: answer-after=0",
    Ask.ALERT_INTERCOM: "Alert-Info: Intercom",
    Ask.ALERT_OTHER: "Alert-Info: RA",
    Ask.ANSWER_MODE: "Answer-Mode: Auto",
    Ask.PRIV_ANSWER_MODE: "Priv-Answer-Mode: Auto",
    Ask.P_AUTO_ANSWER: "P-Auto-Answer: normal",
}
ALERTS = (
    Ask.ALERT_AUTOANSWER,
    Ask.ALERT_AUTO_ANSWER,
    Ask.ALERT_RING_ANSWER,
    Ask.ALERT_ANSWER_AFTER,
    Ask.ALERT_INTERCOM,
    Ask.ALERT_OTHER,
)
MICROSIP = (Ask.X_AUTOANSWER, Ask.CALL_INFO_TEXT, Ask.CALL_INFO)
POLYCOM = (*ALERTS, Ask.NOTIFY_TALK)
ANSWERS: Mapping[str, tuple[Ask, ...]] = {
    "baresip-1.0": (),
    "baresip-4.9": (
        Ask.CALL_INFO,
        Ask.ALERT_AUTOANSWER,
        Ask.ALERT_ANSWER_AFTER,
        Ask.ANSWER_MODE,
        Ask.PRIV_ANSWER_MODE,
    ),
    "blink-6": (),
    "grandstream-gxp2130": (Ask.CALL_INFO, Ask.CALL_INFO_OTHER),
    "grandstream-gxp2170": (Ask.CALL_INFO, Ask.CALL_INFO_OTHER, Ask.ALERT_AUTOANSWER, Ask.ALERT_OTHER),
    "linphone-5.1": (),
    "microsip-3.21": MICROSIP,
    "microsip-3.22": MICROSIP,
    "obi1062": (Ask.CALL_INFO, Ask.ALERT_AUTOANSWER),
    "plain-rfc": (),
    "polycom-spip650": POLYCOM,
    "polycom-vvx450": POLYCOM,
    "yealink-t46s": (
        Ask.CALL_INFO,
        Ask.ALERT_AUTOANSWER,
        Ask.ALERT_AUTO_ANSWER,
        Ask.ALERT_ANSWER_AFTER,
        Ask.ALERT_INTERCOM,
        Ask.URI_INTERCOM,
        Ask.NOTIFY_TALK,
    ),
    "zoiper-5": (Ask.CALL_INFO, Ask.ALERT_AUTOANSWER),
    "zoiper-5-free": (),
}
"""Grandstreams have one text of their own, `RA` here; to Polycoms all texts are mapped."""
OUT_OF_THE_BOX_ANSWERS = ("grandstream-gxp2170", "obi1062", "yealink-t46s")
"""To Call-Info with answer-after=0."""


def answers(model: str, files: Mapping[str, bytes], how: Ask) -> bool:
    """Whether a call that asks so is answered with nobody near."""
    lan = Lan((model, files))
    at = lan.phones[0].setup.at
    stranger = Stranger(lan, at, f"sip:1001@{at}{';intercom=true' if how is Ask.URI_INTERCOM else ''}")
    stranger.send("INVITE", 1, sdp(), *([FIELDS[how]] if how in FIELDS else []))
    if how is Ask.NOTIFY_TALK:
        stranger.send("NOTIFY", 2, "", "Event: talk", "Subscription-State: terminated;reason=noresource")
    lan.run(5)
    return lan.states(0)[-1] == "talks"


@pytest.mark.parametrize("how", Ask, ids=lambda how: how.value)
@pytest.mark.parametrize("model", profile_names())
def test_a_model_answers_by_itself_what_its_sources_say_and_nothing_else(model: str, how: Ask) -> None:
    assert answers(model, ALL_SWITCHED_ON[model], how) == (how in ANSWERS[model])


@pytest.mark.parametrize("model", profile_names())
def test_only_some_models_answer_as_they_come_out_of_the_box(model: str) -> None:
    assert answers(model, OUT_OF_THE_BOX[model], Ask.CALL_INFO) == (model in OUT_OF_THE_BOX_ANSWERS)


def test_every_way_of_asking_is_tried() -> None:
    assert [how for how in Ask if how not in FIELDS] == [Ask.URI_INTERCOM, Ask.NOTIFY_TALK]
