"""Between a session of a class and its page: textual's driver for browsers, in which a session ends when its page does."""

import os
from threading import Timer
from typing import Final

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp

GRACE: Final = 10.0
"""Seconds for a session to put its things away; one that cannot, because it hangs, has its process ended."""


class SessionDriver(WebDriver):
    def run_input_thread(self) -> None:
        """Until its end: when the application ends, or when the server is there no longer, however that ended."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._end()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        if packet_type == "quit":  # the page was closed, or the server ends
            self._end()
        else:
            super().on_meta(packet_type, payload)

    def _end(self) -> None:
        last = Timer(GRACE, os._exit, (1,))
        last.daemon = True
        last.start()
        self._app.post_message(ExitApp())
