"""From a dial string's leg to a channel: `user/1001@domain`, `sofia/profile/user@host`, `error/CAUSE`.

What each becomes, and with which cause it fails: golden i-dialplan-rules/ERR_*.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from voiplab.freeswitch.applications.variables import EXPORTS, NOLOCAL
from voiplab.freeswitch.caller_profile import CallerProfile
from voiplab.freeswitch.causes import Cause, named
from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialling import Contacts
from voiplab.freeswitch.dialplan.dial_string import DialString, Leg
from voiplab.freeswitch.directory import Directory, User
from voiplab.freeswitch.settings import number
from voiplab.freeswitch.sofia import intercom, leg_variables
from voiplab.freeswitch.sofia.identity import Told
from voiplab.freeswitch.sofia.inbound import Inbound
from voiplab.freeswitch.sofia.outbound import Invitation, Originator, Outbound
from voiplab.freeswitch.sofia.passing import wanted
from voiplab.freeswitch.sofia.profile import SofiaProfile
from voiplab.freeswitch.sofia.refer import REFERRED_BY
from voiplab.freeswitch.states import Direction
from voiplab.freeswitch.variables import HEADER, accepted
from voiplab.sip.errors import Malformed
from voiplab.sip.uri import Uri
from voiplab.text.place import Place

DEFAULT_HOPS: Final = 70
ADDRESSES: Final = frozenset({"Alert-Info", "Call-Info"})
"""Headers that sofia reads before it writes them: what is no `<uri>` is dropped without a word."""
PASSED_ON: Final = (f"{HEADER}X-", f"{HEADER}x-")
"""Variables of the caller that become headers of all legs."""
OUTBOUND_CALL: Final = "Outbound Call"
"""The name of whoever is called, as long as nobody has told a better one."""
NOBODY: Final = "0000000000"
"""The number of a call that nobody makes: `originate` without origination_caller_id_number."""


class Exchange(Protocol):
    """What the dialler needs of the switch."""

    def profile(self, name: str) -> SofiaProfile | None: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def domain(self) -> str:
        """Of a user that is called without one."""

    def log(self, level: str, text: str) -> None: ...
    def new_channel(self, name: str, direction: Direction, profile: CallerProfile) -> Channel: ...
    def expand_dial_string(self, text: str, place: Place, variables: Mapping[str, str]) -> DialString | None:
        """What a user's dial-string means; None when it cannot be read."""


class SofiaDialler:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def dial(
        self,
        leg: Leg,
        common: Mapping[str, str],
        caller: Channel | None,
        originator: Originator,
        contacts: Contacts,
    ) -> Sequence[Outbound] | Cause:
        """`common` are the variables for all legs of the dial string; the leg's own win."""
        leg = Leg(leg.endpoint, leg.rest, {**_exported(caller), **common, **leg.variables})
        made: Sequence[Outbound] | Cause
        match leg.endpoint:
            case "user":
                made = self._dial_user(leg, caller, originator, contacts)
            case "sofia":
                made = self._dial_sofia(leg, caller, originator)
            case "error":
                made = named(leg.rest)
            case _:
                self._exchange.log("err", f"Could not locate channel type {leg.endpoint}")
                made = Cause.CHAN_NOT_IMPLEMENTED
        if isinstance(made, Cause):
            self._exchange.log(
                "notice", f"Cannot create outgoing channel of type [{leg.endpoint}] cause: [{made.name}]"
            )
        return made

    def _dial_user(
        self, leg: Leg, caller: Channel | None, originator: Originator, contacts: Contacts
    ) -> Sequence[Outbound] | Cause:
        """The directory says how a user is reached: its own dial-string, or that of its domain."""
        name, _, domain = leg.rest.partition("@")
        domain = domain or (caller.variables.get("domain_name") if caller else None) or self._exchange.domain
        user = self._exchange.directory.user(name, domain)
        if user is None:
            self._exchange.log("warning", f"Can't find user [{name}@{domain}]")
            return Cause.SUBSCRIBER_ABSENT
        dialled = {"dialed_user": name, "dialed_domain": domain}
        if caller is not None:
            caller.variables.take(dialled)
        meant = self._expanded(user, dialled)
        if meant is None:
            return Cause.DESTINATION_OUT_OF_ORDER
        lines: list[Outbound] = []
        for contact in self._called_contacts(meant, contacts):
            known = {**meant.variables, **contact.variables, **leg.variables, **dialled}
            made = self.dial(Leg(contact.endpoint, contact.rest, known), {}, caller, originator, Contacts.FIRST)
            if isinstance(made, Cause):
                return made
            lines += made
        for line in lines:
            line.channel.variables.take(accepted(user.variables))
        return lines

    def _expanded(self, user: User, dialled: Mapping[str, str]) -> DialString | None:
        found = user.params.last("dial-string")
        place = user.place if found is None or found.place is None else found.place
        return self._exchange.expand_dial_string(user.param("dial-string"), place, dialled)

    def _called_contacts(self, meant: DialString, contacts: Contacts) -> Sequence[Leg]:
        """Of a user with several contacts (multiple-registrations) all ring, unless other users are called as well."""
        legs = meant.attempts[0]
        if contacts is Contacts.FIRST and len(legs) > 1:
            self._exchange.log("warning", "Only calling the first element in the list in this mode.")
            return legs[:1]
        return legs

    def _dial_sofia(self, leg: Leg, caller: Channel | None, originator: Originator) -> Sequence[Outbound] | Cause:
        name, _, destination = leg.rest.partition("/")
        if name == "gateway":
            gateway = destination.partition("/")[0]
            self._exchange.log("err", f"Invalid Gateway {gateway}")
            return Cause.INVALID_GATEWAY
        profile = self._exchange.profile(name)
        if profile is None:
            self._exchange.log("err", "Invalid Profile")
            return Cause.INVALID_PROFILE
        target = _target(destination)
        if target is None or _called(target, leg) is None:
            return Cause.INVALID_URL
        if _hops(caller) <= 0:
            return Cause.EXCHANGE_ROUTING_ERROR
        return [self._line(profile, target, leg, caller, originator)]

    def _line(
        self, profile: SofiaProfile, target: Uri, leg: Leg, caller: Channel | None, originator: Originator
    ) -> Outbound:
        number = target.username
        channel = self._exchange.new_channel(
            f"sofia/{profile.name}/{target.username}@{target.host}" + (f":{target.port}" if target.port else ""),
            Direction.OUTBOUND,
            _caller_profile(caller, leg, number),
        )
        channel.variables.take(_known(channel, profile, target, caller))
        channel.variables.take(leg.variables)
        channel.row.originates(caller.uuid if caller else channel.uuid, channel.variables)
        channel.routes()
        profile.count(channel)
        invitation = _invitation(profile, target, leg, caller, channel)
        line = Outbound(profile.ground, profile.element, channel, invitation, originator)
        if caller is not None and isinstance(caller.line, Inbound):
            _pass_media(caller.line, line)
        return line


def _known(channel: Channel, profile: SofiaProfile, target: Uri, caller: Channel | None) -> Mapping[str, str]:
    """The variables that a called leg has from the beginning."""
    known = {
        **leg_variables.of_channel(channel),
        **leg_variables.of_profile(profile.ground, profile.element.endpoint.at),
        "sip_profile_name": profile.name,
        "sip_destination_url": str(target),
        **({"max_forwards": str(_hops(caller))} if caller else {}),
    }
    if caller is not None:
        known |= {"originator": caller.uuid, "originating_leg_uuid": caller.uuid, "call_uuid": caller.uuid}
    return known


def _pass_media(caller: Inbound, called: Outbound) -> None:
    """bypass_media and proxy_media: each leg is described in the words of the other."""
    passing = wanted(caller.channel.variables)
    if passing is not None:
        called.pass_media(passing).follows(caller.passed or caller.pass_media(passing))


def _target(destination: str) -> Uri | None:
    """`sip:1001@10.0.0.22:5060` or without the scheme."""
    text = destination if destination.startswith(("sip:", "sips:")) else f"sip:{destination}"
    try:
        return Uri.parse(text)
    except Malformed:
        return None


def _called(target: Uri, leg: Leg) -> Uri | None:
    """What stands in the Request-URI: the target, with parameters that To has not."""
    return _target(f"{target}{intercom.uri_parameters(leg.variables)}")


def _caller_profile(caller: Channel | None, leg: Leg, number: str) -> CallerProfile:
    """Leg B shows the caller as the caller's own settings want it shown."""
    name, cid = _identity(caller, leg)
    before = caller.profile if caller else None
    return CallerProfile(
        username=before.username if before else "",
        caller_id_name=name,
        caller_id_number=cid,
        network_addr=before.network_addr if before else "",
        destination_number=number,
        context=before.context if before else "default",
        dialplan=before.dialplan if before else "",
        ani=before.ani if before else "",
        orig_caller_id_name=before.orig_caller_id_name if before else "",
        orig_caller_id_number=before.orig_caller_id_number if before else "",
        callee_id_name=OUTBOUND_CALL,
        callee_id_number=number,
        hides_name=before.hides_name if before else False,
        hides_number=before.hides_number if before else False,
        is_screened=before.is_screened if before else True,
    )


def _identity(caller: Channel | None, leg: Leg) -> tuple[str, str]:
    """origination_caller_id_* of the leg, else effective_caller_id_* of the caller, else what the caller said."""
    own = leg.variables
    if caller is None:
        return own.get("origination_caller_id_name", ""), own.get("origination_caller_id_number", NOBODY)
    known = caller.variables
    name = known.get("effective_caller_id_name") or caller.profile.caller_id_name
    number = known.get("effective_caller_id_number") or caller.profile.caller_id_number
    return own.get("origination_caller_id_name", name), own.get("origination_caller_id_number", number)


def _invitation(profile: SofiaProfile, target: Uri, leg: Leg, caller: Channel | None, channel: Channel) -> Invitation:
    ip = profile.element.endpoint.at.ip
    headers = _headers(leg, caller, ip)
    return Invitation(
        target=target,
        called=_called(target, leg) or target,
        name=channel.profile.caller_id_name,
        number=channel.profile.caller_id_number,
        domain=leg.variables.get("sip_invite_domain") or ip,
        max_forwards=_hops(caller),
        headers=headers,
        origins=_origins(headers, caller),
        asserted=_told(caller, leg) == Told.ASSERTED.value,
        codec=caller.carrier.codec if caller is not None else "",
        caller_call_id=caller.variables.get("sip_call_id", "") if caller is not None else "",
    )


def _told(caller: Channel | None, leg: Leg) -> str:
    of_caller = caller.variables.get("sip_cid_type", "") if caller is not None else ""
    return leg.variables.get("sip_cid_type", of_caller)


def _hops(caller: Channel | None) -> int:
    """One less than the caller had left: that ends a call that is bridged in circles."""
    hops = caller.variables.get("max_forwards") if caller else None
    return DEFAULT_HOPS if hops is None else number(hops) - 1


def _headers(leg: Leg, caller: Channel | None, ip: str) -> list[tuple[str, str]]:
    """Only X- headers of the caller travel on; `sip_h_` variables of the leg add any header."""
    headers = dict(intercom.headers(leg.variables, ip))
    if caller is not None:
        for name, text in caller.variables.pairs:
            if name.startswith(PASSED_ON):
                headers[name.removeprefix(HEADER)] = text
        if REFERRED_BY in caller.variables:
            headers["Referred-By"] = caller.variables[REFERRED_BY]
    for name, text in leg.variables.items():
        if name.startswith(HEADER):
            headers[name.removeprefix(HEADER)] = text
    return [(name, value) for name, text in headers.items() if (value := _value(name, text)) is not None]


def _value(name: str, text: str) -> str | None:
    return intercom.address(text) if name in ADDRESSES else text


def _exported(caller: Channel | None) -> dict[str, str]:
    """The variables that the caller's channel gives to all legs: those that `export` has named."""
    if caller is None:
        return {}
    names = [name for name in caller.variables.get(EXPORTS, "").split(",") if name in caller.variables]
    return {name.removeprefix(NOLOCAL): caller.variables[name] for name in names}


def _origins(headers: list[tuple[str, str]], caller: Channel | None) -> dict[str, int]:
    """The lines of the dialplan that set the headers."""
    known = caller.origins if caller is not None else {}
    return {name: known[HEADER + name] for name, _ in headers if HEADER + name in known}
