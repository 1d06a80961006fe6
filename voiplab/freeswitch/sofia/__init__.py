"""mod_sofia: the SIP side of FreeSWITCH."""
