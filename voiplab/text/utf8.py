"""Bytes of a file that must be text: UTF-8, not too many, and no control characters."""

import re

from voiplab.text.place import ConfigError, Place

#  What XML 1.0 section 2.2 and YAML 1.2 section 5.1 both leave out; NEL and DEL are harmless there, but nobody types them.
#  Said by what it is, and not by all of Unicode that it is not: that takes milliseconds to compile.
_FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def text_of(file: str, content: bytes, octets: int) -> str:
    """The text without its byte order mark, or the line that is none."""
    if len(content) > octets:
        raise ConfigError(Place(file, 1), f"at most {octets} bytes are expected, and the file has {len(content)}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark.
        before = bytes(error.object[: error.start]).decode("utf-8")
        raise ConfigError(_place(file, before), "UTF-8 is expected") from None
    if foreign := _FOREIGN.search(text):
        raise ConfigError(_place(file, text[: foreign.start()]), f"text is expected, not U+{ord(foreign[0]):04X}")
    return text


def _place(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
