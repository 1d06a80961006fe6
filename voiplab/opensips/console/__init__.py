"""The management interface: its commands, as opensips-cli prints their answers and as JSON-RPC carries them."""
