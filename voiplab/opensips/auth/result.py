"""What pv_www_authorize() and pv_proxy_authorize() return. Module documentation of OpenSIPS 3.2, "auth"."""

from enum import IntEnum


class Result(IntEnum):
    AUTHORIZED = 1
    ANOTHER_USER = -1
    WRONG_PASSWORD = -2
    STALE = -3
    """The nonce is old, foreign, used, or was for another algorithm or qop."""
    NO_CREDENTIALS = -4
    ERROR = -5
