import pytest

from voiplab.phone.evidence import Evidence, Source
from voiplab.phone.profile import Profile
from voiplab.phone.profile_reader import load_profile, read_profile
from voiplab.text.place import ConfigError

RIGHT = """\
like: plain-rfc
calls:
  hold: inactive
  sources:
    - trace: a hold
"""


def read(text: str) -> Profile:
    return read_profile("mine", text.encode(), load_profile)


def test_a_profile_says_only_what_is_different() -> None:
    mine = read(RIGHT)
    assert (mine.calls.hold.value, mine.calls.busy) == ("inactive", load_profile("plain-rfc").calls.busy)
    assert mine.sources["calls.hold"] == (Source(Evidence.TRACE, "a hold"),)


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        ("like: plain\n", 1, "there is no profile plain"),
        ("like: plain-rfc\ncall:\n  trying: true\n", 2, "`call` is not known here; did you mean calls?"),
        (
            "like: plain-rfc\ncalls:\n  hold: sendrecv\n",
            3,
            "hold: 'sendrecv' is none of: sendonly, inactive, zero-address",
        ),
        ("like: plain-rfc\ncalls:\n  hold: inactive\n", 3, "`hold` has no source"),
        ("like: plain-rfc\ncalls:\n  hodl: inactive\n", 3, "`hodl` is not known here; did you mean hold?"),
        ("like: plain-rfc\ncalls:\n  busy: '486'\n", 3, "busy: a status and its words are expected"),
        ("like: plain-rfc\ntokens:\n  tag: 'a{hex}'\n", 3, "tag: {hex} is none of"),
        ("like: plain-rfc\ntokens:\n  first_cseq: 9..1\n", 3, "first_cseq: two whole numbers are expected"),
        ("like: plain-rfc\nsdp:\n  codecs: [PCMU]\n", 3, "codecs: a number, name/clock and parameters"),
        ("calls:\n  trying: true\n", 1, "`vendor` is missing in identity"),
        (RIGHT.replace("trace", "rumour"), 5, "`rumour` is not known here"),
        (RIGHT + "      for: [hodl]\n", 5, "`hodl` is claimed nowhere in calls"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(wrong: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(wrong)
    assert (caught.value.place.file, caught.value.place.line) == ("mine.yaml", line)
    assert caught.value.says.startswith(says)
