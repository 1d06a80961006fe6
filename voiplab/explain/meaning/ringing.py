"""How a call is to be announced: Alert-Info, Call-Info, Answer-Mode, P-Auto-Answer."""

import re
from typing import Final

from voiplab.explain.meaning.here import Header, Said, Says
from voiplab.sip.headers.named import Named

_INFO: Final = re.compile(r"<([^>]*)>([^,]*)")


def alert_info(header: Header) -> Said:
    for uri, params in _INFO.findall(header.value) or [(header.value, "")]:
        yield Says(
            f"how to ring: {uri}. Telephones rarely fetch the sound; their configuration says which text means what"
        )
        for name, value in _params(params):
            match name.lower():
                case "info":
                    yield Says(
                        f"info={value}: a name that telephones may know, of a ringtone or of automatic answer; not of an RFC"
                    )
                case "answer-after" | "delay":
                    yield Says(f"{name}={value}: answer by itself after {value} s; not of an RFC")
                case _:
                    yield Says(f"{name}{'=' + value if value else ''}")


def call_info(header: Header) -> Said:
    for uri, params in _INFO.findall(header.value) or [(header.value, "")]:
        found = dict(_params(params))
        purpose = found.pop("purpose", None)
        yield Says(f"{uri}: " + (f"purpose {purpose}" if purpose else "no purpose is given"))
        for name, value in found.items():
            if name.lower() == "answer-after":
                yield Says(
                    f"answer-after={value}: the telephone is to answer by itself after {value} s (intercom), if it is set up "
                    "to obey; a vendors' convention, not of an RFC"
                )
            else:
                yield Says(f"{name}{'=' + value if value else ''}")


def _params(text: str) -> list[tuple[str, str]]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    pairs = [part.partition("=") for part in parts]
    return [(name.strip(), value.strip().strip('"')) for name, _, value in pairs]


def answer_mode(header: Header) -> Said:
    found = Named.parse(header.value)
    mode = found.name.lower()
    yield Says({"auto": "answer without asking anybody", "manual": "let somebody answer"}.get(mode, found.name))
    if any(name.lower() == "require" for name, _ in found.params):
        yield Says("require: the call is rather to be refused than to be answered in another way")
    yield Says("the telephone does so only for callers whom its user allowed it")


def auto_answer(_header: Header) -> Said:
    yield Says("asks the telephone to answer by itself; not of an RFC, sent beside other forms in case one is known")
