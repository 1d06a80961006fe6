"""The pane of the network."""
