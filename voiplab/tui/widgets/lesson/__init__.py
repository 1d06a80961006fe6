"""The lesson beside the lab: its brief, and what is to be done."""
