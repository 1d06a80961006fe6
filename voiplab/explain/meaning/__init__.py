"""What a message says, header by header: in words, for this message in this recording."""
