"""The transactions of the module tm."""
