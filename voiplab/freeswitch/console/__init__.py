"""The console of FreeSWITCH: what one types into fs_cli, and what it answers."""
