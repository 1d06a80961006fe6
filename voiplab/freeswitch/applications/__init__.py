"""Applications of the dialplan: each is a generator that reads like its manual page."""
