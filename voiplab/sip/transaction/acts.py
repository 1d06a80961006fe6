"""What several of the four machines do alike: they tell their owner that it is over, and why."""

from collections.abc import Iterator
from typing import Protocol

from voiplab.sip.message import Message
from voiplab.sip.transaction.effects import Deliver, Effect, Terminated, Timeout, TransportFailed


class Hearing(Protocol):
    """A client: `message` is the latest response."""

    message: Message


def deliver(tx: Hearing) -> Iterator[Effect]:
    yield Deliver(tx.message)


def report_timeout(_: object) -> Iterator[Effect]:
    yield Timeout()


def report_transport(_: object) -> Iterator[Effect]:
    yield TransportFailed()


def end(_: object) -> Iterator[Effect]:
    yield Terminated()
