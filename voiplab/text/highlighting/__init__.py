"""What the parts of a file are in its language, line by line: for an editor that gives them colours."""
