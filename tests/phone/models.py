"""The file of each model, in its vendor's own format: user 1001 at 10.0.0.20, password 1234; and what switches intercom on."""

from collections.abc import Mapping

from tests.phone.lan import microsip, obihai, plain
from voiplab.text.place import Files

YEALINK = """\
#!version:1.0.0.1
account.1.enable = 1
account.1.user_name = {user}
account.1.auth_name = {user}
account.1.password = 1234
account.1.sip_server.1.address = 10.0.0.20
{extra}
"""
POLYCOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<polycomConfig>
  <a voIpProt.server.1.address="10.0.0.20" reg.1.address="{user}" reg.1.auth.userId="{user}" reg.1.auth.password="1234"
    {extra}/>
</polycomConfig>
"""
ZOIPER = """\
<options>
  <accounts><account>
    <username>{user}</username><password>1234</password><SIP_domain>10.0.0.20</SIP_domain>
  </account></accounts>
  {extra}
</options>
"""
BLINK = """\
Accounts:
    {user}@10.0.0.20:
        enabled = True
        auth:
            password = 1234
        {extra}
SIPSimpleSettings:
    sip:
        udp_port = 5060
"""
LINPHONE = """\
[sip]
sip_port=5060
[proxy_0]
reg_proxy=<sip:10.0.0.20>
reg_identity=<sip:{user}@10.0.0.20>
reg_sendregister=1
[auth_info_0]
username={user}
passwd=1234
{extra}
"""


def yealink(user: str, extra: str = "") -> Files:
    return {"y000000000066.cfg": YEALINK.format(user=user, extra=extra).encode()}


def polycom(user: str, extra: str = "") -> Files:
    return {"phone1.cfg": POLYCOM.format(user=user, extra=extra).encode()}


def grandstream(user: str, extra: str = "") -> Files:
    return {"cfg.txt": f"P47=10.0.0.20\nP35={user}\nP36={user}\nP34=1234\n{extra}\n".encode()}


def zoiper(user: str, extra: str = "") -> Files:
    return {"Config.xml": ZOIPER.format(user=user, extra=extra).encode()}


def blink(user: str, extra: str = "") -> Files:
    return {"config": BLINK.format(user=user, extra=extra).encode()}


def linphone(user: str, extra: str = "") -> Files:
    return {"linphonerc": LINPHONE.format(user=user, extra=extra).encode()}


def baresip(user: str, params: str = "", config: str = "") -> Files:
    return {
        "accounts": f"<sip:{user}@10.0.0.20>;auth_pass=1234{params}\n".encode(),
        "config": f"sip_listen 10.0.0.1:5060\n{config}\n".encode(),
    }


def _obihai(user: str) -> Files:
    password = "<ParameterValueStruct><Name>Line.1.SIP.AuthPassword</Name><Value>1234</Value></ParameterValueStruct>"
    return {"obi.xml": obihai(user)["obi.xml"].replace(b"</Object>", f"{password}</Object>".encode())}


OUT_OF_THE_BOX: Mapping[str, Files] = {
    "baresip-1.0": baresip("1001"),
    "baresip-4.9": baresip("1001"),
    "blink-6": blink("1001"),
    "grandstream-gxp2130": grandstream("1001"),
    "grandstream-gxp2170": grandstream("1001"),
    "linphone-5.1": linphone("1001"),
    "microsip-3.21": microsip("1001", "server=10.0.0.20"),
    "microsip-3.22": microsip("1001", "server=10.0.0.20"),
    "obi1062": _obihai("1001"),
    "plain-rfc": plain("1001", "server=10.0.0.20"),
    "polycom-spip650": polycom("1001"),
    "polycom-vvx450": polycom("1001"),
    "yealink-t46s": yealink("1001"),
    "zoiper-5": zoiper("1001", "<sip_options><port>5060</port></sip_options>"),
    "zoiper-5-free": zoiper("1001", "<sip_options><port>5060</port></sip_options>"),
}

MAPPED = " ".join(
    f'voIpProt.SIP.alertInfo.{number}.value="{text}" voIpProt.SIP.alertInfo.{number}.class="autoAnswer"'
    for number, text in enumerate(
        ("info=alert-autoanswer", "Auto Answer", "Ring Answer", "answer-after=0", "Intercom", "RA"), start=1
    )
)
ZOIPER_ON = (
    "<sip_options><port>5060</port></sip_options><forwarding_and_auto_answer><enabled>true</enabled>"
    "<mode>answer_instant</mode><accept_server_auto_answer>true</accept_server_auto_answer></forwarding_and_auto_answer>"
)
ALL_SWITCHED_ON: Mapping[str, Files] = {
    **OUT_OF_THE_BOX,
    "baresip-1.0": baresip("1001", ";sip_autoanswer=yes"),
    "baresip-4.9": baresip("1001", ";sip_autoanswer=yes"),
    "grandstream-gxp2130": grandstream("1001", "P298=1\nP2356=RA"),
    "grandstream-gxp2170": grandstream("1001", "P298=1\nP2356=RA"),
    "microsip-3.21": microsip("1001", program="autoAnswer=header"),
    "microsip-3.22": microsip("1001", program="autoAnswer=header"),
    "polycom-spip650": polycom("1001", MAPPED),
    "polycom-vvx450": polycom("1001", MAPPED),
    "zoiper-5": zoiper("1001", ZOIPER_ON),
    "zoiper-5-free": zoiper("1001", ZOIPER_ON),
}
