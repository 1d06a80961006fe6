"""The logs of the servers, tied to the ladder and to the files."""
