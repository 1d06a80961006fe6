"""What the screens look at and act on: no Textual in here, so all of it is tested without a terminal."""
