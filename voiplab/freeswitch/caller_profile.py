"""Who calls whom, as a channel carries it through the dialplan (switch_caller.c)."""

from dataclasses import dataclass


@dataclass
class CallerProfile:
    """The fields of the caller's profile; the dialplan's conditions ask for them by name."""

    username: str
    caller_id_name: str
    caller_id_number: str
    network_addr: str
    destination_number: str
    context: str
    dialplan: str = "XML"
    ani: str = ""
    rdnis: str = ""
    orig_caller_id_name: str = ""
    orig_caller_id_number: str = ""
    """Of the leg that the call came in on, as it was told there."""
    callee_id_name: str = ""
    callee_id_number: str = ""
    source: str = "mod_sofia"
    hides_name: bool = False
    hides_number: bool = False
    is_screened: bool = True
    uuid: str = ""
    chan_name: str = ""
