"""The telephones of the lab: what their keys mean, how a face is drawn, and the pane."""
