"""The files of a lab in an editor. Only `pane`, `chooser`, `open_page`, `editor` and `proofreader` know Textual."""
