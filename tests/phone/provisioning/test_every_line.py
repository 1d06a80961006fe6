"""Whatever is written, every line of a telephone's file is told about once, at its own place."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.phone.models import grandstream, linphone, polycom, yealink
from voiplab.phone.provisioning import grandstream as grandstream_file
from voiplab.phone.provisioning import linphonerc, polycom_cfg, yealink_cfg
from voiplab.phone.provisioning.settings import Provisioned
from voiplab.sip.layout import LINE_END
from voiplab.text.place import Files

VALUE = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="<>&\"'#;="), max_size=12)
#  Those that a phone cannot do without are left as they are.
VITAL = (
    "account.1.user_name",
    "account.1.sip_server.1.address",
    "P47",
    "P35",
    "account.1.sip.server.1.address",
    "account.1.sip.userid",
)

FORMATS: Mapping[str, tuple[Callable[[str, str], Files], Callable[[str, bytes], Provisioned], list[str]]] = {
    "yealink": (yealink, yealink_cfg.provision, sorted(yealink_cfg.KEYS)),
    "grandstream": (grandstream, grandstream_file.provision, sorted(grandstream_file.KEYS)),
    "linphone": (linphone, linphonerc.provision, ["userid", "ha1", "domain", "nonsense"]),
}


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_line_has_one_remark_and_no_setting_ever_has_a_line_end(name: str, data: st.DataObject) -> None:
    make, provision, keys = FORMATS[name]
    known = [key for key in keys if key not in VITAL]
    key, value = data.draw(st.sampled_from(known)), data.draw(VALUE)
    before = provision("file", next(iter(make("1001", "").values())))
    written = next(iter(make("1001", f"{key}={value}").values()))
    line = next(number for number, text in enumerate(written.decode().splitlines(), 1) if text == f"{key}={value}")
    found = provision("file", written)
    assert [remark.place.line for remark in found.remarks].count(line) == 1
    assert len(found.remarks) == len(before.remarks) + 1
    assert not [one.name for one in found.settings.in_force.values() if LINE_END.search(one.value)]


@settings(max_examples=60)
@given(data=st.data())
def test_an_attribute_has_one_remark(data: st.DataObject) -> None:
    key, value = data.draw(st.sampled_from(sorted(polycom_cfg.KEYS))), data.draw(VALUE)
    if key.startswith(("reg.1.a", "reg.1.server.1.a", "voIpProt.server.1.a")):
        return
    before = polycom_cfg.provision("p.cfg", polycom("1001")["phone1.cfg"])
    found = polycom_cfg.provision("p.cfg", polycom("1001", f'{key}="{value}"')["phone1.cfg"])
    assert len(found.remarks) == len(before.remarks) + 1
    assert [remark.says.startswith(f"`{key}") for remark in found.remarks].count(True) == 1
