"""Module usrloc: the table of registered contacts."""
