"""One module, or one folder, per pane."""
