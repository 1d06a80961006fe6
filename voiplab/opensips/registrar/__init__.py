"""Module registrar: save(), lookup() and what else reads and writes the table of contacts."""
