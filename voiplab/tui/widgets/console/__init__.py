"""The consoles of the servers: what was typed and said, the line that is being typed, and the pane."""
