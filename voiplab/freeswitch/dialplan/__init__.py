"""The XML dialplan: extensions are hunted first, and what they asked for is executed later."""
