"""Which of several negative replies the caller gets: module documentation of OpenSIPS 3.2, "tm", and its t_reply.c."""

from collections.abc import Sequence
from typing import Final

CALLER_CAN_MEND: Final = (401, 407, 415, 420, 484)
"""With these the caller can try again, so they go before other 4xx."""


def rank(status: int, cancelled: bool) -> tuple[int, int]:
    """The lowest wins."""
    if status == 487 and cancelled:
        return 0, 0
    if status >= 600:
        return 1, status
    if status < 400:
        return 2, status
    if status in CALLER_CAN_MEND:
        return 3, CALLER_CAN_MEND.index(status)
    if status == 408:
        return 6, 0
    if status == 503:
        return 7, 0
    return (4 if status < 500 else 5), status


def best(statuses: Sequence[int], cancelled: bool) -> int:
    """The place of the best one; of equals the first."""
    return min(range(len(statuses)), key=lambda place: rank(statuses[place], cancelled))
