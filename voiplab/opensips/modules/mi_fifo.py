"""mi_fifo: the management interface, through a named pipe. Module documentation of OpenSIPS 3.2, "mi_fifo"."""

from typing import Final

from voiplab.opensips.modules.shape import either, integer, module, text
from voiplab.opensips.standing import Standing

MODULE: Final = module(
    "mi_fifo",
    "the management interface, through a named pipe",
    parameters=(
        text("fifo_name", "/tmp/opensips_fifo", Standing.IN_FORCE),
        integer("fifo_mode", "0660", Standing.NO_EFFECT),
        either("fifo_group", "", Standing.NO_EFFECT),
        either("fifo_user", "", Standing.NO_EFFECT),
        text("reply_dir", "/tmp/", Standing.NO_EFFECT),
        integer("pretty_printing", "0", Standing.IN_FORCE),
        text("trace_destination", "", Standing.NO_EFFECT),
        text("trace_bwlist", "", Standing.NO_EFFECT),
    ),
)
