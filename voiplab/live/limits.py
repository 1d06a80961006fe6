"""What bounds a live lab, so that no program out there can make it fall over."""

from typing import Final

from voiplab.sim.moment import ms, seconds

LARGEST_DATAGRAM: Final = 65_535
MOST_AT_ONCE: Final = 64
"""Datagrams that are read from one socket before the others get their turn."""

SOCKET_BUFFER: Final = 8 << 20
"""Asked of the system for SIP sockets; what it grants is its own affair."""

MOST_CONNECTIONS: Final = 512
"""By TCP, at one time."""

PATIENCE: Final = seconds(30)
"""How long a connection may leave a message unfinished."""

MOST_UNSENT: Final = 1 << 20
"""Bytes that a connection may leave unread, before it is closed."""

LATE: Final = ms(100)
"""When the run is so far behind the clock, sockets wait: the system drops what comes too fast, as with a real server."""

STEPS_AT_ONCE: Final = 500
"""Kernel steps between two looks at the sockets."""
