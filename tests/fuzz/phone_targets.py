"""The files that set telephones up, each in its vendor's own format; and what a call asks of a telephone."""

from collections.abc import Callable

from tests.fuzz.target import Target
from tests.phone.models import ALL_SWITCHED_ON, OUT_OF_THE_BOX
from voiplab.phone.asking import asked
from voiplab.phone.kind import KIND
from voiplab.phone.referred import wanted
from voiplab.sip.errors import Malformed
from voiplab.sip.message import Request, parse
from voiplab.text.place import ConfigError
from voiplab.text.remark import Effect

MODELS = (
    *("baresip-4.9", "blink-6", "grandstream-gxp2170", "linphone-5.1", "microsip-3.22", "obi1062", "plain-rfc"),
    *("polycom-vvx450", "yealink-t46s", "zoiper-5"),
)
READINGS = 10
"""Each line becomes a setting and a remark, and may have two letters only."""
XML = b'<gs_provision><config><item name="account.1.sip.userid">1</item><P47>10.0.0.20</P47></config></gs_provision>'
INVITE = b"""\
INVITE sip:1001@10.0.0.1;intercom=true SIP/2.0\r
Via: SIP/2.0/UDP 10.0.0.20;branch=z9hG4bK1\r
From: <sip:1000@10.0.0.20>;tag=a\r
To: <sip:1001@10.0.0.1>\r
Call-ID: x\r
CSeq: 1 INVITE\r
Call-Info: <sip:10.0.0.20>;answer-after=0\r
Alert-Info: <http://10.0.0.20>;info=alert-autoanswer;delay=3\r
Answer-Mode: Auto;require\r
X-AUTOANSWER: true\r
Refer-To: <sip:1002@10.0.0.20;method=INVITE?Replaces=a%40b%3Bto-tag%3Dc%3Bfrom-tag%3Dd&Require=replaces>\r
Referred-By: <sip:bob@10.0.0.20>\r
Content-Length: 0\r
\r
"""


def _explained(model: str) -> Callable[[bytes], None]:
    """Every remark names a line that there is."""
    name = next(iter(OUT_OF_THE_BOX[model]))

    def explain(data: bytes) -> None:
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for remark in KIND.explain(model, {name: data}):
            assert remark.effect is Effect.ERROR or 1 <= remark.place.line <= lines + data.count(b"\x0c") + len(data)

    return explain


def _ask(data: bytes) -> None:
    message = parse(data)
    if isinstance(message, Request):
        asked(message)
        wish = wanted(message)
        assert wish is None or not any("\r" in value or "\n" in value for _, value in wish.fields)


def _seeds(model: str) -> tuple[bytes, ...]:
    more = (XML,) if model.startswith("grandstream") else ()
    return (next(iter(OUT_OF_THE_BOX[model].values())), next(iter(ALL_SWITCHED_ON[model].values())), *more)


TARGETS: tuple[Target, ...] = (
    *(Target(f"phone {model}", _explained(model), _seeds(model), (ConfigError,), READINGS) for model in MODELS),
    Target("phone asking", _ask, (INVITE,), (Malformed,)),
)
