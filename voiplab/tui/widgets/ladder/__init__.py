"""The ladder of a run: its rows, and the keys of its pane."""
