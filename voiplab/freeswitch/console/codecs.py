"""What `show codec` lists: the codecs that the core and the modules bring along."""

from typing import Final

CODECS: Final = (
    ("ADPCM (IMA)", "mod_spandsp"),
    ("G.711 alaw", "CORE_PCM_MODULE"),
    ("G.711 ulaw", "CORE_PCM_MODULE"),
    ("G.722", "mod_spandsp"),
    ("G.726 16k", "mod_spandsp"),
    ("G.726 16k (AAL2)", "mod_spandsp"),
    ("G.726 24k", "mod_spandsp"),
    ("G.726 24k (AAL2)", "mod_spandsp"),
    ("G.726 32k", "mod_spandsp"),
    ("G.726 32k (AAL2)", "mod_spandsp"),
    ("G.726 40k", "mod_spandsp"),
    ("G.726 40k (AAL2)", "mod_spandsp"),
    ("GSM", "mod_spandsp"),
    ("LPC-10", "mod_spandsp"),
    ("PROXY PASS-THROUGH", "CORE_PCM_MODULE"),
    ("PROXY VIDEO PASS-THROUGH", "CORE_PCM_MODULE"),
    ("RAW Signed Linear (16 bit)", "CORE_PCM_MODULE"),
    ("Speex", "CORE_SPEEX_MODULE"),
)
"""Name and module."""
