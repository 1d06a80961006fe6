import pytest

from voiplab.phone.portless import without_port


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("<sip:1001@10.0.0.1:5060;ob>;tag=x", "<sip:1001@10.0.0.1;ob>;tag=x"),
        ("sip:1001@10.0.0.1:5070;tag=x", "sip:1001@10.0.0.1;tag=x"),
        ('"a:1 <sip:b@c:1>" <sip:1001@10.0.0.1:5060>', '"a:1 <sip:b@c:1>" <sip:1001@10.0.0.1>'),
        ("<sip:10.0.0.1:5060>", "<sip:10.0.0.1>"),
        ("<sip:a@[2001:db8::1]:5060>", "<sip:a@[2001:db8::1]>"),
        ("<sip:a:secret@host>", "<sip:a:secret@host>"),
        ("<sip:a@host>;tag=1:2", "<sip:a@host>;tag=1:2"),
        ("<tel:+4312>", "<tel:+4312>"),
    ],
)
def test_only_the_port_goes(address: str, short: str) -> None:
    assert without_port(address) == short
