"""The files of a lab in an editor: only `pane`, `editor` and `chooser` know Textual."""
