"""The pane of states."""
