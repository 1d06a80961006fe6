"""What each line of a server's files does here, for `voiplab config explain`."""
