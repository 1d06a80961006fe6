"""sipmsgops: questions to a message, and changes of it. What is changed here, nobody sees before the message is sent."""

import re
from collections.abc import Callable
from dataclasses import replace
from fnmatch import translate
from typing import Final

from voiplab.opensips.functions.behaviour import Behaviour
from voiplab.opensips.lumps import Rank
from voiplab.opensips.parsing import parse_uri
from voiplab.opensips.patterns import search
from voiplab.opensips.received import Received
from voiplab.opensips.script.assigning import change_uri
from voiplab.opensips.script.context import Arguments, Context
from voiplab.opensips.sipmsgops.codecs import FUNCTIONS as CODECS
from voiplab.opensips.sipmsgops.validating import FLAGS, first_fault
from voiplab.sip.headers.date import write_date
from voiplab.sip.params import has, value_of
from voiplab.sip.uri import Uri
from voiplab.text.place import NotSimulated

_E164: Final = re.compile(r"\+[1-9][0-9]{2,14}")
_ON_HOLD: Final = re.compile(r"^(?:a=(?:sendonly|inactive)|c=IN IP4 0\.0\.0\.0)", re.MULTILINE)


def _is(answer: bool) -> int:
    return 1 if answer else -1


# Changes of headers


def append_to_reply(context: Context, arguments: Arguments) -> int:
    """Lines without their end: replies are put together from lines."""
    context.received.reply_lines += [line for line in arguments.text(0).split("\r\n") if line]
    return 1


def append_hf(context: Context, arguments: Arguments) -> int:
    received, text = context.received, arguments.text(0)
    anchors = received.places(arguments.text(1)) if arguments.is_given(1) else ()
    if anchors:
        received.lumps.insert(received.span(anchors[-1])[1], text, origin=context.line)
    else:
        received.append(text, context.line)
    return 1


def insert_hf(context: Context, arguments: Arguments) -> int:
    received = context.received
    anchors = received.places(arguments.text(1)) if arguments.is_given(1) else ()
    at = received.span(anchors[0])[0] if anchors else received.first_header
    received.lumps.insert(at, arguments.text(0), Rank.INSERTED, context.line)
    return 1


def append_urihf(context: Context, arguments: Arguments) -> int:
    context.received.append(f"{arguments.text(0)}{context.received.uri}{arguments.text(1)}", context.line)
    return 1


def append_time(context: Context, _arguments: Arguments) -> int:
    host = context.server.host
    context.received.reply_lines.append(f"Date: {write_date(host.calendar.at(host.now))}")
    return 1


def remove_hf(context: Context, arguments: Arguments) -> int:
    return _is(context.received.remove_lines(arguments.text(0)))


def _remove_if(received: Received, is_meant: Callable[[str], bool]) -> int:
    names = [name for name in received.message.shape.names if is_meant(name.strip(" \t"))]
    for name in dict.fromkeys(names):
        received.remove_lines(name)
    return _is(bool(names))


def remove_hf_re(context: Context, arguments: Arguments) -> int:
    pattern = arguments.text(0)
    return _remove_if(
        context.received,
        lambda name: search(pattern, name, context.place, context.allowance.patience, lines=True) is not None,
    )


def remove_hf_glob(context: Context, arguments: Arguments) -> int:
    pattern = re.compile(translate(arguments.text(0)), re.IGNORECASE)
    return _remove_if(context.received, lambda name: pattern.fullmatch(name) is not None)


def change_reply_status(context: Context, arguments: Arguments) -> int:
    """A provisional reply stays one, and a final one final."""
    code, was = arguments.number(0), int(context.received.message.start[8:11])
    if not 100 <= code < 700 or (code < 200) != (was < 200):
        context.error("sipmsgops:change_reply_status", "the class of provisional or final replies cannot be changed")
        return -1
    context.received.status = (code, arguments.text(1))
    return 1


# Questions


def is_present_hf(context: Context, arguments: Arguments) -> int:
    return _is(bool(context.received.places(arguments.text(0))))


def is_method(context: Context, arguments: Arguments) -> int:
    return _is(context.received.method in arguments.text(0).upper().replace(" ", "").split("|"))


def has_totag(context: Context, _arguments: Arguments) -> int:
    return _is(bool(context.received.to_tag))


def has_body(context: Context, arguments: Arguments) -> int:
    message = context.received.message
    if not message.body:
        return -1
    return _is(not arguments.is_given(0) or _kind(message.get("Content-Type") or "") == arguments.text(0).lower())


def has_body_part(context: Context, arguments: Arguments) -> int:
    """The body itself, or a part of one that has several."""
    message = context.received.message
    if has_body(context, arguments) > 0:
        return 1
    body = message.body.decode("utf-8", "surrogateescape")
    kinds = re.findall(r"^content-type:\s*(\S+)", body, re.MULTILINE | re.IGNORECASE)
    return _is(any(_kind(kind) == arguments.text(0).lower() for kind in kinds))


def _kind(value: str) -> str:
    return value.split(";")[0].strip().lower()


def is_audio_on_hold(context: Context, _arguments: Arguments) -> int:
    return _is(_ON_HOLD.search(context.received.message.body.decode("utf-8", "surrogateescape")) is not None)


def is_uri_user_e164(_context: Context, arguments: Arguments) -> int:
    uri = parse_uri(arguments.text(0))
    return _is(isinstance(uri, Uri) and _E164.fullmatch(uri.user or "") is not None)


def is_privacy(context: Context, arguments: Arguments) -> int:
    """RFC 3323 section 4.2: values between semicolons."""
    asked = [one.strip().lower() for value in context.received.values("Privacy") for one in re.split("[;,]", value)]
    return _is(arguments.text(0).lower() in asked)


def sipmsg_validate(context: Context, arguments: Arguments) -> int:
    """The reason as text is documented nowhere."""
    flags = arguments.text(0)
    if len(arguments) > 1:
        raise NotSimulated(context.place, "the second parameter of sipmsg_validate()")
    if flags.strip(FLAGS):
        raise NotSimulated(context.place, f"the flags {flags} of sipmsg_validate()")
    fault = first_fault(context.received, flags)
    return 1 if fault is None else fault.value


# The R-URI


def ruri_has_param(context: Context, arguments: Arguments) -> int:
    uri = parse_uri(context.received.uri)
    if not isinstance(uri, Uri) or not has(uri.params, arguments.text(0)):
        return -1
    return _is(not arguments.is_given(1) or value_of(uri.params, arguments.text(0)) == arguments.text(1))


def ruri_add_param(context: Context, arguments: Arguments) -> int:
    name, equals, value = arguments.text(0).removeprefix(";").partition("=")
    pair = (name, value if equals else None)
    return _is(change_uri(context, lambda uri: replace(uri, params=(*uri.params, pair))))


def ruri_del_param(context: Context, arguments: Arguments) -> int:
    name = arguments.text(0).lower()

    def without(uri: Uri) -> Uri:
        return replace(uri, params=tuple(pair for pair in uri.params if pair[0].lower() != name))

    return _is(change_uri(context, without))


def ruri_tel2sip(context: Context, _arguments: Arguments) -> int:
    """The host is that of From, and the number becomes the user."""
    uri, from_ = parse_uri(context.received.uri), context.received.address("From")
    if not isinstance(uri, Uri) or from_ is None:
        return -1
    if uri.scheme == "tel":
        context.received.uri = f"sip:{uri.user}@{from_.uri.host};user=phone"
    return 1


# Lists of options


def _options(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _found(context: Context, arguments: Arguments) -> list[tuple[int, list[str]]]:
    """The headers of that name: their lines and the options in them."""
    received = context.received
    places, values = received.places(arguments.text(0)), received.values(arguments.text(0))
    return [(place, _options(value)) for place, value in zip(places, values, strict=True)]


def _has(options: list[str], option: str) -> bool:
    return option.lower() in [one.lower() for one in options]


def list_hdr_has_option(context: Context, arguments: Arguments) -> int:
    return _is(any(_has(options, arguments.text(1)) for _, options in _found(context, arguments)))


def list_hdr_add_option(context: Context, arguments: Arguments) -> int:
    found = _found(context, arguments)
    if not found or any(_has(options, arguments.text(1)) for _, options in found):
        return -1
    received = context.received
    _, end = received.value_span(found[0][0])
    received.lumps.insert(end, f", {arguments.text(1)}", origin=context.line)
    return 1


def list_hdr_remove_option(context: Context, arguments: Arguments) -> int:
    received, option = context.received, arguments.text(1)
    found = [(place, options) for place, options in _found(context, arguments) if _has(options, option)]
    for place, options in found:
        left = [one for one in options if one.lower() != option.lower()]
        if left:
            received.lumps.replace(*received.value_span(place), f" {', '.join(left)}", context.line)
        else:
            received.lumps.remove(*received.span(place))
    return _is(bool(found))


BEHAVIOUR: Final = Behaviour(
    functions={
        "append_to_reply": append_to_reply,
        "append_hf": append_hf,
        "insert_hf": insert_hf,
        "append_urihf": append_urihf,
        "append_time": append_time,
        "remove_hf": remove_hf,
        "remove_hf_re": remove_hf_re,
        "remove_hf_glob": remove_hf_glob,
        "change_reply_status": change_reply_status,
        "is_present_hf": is_present_hf,
        "is_method": is_method,
        "has_totag": has_totag,
        "has_body": has_body,
        "has_body_part": has_body_part,
        "is_audio_on_hold": is_audio_on_hold,
        "is_uri_user_e164": is_uri_user_e164,
        "is_privacy": is_privacy,
        "sipmsg_validate": sipmsg_validate,
        "ruri_has_param": ruri_has_param,
        "ruri_add_param": ruri_add_param,
        "ruri_del_param": ruri_del_param,
        "ruri_tel2sip": ruri_tel2sip,
        "list_hdr_has_option": list_hdr_has_option,
        "list_hdr_add_option": list_hdr_add_option,
        "list_hdr_remove_option": list_hdr_remove_option,
        **CODECS,
    }
)
