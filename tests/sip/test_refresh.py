"""Registrations: RFC 3261 section 10.2, in virtual time against a registrar."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import product
from typing import assert_never

import pytest

from voiplab.sim.kernel import Kernel
from voiplab.sim.moment import Moment, ms, seconds
from voiplab.sip.challenged import Demand
from voiplab.sip.digest import Challenge
from voiplab.sip.message import Response, parse
from voiplab.sip.refresh import (
    TRANSITIONS,
    Effect,
    Failed,
    Input,
    Lapsed,
    Plan,
    Registered,
    Registration,
    SendRegister,
    State,
    Unregistered,
    granted,
)
from voiplab.sip.timer import Timer
from voiplab.sip.transaction.effects import Arm, Disarm
from voiplab.sip.uri import Uri

CONTACT = Uri.parse("sip:alice@192.0.2.1:5060")
PLAN = Plan(expires=300, refresh_before_end=5, retry_after=(seconds(30), seconds(60), seconds(120)))


def response(status: int, fields: str = "") -> Response:
    message = parse(
        f"SIP/2.0 {status} Whatever\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@x.example>;tag=1\r\n"
        f"To: <sip:a@x.example>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n{fields}Content-Length: 0\r\n\r\n".encode()
    )
    assert isinstance(message, Response)
    return message


def ok(expires: int) -> Response:
    return response(200, f"Contact: <{CONTACT}>;expires={expires}\r\n")


def unauthorized(nonce: str, rest: str = "") -> Response:
    return response(401, f'WWW-Authenticate: Digest realm="office", nonce="{nonce}"{rest}\r\n')


def demand(nonce: str, rest: str = "") -> Demand:
    return Demand(401, Challenge.parse(f'Digest realm="office", nonce="{nonce}"{rest}'))


def registering(plan: Plan = PLAN) -> Registration:
    phone = Registration(CONTACT, plan)
    phone.register()
    return phone


def registered(plan: Plan = PLAN) -> Registration:
    phone = registering(plan)
    phone.receive(ok(plan.expires))
    return phone


# One step at a time


def test_a_phone_asks_for_what_its_plan_says() -> None:
    assert Registration(CONTACT, PLAN).register() == [SendRegister(300)]


def test_a_challenge_is_answered() -> None:
    assert registering().receive(unauthorized("n1")) == [SendRegister(300, (demand("n1"),))]


def test_a_wrong_password_ends_in_failure_and_is_not_tried_again() -> None:
    phone = registering()
    phone.receive(unauthorized("n1"))
    assert phone.receive(unauthorized("n2")) == [Failed(401)]
    assert phone.state is State.UNREGISTERED


def test_a_stale_nonce_is_no_wrong_password() -> None:
    phone = registering()
    phone.receive(unauthorized("n1"))
    renewed = phone.receive(unauthorized("n2", ", stale=true"))
    assert renewed == [SendRegister(300, (demand("n2", ", stale=true"),))]


def test_what_the_registrar_grants_decides_when_to_refresh() -> None:
    assert registering().receive(ok(60)) == [
        Registered(60),
        Arm(Timer.REFRESH, seconds(55)),
        Arm(Timer.LAPSE, seconds(60)),
    ]


def test_each_refresh_may_be_challenged_anew() -> None:
    phone = registering()
    phone.receive(unauthorized("n1"))
    phone.receive(ok(300))
    assert phone.fire(Timer.REFRESH) == [SendRegister(300)]
    assert phone.receive(unauthorized("n2")) == [SendRegister(300, (demand("n2"),))]


def test_423_asks_again_for_the_least_that_the_registrar_takes() -> None:
    phone = registering(PLAN._replace(expires=30))
    assert phone.receive(response(423, "Min-Expires: 90\r\n")) == [SendRegister(90)]
    phone.receive(ok(90))
    assert phone.fire(Timer.REFRESH) == [SendRegister(90)]


def test_423_after_the_credentials_is_answered_with_credentials() -> None:
    phone = registering(PLAN._replace(expires=30))
    phone.receive(unauthorized("n1"))
    assert phone.receive(response(423, "Min-Expires: 90\r\n")) == [SendRegister(90, (demand("n1"),))]


@pytest.mark.parametrize("fields", ["", "Min-Expires: 300\r\n", "Min-Expires: soon\r\n"])
def test_a_423_that_asks_for_no_more_than_we_offered_is_a_refusal(fields: str) -> None:
    assert registering().receive(response(423, fields)) == [Failed(423), Arm(Timer.RETRY, seconds(30))]


def test_each_failure_in_a_row_waits_longer_and_the_last_wait_stays() -> None:
    phone = registering()
    waits = []
    for _ in range(5):
        waits.append(phone.receive(response(503))[1])
        phone.fire(Timer.RETRY)
    assert waits == [Arm(Timer.RETRY, seconds(wait)) for wait in (30, 60, 120, 120, 120)]


def test_success_begins_the_retry_list_anew() -> None:
    phone = registering()
    phone.receive(response(503))
    phone.fire(Timer.RETRY)
    phone.receive(ok(300))
    phone.fire(Timer.REFRESH)
    assert phone.receive(response(503))[-1] == Arm(Timer.RETRY, seconds(30))


def test_without_a_retry_list_one_failure_is_the_end() -> None:
    assert registering(PLAN._replace(retry_after=())).silence() == [Failed(408)]


def test_a_refusal_on_the_list_of_the_plan_is_the_end() -> None:
    phone = registering(PLAN._replace(gives_up_on=frozenset({401, 403})))
    assert phone.receive(response(403)) == [Failed(403)]


def test_unregistering_asks_for_nothing_and_may_be_challenged() -> None:
    phone = registered()
    assert phone.unregister() == [Disarm(Timer.REFRESH), Disarm(Timer.LAPSE), SendRegister(0)]
    assert phone.receive(unauthorized("n1")) == [SendRegister(0, (demand("n1"),))]
    assert phone.receive(response(200)) == [Unregistered()]


def test_a_phone_that_is_to_leave_while_it_registers_waits_for_the_answer_first() -> None:
    # RFC 3261 section 10.2: no new REGISTER before the last one has its final response.
    phone = registering()
    assert phone.unregister() == []
    assert phone.receive(ok(300)) == [SendRegister(0)]
    assert phone.receive(response(200)) == [Unregistered()]


def test_a_phone_that_is_to_return_while_it_unregisters_waits_as_well() -> None:
    phone = registered()
    phone.unregister()
    assert phone.register() == []
    assert phone.receive(response(200)) == [SendRegister(300)]


def test_a_lapsed_registration_is_still_being_asked_for() -> None:
    phone = registered()
    phone.fire(Timer.REFRESH)
    assert phone.fire(Timer.LAPSE) == [Lapsed()]
    assert phone.receive(ok(300))[0] == Registered(300)


def test_provisional_responses_change_nothing() -> None:
    assert registering().receive(response(100)) == []


# What is granted


@pytest.mark.parametrize(
    ("fields", "expires"),
    [
        ("Contact: <sip:alice@192.0.2.1:5060>;expires=60\r\n", 60),
        ("Contact: <sip:alice@192.0.2.1;transport=udp>;expires=60\r\n", 60),
        ("Contact: <sip:alice@192.0.2.9>;expires=20, <sip:alice@192.0.2.1>;expires=60\r\nExpires: 90\r\n", 60),
        ("Contact: <sip:alice@192.0.2.1>\r\nExpires: 90\r\n", 90),
        ("Contact: <sip:alice@192.0.2.1>;expires=soon\r\nExpires: 90\r\n", 90),
        ("Contact: <sip:alice@192.0.2.1>\r\n", 300),
        ("Contact: <sip:alice@192.0.2.1>;expires=99999999999999999999\r\n", 2**32 - 1),
        ("Contact: <sip:alice@192.0.2.9>;expires=20\r\nExpires: 90\r\n", 0),
        ("Contact: <sip:alice@192.0.2.1\r\n", 0),
        ("Expires: 90\r\n", 0),
    ],
)
def test_only_our_own_contact_tells_what_is_granted(fields: str, expires: int) -> None:
    assert granted(response(200, fields), CONTACT, asked=300) == expires


def test_a_200_that_does_not_list_our_contact_is_a_failure() -> None:
    assert registering().receive(response(200))[0] == Failed(200)


@pytest.mark.parametrize(
    ("plan", "expires", "after"),
    [
        (Plan(refresh_percent=50), 3600, seconds(1800)),
        (Plan(refresh_before_end=5), 300, seconds(295)),
        (Plan(refresh_percent=90, refresh_before_end=5), 60, seconds(49)),
        (Plan(refresh_before_end=5), 5, ms(2500)),
        (Plan(refresh_before_end=5), 3, ms(1500)),
    ],
)
def test_the_rule_for_refreshing(plan: Plan, expires: int, after: Moment) -> None:
    assert plan.refresh_after(expires) == after


# In virtual time


Registrar = Callable[[int, SendRegister], Response | None]
"""The answer to the n-th REGISTER; None: silence, which the transaction reports after 32 s."""


class Phone:
    def __init__(self, registrar: Registrar, plan: Plan = PLAN) -> None:
        self.kernel = Kernel()
        self.registrar = registrar
        self.registration = Registration(CONTACT, plan)
        self.sent: list[tuple[Moment, int]] = []
        self.heard: list[tuple[Moment, Effect]] = []
        self.timers: dict[Timer, int] = {}
        self.carry_out(self.registration.register())

    def carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case SendRegister():
                    self.send(effect)
                case Arm(timer, after):
                    assert timer not in self.timers
                    self.timers[timer] = self.kernel.after(after, partial(self.fire, timer), timer.pace)
                case Disarm(timer):
                    self.kernel.cancel(self.timers.pop(timer))
                case Registered() | Failed() | Lapsed() | Unregistered():
                    self.heard.append((self.kernel.now, effect))
                case _:
                    assert_never(effect)

    def send(self, register: SendRegister) -> None:
        self.sent.append((self.kernel.now, register.expires))
        answer = self.registrar(len(self.sent), register)
        if answer is None:
            self.kernel.after(seconds(32), lambda: self.carry_out(self.registration.silence()))
        else:
            self.kernel.after(ms(10), lambda: self.carry_out(self.registration.receive(answer)))

    def fire(self, timer: Timer) -> None:
        del self.timers[timer]
        self.carry_out(self.registration.fire(timer))


def challenging(number: int, register: SendRegister) -> Response:
    return ok(register.expires) if register.demands else unauthorized(f"n{number}")


def test_a_phone_refreshes_five_seconds_before_the_end() -> None:
    phone = Phone(lambda _, register: ok(register.expires))
    phone.kernel.run_until(seconds(900))
    assert phone.sent == [(0, 300), (ms(295_010), 300), (ms(590_020), 300), (ms(885_030), 300)]


def test_a_registration_that_is_only_kept_up_does_not_keep_a_run_going() -> None:
    phone = Phone(challenging)
    assert phone.kernel.run_until_idle(seconds(10_000))
    assert phone.kernel.now == ms(20)
    assert phone.heard == [(ms(20), Registered(300))]


def test_a_silent_registrar_lets_the_registration_lapse_and_is_tried_again() -> None:
    plan = PLAN._replace(expires=60)
    phone = Phone(lambda number, register: ok(register.expires) if number in (1, 3) else None, plan)
    phone.kernel.run_until(seconds(140))
    assert phone.heard == [
        (ms(10), Registered(60)),
        (ms(60_010), Lapsed()),
        (ms(87_010), Failed(408)),
        (ms(117_020), Registered(60)),
    ]


def test_a_phone_that_leaves_keeps_no_timer() -> None:
    phone = Phone(challenging)
    phone.kernel.run_until(seconds(1000))
    phone.carry_out(phone.registration.unregister())
    phone.kernel.run_until(seconds(5000))
    assert phone.heard[-1] == (ms(1_000_020), Unregistered())
    assert not phone.timers
    assert phone.kernel.pending == 0


# The table


TRIGGERS: tuple[Input | Timer, ...] = (*Input, Timer.REFRESH, Timer.RETRY, Timer.LAPSE)
PERSON = {Input.REGISTER, Input.UNREGISTER}
ANSWERS = {Input.AGAIN, Input.GRANTED, Input.REFUSED, Input.REFUSED_FOR_GOOD}
POSSIBLE: dict[State, set[Input | Timer]] = {
    State.UNREGISTERED: {*PERSON},
    State.REGISTERING: {*PERSON, *ANSWERS},
    # The registration cannot lapse before its refresh is due.
    State.REGISTERED: {*PERSON, Timer.REFRESH},
    State.REFRESHING: {*PERSON, *ANSWERS, Timer.LAPSE},
    State.RETRYING: {*PERSON, Timer.RETRY},
    State.UNREGISTERING: {*PERSON, *ANSWERS},
    State.LEAVING: {*PERSON, *ANSWERS},
    State.RETURNING: {*PERSON, *ANSWERS},
}


@pytest.mark.parametrize(("state", "trigger"), list(product(State, TRIGGERS)))
def test_the_table_has_all_that_can_happen_and_nothing_else(state: State, trigger: Input | Timer) -> None:
    assert (trigger in TRANSITIONS[state]) == (trigger in POSSIBLE[state])


WAYS: dict[State, tuple[Input | Timer, ...]] = {
    State.UNREGISTERED: (),
    State.REGISTERING: (Input.REGISTER,),
    State.REGISTERED: (Input.REGISTER, Input.GRANTED),
    State.REFRESHING: (Input.REGISTER, Input.GRANTED, Timer.REFRESH),
    State.RETRYING: (Input.REGISTER, Input.REFUSED),
    State.UNREGISTERING: (Input.REGISTER, Input.GRANTED, Input.UNREGISTER),
    State.LEAVING: (Input.REGISTER, Input.GRANTED, Timer.REFRESH, Input.UNREGISTER),
    State.RETURNING: (Input.REGISTER, Input.GRANTED, Input.UNREGISTER, Input.REGISTER),
}
RUNNING: dict[State, set[Timer]] = {
    State.REGISTERED: {Timer.REFRESH, Timer.LAPSE},
    State.REFRESHING: {Timer.LAPSE},
    State.RETRYING: {Timer.RETRY},
}


def take(phone: Registration, trigger: Input | Timer) -> list[Effect]:
    match trigger:
        case Timer():
            return phone.fire(trigger)
        case Input.REGISTER:
            return phone.register()
        case Input.UNREGISTER:
            return phone.unregister()
        case Input.AGAIN:
            return phone.receive(unauthorized("n1"))
        case Input.GRANTED:
            return phone.receive(ok(phone.asked))
        case Input.REFUSED:
            return phone.receive(response(503))
        case Input.REFUSED_FOR_GOOD:
            return phone.receive(unauthorized("n", ", algorithm=SHA-999"))


@pytest.mark.parametrize(("state", "trigger"), [(state, trigger) for state in State for trigger in TRANSITIONS[state]])
def test_along_every_arrow_a_timer_that_is_set_fires_or_is_taken_back(state: State, trigger: Input | Timer) -> None:
    phone = Registration(CONTACT, PLAN)
    running: set[Timer] = set()
    for stop in (*WAYS[state], trigger):
        before = phone.state
        if isinstance(stop, Timer):
            running.remove(stop)
        for effect in take(phone, stop):
            match effect:
                case Arm(timer):
                    assert timer not in running
                    running.add(timer)
                case Disarm(timer):
                    running.remove(timer)
                case _:
                    pass
        assert phone.state is TRANSITIONS[before][stop].to
        assert running == RUNNING.get(phone.state, set())
