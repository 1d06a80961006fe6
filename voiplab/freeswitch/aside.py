"""An application that runs on one of two connected channels, while the other one hears music (switch_ivr_broadcast)."""

from voiplab.freeswitch.channel import Channel
from voiplab.freeswitch.dialplan.channel import Action
from voiplab.freeswitch.execution import Execution, Hunting


class Aside:
    """When it is over they are connected again."""

    def __init__(self, exchange: Hunting, channel: Channel, action: Action) -> None:
        self._exchange = exchange
        self._channel = channel
        self._action = action
        self._before = channel.on_transfer
        self._execution: Execution | None = None

    def start(self) -> None:
        channel = self._channel
        if channel.bridging is None:
            return  # one of the two has hung up meanwhile
        channel.bridging.interrupt(channel, self._exchange.core().globals.get("hold_music", ""), self._stop)
        self._before = channel.on_transfer
        self._execution = Execution(self._exchange, channel, self._over)
        channel.on_transfer = self._leave
        self._execution.run([self._action])

    def _over(self) -> None:
        self._stop()
        if self._channel.bridging is not None:
            self._channel.bridging.resume()

    def _leave(self) -> None:
        self._stop()
        self._before()

    def _stop(self) -> None:
        execution, self._execution = self._execution, None
        if execution is not None:
            execution.drop()
            self._channel.on_transfer = self._before
