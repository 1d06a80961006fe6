"""What bounds a live lab, so that no program out there can make it fall over."""

from typing import Final

from voiplab.sim.moment import ms, seconds

LARGEST_DATAGRAM: Final = 65_535
MOST_AT_ONCE: Final = 64
"""Datagrams that are read from one socket before the others get their turn."""

SOCKET_BUFFER: Final = 1 << 20
"""Asked of the system for SIP sockets, which takes it twice: what waits in it is answered within a second.

More would be no kindness: who has waited for longer has repeated its request, and the repetition waits in it, too.
"""

MOST_CONNECTIONS: Final = 512
"""By TCP, at one time."""

PATIENCE: Final = seconds(30)
"""How long a connection may take for its first message, for one that it has begun, and for reading our last ones."""

MOST_UNSENT: Final = 256 << 10
"""Bytes that a connection may leave unread, before it is closed."""

LATE: Final = ms(100)
"""When the run is so far behind the clock, sockets wait: the system drops what comes too fast, as with a real server."""

STEPS_AT_ONCE: Final = 500
"""Kernel steps between two looks at the sockets."""

MOST_VOICES: Final = 16
"""Sources that one RTP port listens to; a call has one, and a few more when it is forked or moved."""

MOST_REMARKS: Final = 50
"""Sentences about programs out there; who floods us does not flood the terminal."""
