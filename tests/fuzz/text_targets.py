"""Readers of what students and instructors write: YAML, the telephones' XML, INI; and what draws foreign text."""

from unicodedata import category

from tests.fuzz.target import Target
from voiplab.text import ini, xml, yaml
from voiplab.text.harmless import harmless_lines
from voiplab.text.place import ConfigError
from voiplab.text.width import fitted, width

LESSON = b"""\
title: "The phone that rings twice"   # a remark
level: 2
lab: &lab
  nodes: {alice: {kind: phone, model: obi1062}, pbx: {kind: freeswitch}}
  runs:
    first:
      script:
        - at: 1.5
          alice: dial 0700
      says: |
        Two lines
        of text
again: *lab
codes: {486: busy, on: yes, 12:30: noon, 1_000: 'many'}
"""

PHONE = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<!-- written by a phone -->
<ParameterList>
  <X_Version value='1' note="a &amp; b"
    other = "&lt;&#65;"/>
  <V><![CDATA[<raw>]]> text</V>
  <O x:y="z" xmlns:x="urn:x"><N>SIP.1.</N></O>
</ParameterList>
"""

SETTINGS = b"""\
; MicroSIP
[Settings]
accountId=1
DTMFMethod = 2
[Account1]
label="  Desk  "
username=1000
Username='2000'
[settings]
port
"""


def read_yaml(data: bytes) -> None:
    document = yaml.read("fuzz.yaml", data)
    for path, place in document.places.items():
        assert document.place(path) == place
        assert 1 <= place.line <= len(data) + 1


def read_xml(data: bytes) -> None:
    places = [element.place for element in xml.read("fuzz.xml", data).walk()]
    assert places == sorted(places), "the lines of elements are mixed up"


def read_ini(data: bytes) -> None:
    for section in ini.read("fuzz.ini", data).sections:
        for entry in section.entries:
            assert section.entry(entry.key.upper()) is not None or not entry.key.isascii()


def draw(data: bytes) -> None:
    for line in harmless_lines(data.decode("utf-8", "surrogateescape")):
        assert not [one for one in line if category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")], (
            "a terminal would obey this"
        )
        assert width(fitted(line, 40)) == 40


TARGETS: tuple[Target, ...] = (
    Target("yaml", read_yaml, (LESSON, b"- a\n- {b: c}\n"), (ConfigError,)),
    Target("xml", read_xml, (PHONE, b"<a b='c'>d<e/>f</a>"), (ConfigError,)),
    Target("ini", read_ini, (SETTINGS, ("\ufeff" + SETTINGS.decode()).encode("utf-16-le")), (ConfigError,)),
    Target("screen", draw, (PHONE, "Zoë 山田 \u202e\x1b[2J".encode()), ()),
)
